import { isMap } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import { type Command, sharedFlags } from '../cli/command.ts';
import { usageError, usageFault } from '../cli/kubectl-error.ts';
import { alignCells } from '../print/table.ts';

/** `kubectl api-resources`. */
export const apiResources: Command = {
  name: 'api-resources',
  flags: [
    sharedFlags.output,
    sharedFlags.noHeaders,
    sharedFlags.sortBy,
    { name: 'api-group', type: 'string' },
    { name: 'namespaced', type: 'bool' },
    { name: 'verbs', type: 'list' },
    { name: 'categories', type: 'list' },
    { name: 'cached', type: 'bool' },
  ],
  run: async ({ client, signal, flags, args, out }) => {
    if (args.length > 0) throw usageFault('kubectl api-resources', `unexpected arguments: [${args.join(' ')}]`);
    const output = flags.string('output') ?? '';
    if (output !== '' && output !== 'name' && output !== 'wide')
      throw usageError(
        `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,kyaml,name,wide,yaml`,
      );
    const sortBy = flags.string('sort-by') ?? '';
    if (sortBy !== '' && sortBy !== 'name' && sortBy !== 'kind')
      throw usageError('--sort-by accepts only name or kind');
    const group = flags.string('api-group');
    const shown = (await client.discovery.all({ signal })).filter(
      (resource) =>
        (group === undefined || resource.group === group) &&
        (!flags.has('namespaced') || resource.namespaced === flags.bool('namespaced')) &&
        flags.list('verbs').every((verb) => resource.verbs.includes(verb)) &&
        flags.list('categories').every((category) => resource.categories.includes(category)),
    );
    const sorted = shown.toSorted((a, b) => compareResources(a, b, sortBy));
    if (output === 'name') {
      out(sorted.map(({ resource, group: own }) => `${own === '' ? resource : `${resource}.${own}`}\n`).join(''));
      return;
    }
    const wide = output === 'wide';
    const headers = [
      'NAME',
      'SHORTNAMES',
      'APIVERSION',
      'NAMESPACED',
      'KIND',
      ...(wide ? ['VERBS', 'CATEGORIES'] : []),
    ];
    const rows = sorted.map((resource) => rowOf(resource, wide));
    out(alignCells(flags.bool('no-headers') ? rows : [headers, ...rows]));
  },
};

/** `kubectl api-versions`. */
export const apiVersions: Command = {
  name: 'api-versions',
  flags: [],
  run: async ({ client, signal, args, out }) => {
    if (args.length > 0) throw usageFault('kubectl api-versions', `unexpected arguments: [${args.join(' ')}]`);
    const answer = await client.raw({ path: '/apis', signal });
    const groups = isMap(answer) && Array.isArray(answer['groups']) ? answer['groups'] : [];
    const versions = groups.flatMap((group: unknown) => versionsOf(group));
    out(
      [...versions, 'v1']
        .toSorted()
        .map((version) => `${version}\n`)
        .join(''),
    );
  },
};

function versionsOf(group: unknown): string[] {
  const versions = isMap(group) ? group['versions'] : undefined;
  return Array.isArray(versions)
    ? versions.map((version: unknown) => (isMap(version) ? String(version['groupVersion']) : ''))
    : [];
}

function rowOf(resource: DiscoveredResource, wide: boolean): string[] {
  return [
    resource.resource,
    resource.shortNames.join(','),
    resource.group === '' ? resource.version : `${resource.group}/${resource.version}`,
    String(resource.namespaced),
    resource.kind,
    ...(wide ? [resource.verbs.toSorted().join(','), resource.categories.join(',')] : []),
  ];
}

function compareResources(a: DiscoveredResource, b: DiscoveredResource, sortBy: string): number {
  if (sortBy === 'name') return compareText(a.resource, b.resource);
  if (sortBy === 'kind') return compareText(a.kind, b.kind);
  return compareText(a.group, b.group) || compareText(a.resource, b.resource);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
