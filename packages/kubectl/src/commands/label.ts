import type { Stored } from '@podlab/apimachinery';
import { labelKeyFaults, labelValueFaults } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { typeText } from '../resources/targets.ts';
import { forEachFound } from './change.ts';

const metadataFlags = [
  sharedFlags.filename,
  sharedFlags.selector,
  sharedFlags.fieldSelector,
  sharedFlags.allNamespaces,
  sharedFlags.all,
  sharedFlags.dryRun,
  sharedFlags.overwrite,
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
  const { client, signal, flags, err } = invocation;
  const { targets, changes } = splitArguments(field, invocation.args);
  const dryRun = dryRunOf(flags);
  return forEachFound({ ...invocation, args: targets }, async ({ resource, object }) => {
    checkOverwrite(field, changes, { object, type: typeText(resource), overwrite: flags.bool('overwrite') });
    const before = object.metadata[field] ?? {};
    for (const key of changes.removed)
      if (before[key] === undefined) err(`${singular(field)} ${JSON.stringify(key)} not found.\n`);
    const entries = [
      ...[...changes.set].filter(([key, value]) => before[key] !== value),
      ...[...changes.removed].filter((key) => before[key] !== undefined).map((key) => [key, null] as const),
    ];
    if (entries.length > 0 && dryRun !== 'client') {
      const body = { metadata: { [field]: Object.fromEntries(entries) } };
      const options = {
        fieldManager: field === 'labels' ? 'kubectl-label' : 'kubectl-annotate',
        dryRun: dryRun === 'server',
        signal,
      };
      await client.patch(resource, object.metadata, { type: 'merge', body }, options);
    }
    return resultText(field, { entries, removed: entries.some(([, value]) => value === null) }) + dryRunText(dryRun);
  });
}

/** labelled, unlabelled, "not labelled": in kubectl's spelling. */
function resultText(
  field: 'annotations' | 'labels',
  { entries, removed }: { entries: readonly unknown[]; removed: boolean },
): string {
  if (field === 'annotations') return 'annotated';
  if (entries.length === 0) return 'not labeled';
  return removed && entries.length === 1 ? 'unlabeled' : 'labeled';
}

function splitArguments(
  field: 'annotations' | 'labels',
  args: readonly string[],
): { targets: string[]; changes: Changes } {
  const isChange = (arg: string) => arg.includes('=') || (arg.endsWith('-') && arg.length > 1);
  const first = args.findIndex(isChange);
  const targets = args.slice(0, first < 0 ? undefined : first);
  const words = first < 0 ? [] : args.slice(first);
  if (targets.length === 0)
    throw usageError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (words.length === 0) throw usageError(`at least one ${singular(field)} update is required`);
  const set = new Map<string, string>();
  const removed = new Set<string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals >= 0) {
      const [key, value] = [word.slice(0, equals), word.slice(equals + 1)];
      const faults = [...labelKeyFaults(key), ...(field === 'labels' ? labelValueFaults(value) : [])];
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

function checkOverwrite(
  field: 'annotations' | 'labels',
  { set }: Changes,
  { object, overwrite }: { readonly object: Stored; readonly type: string; readonly overwrite: boolean },
): void {
  if (overwrite) return;
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
