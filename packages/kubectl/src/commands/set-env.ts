import type { Container, EnvVar } from 'kubernetes-types/core/v1';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { collect } from '../resources/collect.ts';
import { parseTargets } from '../resources/targets.ts';
import { type Pair, splitPairs } from './set-pairs.ts';
import { changeTemplates, isNamed, podSpecOf, setFlags } from './set-template.ts';

/** `kubectl set env`. */
export const setEnv: Command = {
  name: 'set env',
  flags: [
    ...setFlags,
    sharedFlags.overwrite,
    sharedFlags.container,
    { name: 'containers', type: 'string' },
    { name: 'env', short: 'e', type: 'list', repeatOnly: true },
    { name: 'from', type: 'string' },
    { name: 'keys', type: 'list' },
    { name: 'prefix', type: 'string' },
    { name: 'list', type: 'bool' },
  ],
  run: async (invocation) => {
    const { flags } = invocation;
    const [targets, given] = splitPairs([...invocation.args, ...flags.list('env')]);
    if (targets.length === 0 && !flags.has('filename'))
      throw usageError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (given.length === 0 && !flags.bool('list') && !flags.has('from')) return 0;
    const named = { ...invocation, args: targets };
    const taken = flags.has('from') ? await variablesOf(flags.string('from') ?? '', invocation) : [];
    const pattern = flags.string('containers') ?? flags.string('container') ?? '*';
    if (flags.bool('list') && given.length === 0 && taken.length === 0) return listVariables(named, pattern);
    return changeTemplates(named, {
      verb: 'env updated',
      change: (spec) => {
        if (!spec.containers.some((container) => isNamed(container, pattern)))
          throw usageError(`no container in the pod template matches ${JSON.stringify(pattern)}`);
        const withEnv = (container: Container): Container =>
          isNamed(container, pattern) ? { ...container, env: changed(container.env ?? [], given, taken) } : container;
        return { ...spec, containers: spec.containers.map(withEnv) };
      },
    });
  },
};

function changed(before: readonly EnvVar[], given: readonly Pair[], taken: readonly EnvVar[]): EnvVar[] {
  const env = [...before];
  const put = (variable: EnvVar) => {
    const at = env.findIndex(({ name }) => name === variable.name);
    if (at < 0) env.push(variable);
    else env[at] = variable;
  };
  for (const variable of taken) put(variable);
  for (const { key, value } of given) if (value !== undefined) put({ name: key, value });
  return env.filter(({ name }) => !given.some(({ key, value }) => key === name && value === undefined));
}

/** The variables that the keys of a ConfigMap or Secret make. */
async function variablesOf(source: string, invocation: Invocation): Promise<EnvVar[]> {
  const { client, signal, namespace, flags } = invocation;
  const [target] = await parseTargets([source.includes('/') ? source : `configmap/${source}`], invocation);
  const name = target?.names[0] ?? '';
  const kind = target?.resource.kind;
  if (!target || (kind !== 'ConfigMap' && kind !== 'Secret'))
    throw usageError(`unsupported resource specified in --from`);
  const object = await client.get(target.resource, { namespace, name }, { signal });
  const wanted = flags.list('keys');
  const keys = Object.keys((object['data'] as object | undefined) ?? {}).filter(
    (key) => wanted.length === 0 || wanted.includes(key),
  );
  return keys.toSorted().map((key) => ({
    name: (flags.string('prefix') ?? '') + variableName(key, invocation),
    valueFrom: kind === 'ConfigMap' ? { configMapKeyRef: { key, name } } : { secretKeyRef: { key, name } },
  }));
}

/** The name of the variable that a key makes; a changed one is told. */
function variableName(key: string, { err }: Invocation): string {
  const name = key.replaceAll(/[^A-Za-z0-9_]/g, '_').toUpperCase();
  if (name !== key) err(`Warning: key ${key} transferred to ${name}\n`);
  return name;
}

async function listVariables(invocation: Invocation, pattern: string): Promise<number> {
  const { found, faults } = await collect(invocation);
  for (const { resource, object } of found) {
    const spec = podSpecOf(object);
    for (const container of [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]) {
      if (!isNamed(container, pattern)) continue;
      invocation.out(`# ${resource.kind} ${object.metadata.name}, container ${container.name}\n`);
      for (const variable of container.env ?? []) invocation.out(`${variableText(variable)}\n`);
    }
  }
  for (const fault of faults) invocation.complain(fault);
  return faults.length > 0 ? 1 : 0;
}

function variableText({ name, value = '', valueFrom }: EnvVar): string {
  if (!valueFrom) return `${name}=${value}`;
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom;
  if (configMapKeyRef) return `# ${name} from configmap ${configMapKeyRef.name}, key ${configMapKeyRef.key}`;
  if (secretKeyRef) return `# ${name} from secret ${secretKeyRef.name}, key ${secretKeyRef.key}`;
  if (fieldRef) return `# ${name} from field path ${fieldRef.fieldPath}`;
  return `# ${name} from resource field ${resourceFieldRef?.resource ?? ''}`;
}
