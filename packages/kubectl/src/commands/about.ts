import type { Command } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { toJson } from '../print/json.ts';
import { alignCells } from '../print/table.ts';
import { toYaml } from '../print/yaml.ts';
import { sharedFlags } from '../cli/command.ts';

/** `kubectl version`. */
export const version: Command = {
  name: 'version',
  flags: [sharedFlags.output, { name: 'client', type: 'bool' }],
  run: async ({ client, signal, flags, out }) => {
    const output = flags.string('output');
    const server = flags.bool('client') ? undefined : await client.version({ signal });
    const versions = { clientVersion: { gitVersion: clientVersion }, ...(server ? { serverVersion: server } : {}) };
    if (output === 'yaml') out(toYaml(versions));
    else if (output === 'json') out(toJson(versions));
    else out(`Client Version: ${clientVersion}\n${server ? `Server Version: ${server.gitVersion}\n` : ''}`);
  },
};

/** What this kubectl does is done as kubectl 1.36 does it. */
const clientVersion = 'v1.36.0-podlab';

/** `kubectl cluster-info`. */
export const clusterInfo: Command = {
  name: 'cluster-info',
  flags: [],
  run: async ({ client, signal, out }) => {
    const { gitVersion } = await client.version({ signal });
    out(`The Kubernetes control plane answers (${gitVersion}).\n`);
  },
};

/** `kubectl api-resources`. */
export const apiResources: Command = {
  name: 'api-resources',
  flags: [
    sharedFlags.output,
    { name: 'api-group', type: 'string' },
    { name: 'namespaced', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'verbs', type: 'list' },
  ],
  run: async ({ client, signal, flags, out }) => {
    const group = flags.string('api-group');
    const verbs = flags.list('verbs');
    const shown = (await client.discovery.all({ signal })).filter(
      (resource) =>
        (group === undefined || resource.group === group) &&
        (!flags.has('namespaced') || resource.namespaced === flags.bool('namespaced')) &&
        verbs.every((verb) => resource.verbs.includes(verb)),
    );
    const sorted = shown.toSorted((a, b) => compare(a.group, b.group) || compare(a.resource, b.resource));
    if (flags.string('output') === 'name') {
      out(sorted.map(({ resource, group: own }) => `${own === '' ? resource : `${resource}.${own}`}\n`).join(''));
      return;
    }
    const rows = sorted.map((resource) => [
      resource.resource,
      resource.shortNames.join(','),
      resource.group === '' ? resource.version : `${resource.group}/${resource.version}`,
      String(resource.namespaced),
      resource.kind,
    ]);
    const headers = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'];
    out(alignCells(flags.bool('no-headers') ? rows : [headers, ...rows]));
  },
};

/** `kubectl config current-context` and the namespace of `config view`. */
export const currentContext: Command = {
  name: 'config current-context',
  flags: [],
  run: async ({ out }) => out('podlab\n'),
};

/** `kubectl config view`. */
export const configView: Command = {
  name: 'config view',
  flags: [sharedFlags.output, { name: 'minify', type: 'bool' }],
  run: async ({ out, flags, namespace }) => {
    const output = flags.string('output') ?? 'yaml';
    if (output !== 'yaml' && output !== 'json')
      throw usageError(`this kubectl prints its configuration in yaml or json, not ${output}`);
    const config = {
      apiVersion: 'v1',
      contexts: [{ context: { cluster: 'podlab', namespace, user: 'podlab' }, name: 'podlab' }],
      'current-context': 'podlab',
      kind: 'Config',
    };
    out(output === 'json' ? toJson(config) : toYaml(config));
  },
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
