import { toYaml } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { printJsonPath } from '../print/jsonpath.ts';
import { alignCells } from '../print/table.ts';

/** `kubectl config current-context`. */
export const currentContext: Command = {
  name: 'config current-context',
  flags: [],
  run: async ({ out, access }) => out(`${access.context}\n`),
};

/** `kubectl config get-contexts`. */
export const getContexts: Command = {
  name: 'config get-contexts',
  flags: [sharedFlags.output, sharedFlags.noHeaders],
  run: async ({ args, flags, access, namespace, out, complain }) => {
    const { context } = access;
    const output = flags.string('output') ?? '';
    if (output !== '' && output !== 'name') throw usageError(`output must be one of '' or 'name': ${output}`);
    const unknown = args.filter((name) => name !== context);
    const isShown = args.length === 0 || args.includes(context);
    if (output === 'name') out(isShown ? `${context}\n` : '');
    else {
      const headers = flags.bool('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']];
      out(alignCells([...headers, ...(isShown ? [['*', context, context, context, namespace]] : [])]));
    }
    if (unknown.length === 0) return 0;
    const faults = unknown.map((name) => `context ${name} not found`);
    complain(`error: ${faults.length === 1 ? faults[0] : `[${faults.join(', ')}]`}`);
    return 1;
  },
};

/** `kubectl config get-clusters`. */
export const getClusters: Command = {
  name: 'config get-clusters',
  flags: [],
  run: async ({ out, access }) => out(`NAME\n${access.context}\n`),
};

/** `kubectl config get-users`. */
export const getUsers: Command = {
  name: 'config get-users',
  flags: [],
  run: async ({ out, access }) => out(`NAME\n${access.context}\n`),
};

/** `kubectl config use-context`. There is one context. */
export const useContext: Command = {
  name: 'config use-context',
  aliases: ['config use'],
  flags: [],
  run: async ({ args, out, access }) => {
    const [name] = args;
    if (name === undefined || args.length > 1) throw usageError(`Unexpected args: [${args.join(' ')}]`);
    if (name !== access.context) throw usageError(`no context exists with the name: ${JSON.stringify(name)}`);
    out(`Switched to context "${name}".\n`);
  },
};

/** `kubectl config set-context --current --namespace=…`. */
export const setContext: Command = {
  name: 'config set-context',
  flags: [
    { name: 'current', type: 'bool' },
    { name: 'cluster', type: 'string' },
    { name: 'user', type: 'string' },
  ],
  run: async ({ args, flags, out, access, setNamespace }) => {
    const name = flags.bool('current') ? access.context : args[0];
    if (name === undefined || (flags.bool('current') ? args.length > 0 : args.length > 1))
      throw usageError(`Unexpected args: [${args.join(' ')}]`);
    if (name !== access.context || flags.has('cluster') || flags.has('user') || !setNamespace)
      throw usageError(
        `this kubectl has the context ${access.context} only, and of it the namespace alone can be set: kubectl config set-context --current --namespace=NAME`,
      );
    setNamespace(flags.string('namespace') ?? '');
    out(`Context "${name}" modified.\n`);
  },
};

/** `kubectl config view`. */
export const configView: Command = {
  name: 'config view',
  flags: [
    sharedFlags.output,
    { name: 'minify', type: 'bool' },
    { name: 'flatten', type: 'bool' },
    { name: 'raw', type: 'bool' },
  ],
  run: async (invocation) => {
    const { out, flags } = invocation;
    const config = configOf(invocation);
    const [output = '', ...template] = (flags.string('output') ?? 'yaml').split('=');
    // The file's own order of fields, which kubectl keeps here and only here.
    if (output === 'json') out(`${JSON.stringify(config, undefined, 4)}\n`);
    else if (output === 'yaml') out(toYaml(config));
    else if (output === 'jsonpath') out(printJsonPath(template.join('='), config));
    else throw usageError(`this kubectl prints its configuration as yaml, json or jsonpath, not as ${output}`);
  },
};

function configOf({ access: { context, server }, namespace }: Invocation): object {
  return {
    kind: 'Config',
    apiVersion: 'v1',
    clusters: [{ name: context, cluster: { server, 'certificate-authority-data': 'DATA+OMITTED' } }],
    users: [{ name: context, user: { token: 'REDACTED' } }],
    contexts: [{ name: context, context: { cluster: context, user: context, namespace } }],
    'current-context': context,
  };
}
