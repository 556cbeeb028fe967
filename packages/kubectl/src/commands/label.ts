import { deepEqual, labelValueFaults, type Stored } from '@podlab/apimachinery';
import { type Command, type Invocation, printFlags, sharedFlags } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { forEachFound } from './change.ts';

const metadataFlags = [
  sharedFlags.filename,
  sharedFlags.selector,
  sharedFlags.fieldSelector,
  sharedFlags.allNamespaces,
  sharedFlags.all,
  sharedFlags.dryRun,
  sharedFlags.overwrite,
  sharedFlags.recursive,
  sharedFlags.fieldManager,
  ...printFlags,
  { name: 'list', type: 'bool' },
  { name: 'resource-version', type: 'string' },
  { name: 'local', type: 'bool' },
] as const;

/** `kubectl label`. */
export const label: Command = {
  name: 'label',
  flags: metadataFlags,
  run: (invocation) => changeMetadata('labels', invocation),
};

/** `kubectl annotate`. */
export const annotate: Command = {
  name: 'annotate',
  flags: metadataFlags,
  run: (invocation) => changeMetadata('annotations', invocation),
};

interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
}

async function changeMetadata(field: 'annotations' | 'labels', invocation: Invocation): Promise<number> {
  const { client, signal, flags, out } = invocation;
  const { targets, changes } = splitArguments(field, invocation);
  const dryRun = dryRunOf(flags);
  return forEachFound({ ...invocation, args: targets }, async ({ resource, object }) => {
    const before = object.metadata[field] ?? {};
    if (flags.bool('list')) {
      out(listText(before));
      return undefined;
    }
    if (!flags.bool('overwrite')) checkOverwrite(field, changes, object);
    for (const key of changes.removed)
      if (field === 'labels' && before[key] === undefined) out(`label ${JSON.stringify(key)} not found.\n`);
    const entries = [
      ...[...changes.set].filter(([key, value]) => before[key] !== value),
      ...[...changes.removed].filter((key) => before[key] !== undefined).map((key) => [key, undefined] as const),
    ];
    const after = Object.fromEntries(
      [...Object.entries(before).filter(([key]) => !changes.removed.has(key)), ...changes.set].map(([key, value]) => [
        key,
        value,
      ]),
    );
    let changed: Stored = { ...object, metadata: { ...object.metadata, [field]: after } };
    if (entries.length > 0 && dryRun !== 'client') {
      const body = { metadata: { [field]: Object.fromEntries(entries.map(([key, value]) => [key, value ?? null])) } };
      const options = {
        fieldManager: flags.string('field-manager') ?? (field === 'labels' ? 'kubectl-label' : 'kubectl-annotate'),
        dryRun: dryRun === 'server',
        signal,
      };
      changed = await client.patch(resource, object.metadata, { type: 'merge', body }, options);
    }
    return { object: changed, verb: verbOf(field, before, after) };
  });
}

function verbOf(
  field: 'annotations' | 'labels',
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string {
  if (field === 'annotations') return 'annotated';
  if (deepEqual(before, after)) return 'not labeled';
  return Object.keys(after).length < Object.keys(before).length ? 'unlabeled' : 'labeled';
}

/** `--list`: a pair on each line. */
function listText(pairs: Readonly<Record<string, string>>): string {
  return Object.keys(pairs)
    .toSorted()
    .map((key) => `${key}=${pairs[key] ?? ''}\n`)
    .join('');
}

function splitArguments(
  field: 'annotations' | 'labels',
  { args, flags }: Invocation,
): { targets: string[]; changes: Changes } {
  const isChange = (arg: string) => arg.includes('=') || (arg.endsWith('-') && arg.length > 1);
  const first = args.findIndex(isChange);
  const targets = args.slice(0, first < 0 ? undefined : first);
  const words = first < 0 ? [] : args.slice(first);
  if (targets.length === 0)
    throw usageError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (words.length === 0 && !flags.bool('list')) throw usageError(`at least one ${singular(field)} update is required`);
  const set = new Map<string, string>();
  const removed = new Set<string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals >= 0) {
      const [key, value] = [word.slice(0, equals), word.slice(equals + 1)];
      const faults = field === 'labels' ? labelValueFaults(value) : [];
      if (faults.length > 0)
        throw usageError(`invalid ${singular(field)} value: ${JSON.stringify(word)}: ${faults.join(';')}`);
      set.set(key, value);
    } else if (word.endsWith('-')) removed.add(word.slice(0, -1));
    else throw usageError(`unknown ${singular(field)} spec: ${word}`);
  }
  const both = [...removed].find((key) => set.has(key));
  if (both !== undefined) throw usageError(`can not both modify and remove ${article(field)} in the same command`);
  return { targets, changes: { set, removed } };
}

function checkOverwrite(field: 'annotations' | 'labels', { set }: Changes, object: Stored): void {
  for (const [key, value] of set) {
    const before = object.metadata[field]?.[key];
    if (before !== undefined && before !== value) {
      throw new KubectlError(
        field === 'labels'
          ? `error: '${key}' already has a value (${before}), and --overwrite is false`
          : `error: --overwrite is false but found the following declared annotation(s): '${key}' already has a value (${before})`,
      );
    }
  }
}

function singular(field: 'annotations' | 'labels'): string {
  return field === 'labels' ? 'label' : 'annotation';
}

function article(field: 'annotations' | 'labels'): string {
  return field === 'labels' ? 'a label' : 'an annotation';
}
