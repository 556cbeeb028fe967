import { findCondition, type AnyCondition, type Stored } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { complainAll } from '../cli/complain-all.ts';
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
    sharedFlags.recursive,
    sharedFlags.selector,
    sharedFlags.fieldSelector,
    sharedFlags.allNamespaces,
    sharedFlags.all,
    sharedFlags.timeout,
    sharedFlags.output,
    { name: 'for', type: 'list', repeatOnly: true },
  ],
  run: async (invocation) => {
    const { flags, clock } = invocation;
    const conditions = flags.list('for');
    if (conditions.length === 0) throw usageError('unrecognized condition: []');
    const wanted = conditions.map(parseCondition);
    const timeoutMs = timeoutOf(flags.durationMs('timeout'));
    const deadlineMs = timeoutMs === undefined ? undefined : clock.nowMs() + timeoutMs;
    const isForDelete = conditions.includes('delete');
    if (conditions.includes('create')) await waitUntilThere(timeoutMs, invocation);
    const { found, faults } = await collect(invocation);
    const told = isForDelete ? [] : [...faults];
    if (found.length === 0 && told.length === 0) {
      if (isForDelete) return 0;
      throw usageError('no matching resources found');
    }
    for (const one of found) {
      try {
        for (const holds of wanted) await waitInTime(one, holds, { deadlineMs, timeoutMs }, invocation);
        invocation.out(`${objectText(one.resource, one.object.metadata.name)} condition met\n`);
      } catch (error) {
        if (!(error instanceof KubectlError)) throw error;
        told.push(error.message);
      }
    }
    return complainAll(told, invocation);
  },
};

interface Limits {
  /** When the waiting for all objects together ends; undefined: never. */
  readonly deadlineMs: number | undefined;
  /** 0: one look. */
  readonly timeoutMs: number | undefined;
}

async function waitInTime(one: Found, holds: Holds | undefined, limits: Limits, invocation: Invocation): Promise<void> {
  const { clock } = invocation;
  const { deadlineMs, timeoutMs } = limits;
  if (timeoutMs === 0) {
    if (holds?.(one.object)) return;
    throw usageError(`condition not met for ${one.resource.resource}/${one.object.metadata.name}`);
  }
  const leftMs = deadlineMs === undefined ? undefined : deadlineMs - clock.nowMs();
  if (leftMs !== undefined && leftMs <= 0) throw timedOut(one);
  const act = (signal: AbortSignal) => waitForOne(one, holds, { ...invocation, signal });
  await withDeadline(leftMs, invocation, act, () => timedOut(one));
}

/** `--for=create`: until what the arguments name is there. */
async function waitUntilThere(timeoutMs: number | undefined, invocation: Invocation): Promise<void> {
  const { clock } = invocation;
  await withDeadline(timeoutMs, invocation, async (signal) => {
    while ((await collect({ ...invocation, signal })).found.length === 0) await clock.sleep(pollCreatedMs, { signal });
  });
}

/** How often kubectl looks whether an object is there by now. */
const pollCreatedMs = 500;

type Holds = (object: Stored) => boolean;

/** Default 30 s; negative: no limit. */
function timeoutOf(given: number | undefined): number | undefined {
  if (given === undefined) return 30_000;
  return given < 0 ? undefined : given;
}

/** Undefined: until it is gone. */
function parseCondition(text: string): Holds | undefined {
  if (text === 'delete') return undefined;
  if (text === 'jsonpath=') throw usageError('jsonpath expression cannot be empty');
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
