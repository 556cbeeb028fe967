import { findCondition, type AnyCondition, type Stored } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { findByPath, valueText } from '../print/jsonpath.ts';
import { collect, type Found } from '../resources/collect.ts';
import { objectText } from '../resources/targets.ts';
import { waitUntilGone } from './wait-until-gone.ts';
import { withDeadline } from './with-deadline.ts';

/** `kubectl wait`. */
export const wait: Command = {
  name: 'wait',
  flags: [
    sharedFlags.filename,
    sharedFlags.selector,
    sharedFlags.fieldSelector,
    sharedFlags.allNamespaces,
    sharedFlags.all,
    sharedFlags.timeout,
    { name: 'for', type: 'string' },
  ],
  run: async (invocation) => {
    const { flags, err, complain } = invocation;
    const condition = flags.string('for');
    if (condition === undefined) throw usageError('you must specify a condition with --for');
    const holds = condition === 'delete' ? undefined : parseCondition(condition);
    const timeoutMs = timeoutOf(flags.durationMs('timeout'));
    const { found, faults } = await collect(invocation);
    if (found.length === 0 && condition === 'delete') return 0;
    for (const fault of faults) complain(fault);
    if (found.length === 0) {
      if (faults.length === 0) err('error: no matching resources found\n');
      return 1;
    }
    let code = faults.length > 0 ? 1 : 0;
    for (const one of found) {
      try {
        await withDeadline(
          timeoutMs,
          invocation,
          (signal) => waitForOne(one, holds, { ...invocation, signal }),
          () => timedOut(one),
        );
        invocation.out(`${objectText(one.resource, one.object.metadata.name)} condition met\n`);
      } catch (error) {
        if (!(error instanceof KubectlError)) throw error;
        complain(error.message);
        code = 1;
      }
    }
    return code;
  },
};

type Holds = (object: Stored) => boolean;

/** Default 30 s; negative: no limit. */
function timeoutOf(given: number | undefined): number | undefined {
  if (given === undefined) return 30_000;
  return given < 0 ? undefined : given;
}

function parseCondition(text: string): Holds {
  const condition = /^condition=([^=]+)(?:=(.*))?$/.exec(text);
  if (condition) {
    const [, type = '', status = 'true'] = condition;
    return (object) => {
      const { generation } = object.metadata;
      const state = object['status'] as { conditions?: AnyCondition[]; observedGeneration?: number } | undefined;
      if (generation !== undefined && state?.observedGeneration !== undefined && state.observedGeneration < generation)
        return false;
      const all = state?.conditions?.map((item) => ({ ...item, type: item.type.toLowerCase() }));
      return findCondition(all, type.toLowerCase())?.status.toLowerCase() === status.toLowerCase();
    };
  }
  const path = /^jsonpath=(['"]?)(\{.*\}|[^=]+)\1(?:=(.*))?$/s.exec(text);
  if (path) {
    const [, , expression = '', raw] = path;
    const wanted = raw?.replace(/^(['"])(.*)\1$/, '$2');
    return (object) => {
      const values = findByPath(expression, object);
      return wanted === undefined ? values.length > 0 : values.some((value) => valueText(value) === wanted);
    };
  }
  if (text === 'create') return () => true;
  throw usageError(`unrecognized condition: ${JSON.stringify(text)}`);
}

async function waitForOne(
  { resource, object }: Found,
  holds: Holds | undefined,
  invocation: Invocation,
): Promise<void> {
  const { client, signal } = invocation;
  const { namespace, name, uid } = object.metadata;
  if (!holds) return waitUntilGone({ resource, object, uid }, { timeoutMs: undefined }, invocation);
  for (;;) {
    const selector = { fieldSelector: `metadata.name=${name}`, signal };
    const list = await client.list(resource, { namespace }, selector);
    if (list.items.some(holds)) return;
    const watch = await client.watch(resource, { namespace }, { ...selector, resourceVersion: list.resourceVersion });
    for await (const event of watch) {
      // What is deleted may come again under its name: kubectl goes on waiting.
      if (event.type !== 'BOOKMARK' && event.type !== 'DELETED' && holds(event.object)) return;
    }
  }
}

function timedOut({ resource, object }: Found): KubectlError {
  return new KubectlError(`error: timed out waiting for the condition on ${resource.resource}/${object.metadata.name}`);
}
