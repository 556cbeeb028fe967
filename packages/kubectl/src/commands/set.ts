import type { Container, EnvVar } from 'kubernetes-types/core/v1';
import type { Stored } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { forEachFound } from './change.ts';

const setFlags = [sharedFlags.filename, sharedFlags.selector, sharedFlags.all, sharedFlags.dryRun] as const;
const fieldManager = 'kubectl-set';

/** `kubectl set image`. */
export const setImage: Command = {
  name: 'set image',
  flags: setFlags,
  run: async (invocation) => {
    const [targets, pairs] = splitPairs(invocation.args);
    if (pairs.length === 0) throw usageError('at least one image update is required');
    return changeContainers({ ...invocation, args: targets }, 'image updated', (containers) => {
      for (const { key } of pairs) {
        if (key !== '*' && !containers.some(({ name }) => name === key))
          throw usageError(`unable to find container named ${JSON.stringify(key)}`);
      }
      return containers.flatMap(({ name }) => {
        const image = pairs.findLast(({ key }) => key === name || key === '*')?.value;
        return image === undefined ? [] : [{ name, image }];
      });
    });
  },
};

/** `kubectl set env`. */
export const setEnv: Command = {
  name: 'set env',
  flags: [...setFlags, sharedFlags.container, sharedFlags.overwrite],
  run: async (invocation) => {
    const [targets, pairs] = splitPairs(invocation.args);
    if (pairs.length === 0) throw usageError('at least one environment variable must be provided');
    const only = invocation.flags.string('container');
    return changeContainers({ ...invocation, args: targets }, 'env updated', (containers) =>
      containers
        .filter(({ name }) => only === undefined || only === '*' || name === only)
        .map(({ name, env = [] }) => ({
          name,
          env: pairs.map((pair) => variableOf(pair, env)),
          ...orderOf(env, pairs),
        })),
    );
  },
};

interface Pair {
  readonly key: string;
  /** Undefined: take it away. */
  readonly value: string | undefined;
}

function splitPairs(args: readonly string[]): [targets: string[], pairs: Pair[]] {
  const isPair = (arg: string) => arg.includes('=') || (arg.endsWith('-') && arg.length > 1);
  const pairs = args.filter(isPair).map((arg) => {
    const equals = arg.indexOf('=');
    return equals < 0
      ? { key: arg.slice(0, -1), value: undefined }
      : { key: arg.slice(0, equals), value: arg.slice(equals + 1) };
  });
  return [args.filter((arg) => !isPair(arg)), pairs];
}

function variableOf({ key, value }: Pair, env: readonly EnvVar[]): object {
  if (value === undefined) return { $patch: 'delete', name: key };
  const hadSource = env.some(({ name, valueFrom }) => name === key && valueFrom !== undefined);
  return { name: key, value, ...(hadSource ? { valueFrom: null } : {}) };
}

/** New variables go to the end. */
function orderOf(env: readonly EnvVar[], pairs: readonly Pair[]): object {
  const added = pairs.filter(({ key, value }) => value !== undefined && !env.some(({ name }) => name === key));
  const kept = env.filter(({ name }) => !pairs.some(({ key, value }) => key === name && value === undefined));
  return {
    '$setElementOrder/env': [...kept.map(({ name }) => ({ name })), ...added.map(({ key }) => ({ name: key }))],
  };
}

async function changeContainers(
  invocation: Invocation,
  done: string,
  change: (containers: readonly Container[]) => readonly object[],
): Promise<number> {
  const { client, signal, flags } = invocation;
  const dryRun = dryRunOf(flags);
  return forEachFound(invocation, async ({ resource, object }) => {
    const { containers, place } = containersOf(object);
    const changed = change(containers);
    const order = containers.map(({ name }) => ({ name }));
    if (changed.length > 0 && dryRun !== 'client') {
      const body = place({ '$setElementOrder/containers': order, containers: changed });
      await client.patch(
        resource,
        object.metadata,
        { type: 'strategic', body },
        { fieldManager, dryRun: dryRun === 'server', signal },
      );
    }
    return done + dryRunText(dryRun);
  });
}

function containersOf(object: Stored): { containers: readonly Container[]; place: (spec: object) => object } {
  type WithContainers = { containers?: Container[]; template?: { spec?: { containers?: Container[] } } };
  const spec = object['spec'] as WithContainers | undefined;
  if (spec?.template?.spec?.containers) {
    return {
      containers: spec.template.spec.containers,
      place: (changed) => ({ spec: { template: { spec: changed } } }),
    };
  }
  if (spec?.containers) return { containers: spec.containers, place: (changed) => ({ spec: changed }) };
  throw usageError(`the object is not a pod or does not have a pod template: ${object.kind}`);
}
