import {
  createThreeWayPatch,
  labelKeyFaults,
  labelValueFaults,
  mergeSchemaOf,
  type Stored,
} from '@podlab/apimachinery';
import type { Node, Taint } from 'kubernetes-types/core/v1';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { KubectlError, usageError, usageFault } from '../cli/kubectl-error.ts';
import { findType } from '../resources/targets.ts';
import { collect } from '../resources/collect.ts';
import { printResult } from './print-result.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** `kubectl taint`. */
export const taint: Command = {
  name: 'taint',
  flags: [
    sharedFlags.selector,
    sharedFlags.all,
    sharedFlags.output,
    sharedFlags.dryRun,
    sharedFlags.overwrite,
    sharedFlags.validate,
  ],
  run: async (invocation) => {
    const { client, signal, flags } = invocation;
    const [resources, words] = splitWords(invocation.args);
    const changes = parseTaints(words);
    await checkTarget(resources, invocation);
    checkChanges(changes);
    if (!flags.bool('all') && !flags.has('selector') && resources.length < 2)
      throw usageError("at least one resource name must be specified since 'all' parameter is not set");
    const dryRun = dryRunOf(flags);
    const { found, faults } = await collect({ ...invocation, args: resources });
    for (const one of found) {
      const node = one.object as Stored<Node>;
      const { taints, verb } = withChanges(node, changes, flags.bool('overwrite'));
      const after: Stored = { ...one.object, spec: { ...node.spec, taints } };
      if (dryRun === 'client') {
        printResult({ ...one, object: after }, verb, invocation, { tellsDryRun: false });
        continue;
      }
      const body = createThreeWayPatch(
        { original: one.object, modified: after, current: one.object },
        mergeSchemaOf('Node'),
      );
      const options = { fieldManager: 'kubectl-taint', dryRun: dryRun === 'server', signal };
      const object = await client.patch(one.resource, one.object.metadata, { type: 'strategic', body }, options);
      printResult({ ...one, object }, verb, invocation, { tellsDryRun: false });
    }
    if (faults.length > 0) throw new KubectlError(faults.join('\n'));
  },
};

interface Changes {
  readonly added: readonly Taint[];
  /** Without an effect: all of that key. */
  readonly removed: readonly { readonly key: string; readonly effect: string | undefined }[];
}

function splitWords(args: readonly string[]): [resources: string[], words: string[]] {
  const isTaint = (arg: string) => arg.includes('=') || arg.includes(':') || arg.endsWith('-');
  const first = args.findIndex(isTaint);
  const resources = args.slice(0, first < 0 ? undefined : first);
  const words = first < 0 ? [] : args.slice(first);
  const late = words.find((word) => !isTaint(word));
  if (late !== undefined) throw usageError(`all resources must be specified before taint changes: ${late}`);
  if (resources.length === 0) throw usageError('one or more resources must be specified as <resource> <name>');
  if (words.length === 0) throw usageError('at least one taint update is required');
  return [resources, words];
}

function parseTaints(words: readonly string[]): Changes {
  const added: Taint[] = [];
  const removed: { key: string; effect: string | undefined }[] = [];
  for (const word of words) {
    if (word.endsWith('-')) {
      const { key, effect } = parseTaint(word.slice(0, -1));
      removed.push({ key, effect });
      continue;
    }
    const { key, value, effect } = parseTaint(word);
    if (effect === undefined) throw usageFault('kubectl taint', `invalid taint spec: ${word}`);
    if (added.some((other) => other.key === key && other.effect === effect))
      throw usageFault(
        'kubectl taint',
        `duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`,
      );
    added.push({ key, ...(value === '' ? {} : { value }), effect });
  }
  return { added, removed };
}

function parseTaint(text: string): { key: string; value: string; effect: string | undefined } {
  const bad = (faults: readonly string[] = []) =>
    usageFault(
      'kubectl taint',
      [`invalid taint spec: ${text}`, ...(faults.length > 0 ? [faults.join('; ')] : [])].join(', '),
    );
  const parts = text.split(':');
  if (parts.length > 2) throw bad();
  const [pair = '', effect] = parts;
  if (effect !== undefined && !effects.includes(effect))
    throw usageFault('kubectl taint', `invalid taint effect: ${effect}, unsupported taint effect`);
  const [key = '', value = '', ...more] = effect === undefined ? [pair] : pair.split('=');
  if (more.length > 0) throw bad();
  const faults = labelValueFaults(value);
  if (faults.length > 0) throw bad(faults);
  const keyFaults = labelKeyFaults(key);
  if (keyFaults.length > 0) throw bad(keyFaults);
  return { key, value, effect };
}

async function checkTarget([type = '']: readonly string[], invocation: Invocation): Promise<void> {
  const resource = await findType(type, invocation);
  if (resource.kind !== 'Node')
    throw usageError(`invalid resource type ${type.toLowerCase()}, only node types are supported`);
}

function checkChanges({ added, removed }: Changes): void {
  const both = added.flatMap(({ key, effect }) =>
    removed.filter((other) => other.key === key && (other.effect === undefined || other.effect === effect)),
  );
  if (both.length === 0) return;
  throw usageError(
    `can not both modify and remove the following taint(s) in the same command: ${both.map(({ key, effect = '' }) => `${key}=${effect}`).join(', ')}`,
  );
}

/** The taints that a node has after the changes. New ones come first, as with kubectl. */
function withChanges(
  node: Stored<Node>,
  { added, removed }: Changes,
  overwrite: boolean,
): { taints: Taint[]; verb: string } {
  const before = node.spec?.taints ?? [];
  const isOne = (taint: Taint, list: readonly Taint[]) =>
    list.some(({ key, effect }) => key === taint.key && effect === taint.effect);
  const existing = added.filter((taint) => isOne(taint, before)).map(({ key }) => key);
  if (!overwrite && existing.length > 0) {
    throw usageError(
      `node ${node.metadata.name} already has ${existing.join(',')} taint(s) with same effect(s) and --overwrite is false`,
    );
  }
  let taints = [...added, ...before.filter((taint) => !isOne(taint, added))];
  const hasAdded = taints.length !== before.length;
  let hasRemoved = false;
  for (const { key, effect } of removed) {
    const kept = taints.filter((taint) => taint.key !== key || (effect !== undefined && taint.effect !== effect));
    hasRemoved = kept.length !== taints.length;
    if (!hasRemoved)
      throw usageError(`taint ${JSON.stringify(effect === undefined ? key : `${key}:${effect}`)} not found`);
    taints = kept;
  }
  const verb = (hasAdded && hasRemoved) || overwrite ? 'modified' : hasAdded ? 'tainted' : 'untainted';
  return { taints, verb };
}
