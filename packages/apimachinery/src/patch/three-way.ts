import { deepEqual } from '../object/deep-equal.ts';
import { isMap } from './merge-patch.ts';
import type { MergeRule, MergeSchema } from './merge-schema.ts';

type Map = Record<string, unknown>;

/** The three states that an apply compares. */
export interface ThreeWay {
  /** What was applied last; undefined when never. */
  readonly original: Map | undefined;
  /** What is applied now. */
  readonly modified: Map;
  /** What the cluster has. */
  readonly current: Map;
}

/**
 * The patch by which `kubectl apply` turns `current` into `modified`: adds and changes what differs, and removes only
 * what was applied before and is not any more. With a schema it is a strategic merge patch; with `{}` a merge patch.
 * @returns an empty object when there is nothing to do
 * @see k8s.io/apimachinery/pkg/util/strategicpatch/patch.go `CreateThreeWayMergePatch` (v1.36)
 */
export function createThreeWayPatch({ original, modified, current }: ThreeWay, schema: MergeSchema): Map {
  const patch: Map = {};
  for (const [key, wanted] of Object.entries(modified)) {
    Object.assign(patch, diffField(key, { wanted, before: original?.[key], now: current[key] }, schema[key] ?? {}));
  }
  for (const key of Object.keys(original ?? {})) {
    if (modified[key] === undefined && current[key] !== undefined) patch[key] = null;
  }
  return patch;
}

interface FieldStates {
  readonly wanted: unknown;
  readonly before: unknown;
  readonly now: unknown;
}

function diffField(key: string, states: FieldStates, rule: MergeRule): Map {
  const { wanted, before, now } = states;
  if (isMap(wanted) && isMap(now)) {
    const patch = createThreeWayPatch(
      { original: isMap(before) ? before : undefined, modified: wanted, current: now },
      rule.fields ?? {},
    );
    if (Object.keys(patch).length === 0) return {};
    return { [key]: rule.retainKeys ? { ...patch, $retainKeys: Object.keys(wanted).sort() } : patch };
  }
  if (Array.isArray(wanted) && Array.isArray(now)) {
    if (rule.isSet) return diffSet(key, wanted, asList(before), now);
    if (rule.mergeKey !== undefined)
      return diffItems(key, { wanted, before, now }, { ...rule, mergeKey: rule.mergeKey });
  }
  return wanted === undefined || deepEqual(wanted, now) ? {} : { [key]: wanted };
}

function diffSet(key: string, wanted: readonly unknown[], before: readonly unknown[], now: readonly unknown[]): Map {
  const added = wanted.filter((item) => !now.includes(item));
  const removed = before.filter((item) => !wanted.includes(item) && now.includes(item));
  if (added.length === 0 && removed.length === 0) return {};
  return {
    [`$setElementOrder/${key}`]: wanted,
    ...(removed.length > 0 ? { [`$deleteFromPrimitiveList/${key}`]: removed } : {}),
    ...(added.length > 0 ? { [key]: added } : {}),
  };
}

function diffItems(key: string, states: FieldStates, rule: MergeRule & { readonly mergeKey: string }): Map {
  const { mergeKey } = rule;
  const [wanted, before, now] = [asMaps(states.wanted), asMaps(states.before), asMaps(states.now)];
  const find = (items: readonly Map[], id: unknown) => items.find((item) => deepEqual(item[mergeKey], id));
  const patches: Map[] = [];
  for (const item of wanted) {
    const id = item[mergeKey];
    const current = find(now, id);
    if (!current) {
      patches.push(item);
      continue;
    }
    const patch = createThreeWayPatch({ original: find(before, id), modified: item, current }, rule.fields ?? {});
    if (Object.keys(patch).length === 0) continue;
    patches.push({ ...patch, [mergeKey]: id, ...(rule.retainKeys ? { $retainKeys: Object.keys(item).sort() } : {}) });
  }
  for (const item of before) {
    const id = item[mergeKey];
    if (!find(wanted, id) && find(now, id)) patches.push({ $patch: 'delete', [mergeKey]: id });
  }
  const ids = wanted.map((item) => item[mergeKey]);
  const orderNow = now.map((item) => item[mergeKey]).filter((id) => ids.some((other) => deepEqual(other, id)));
  if (patches.length === 0 && deepEqual(orderNow, ids)) return {};
  return {
    [`$setElementOrder/${key}`]: ids.map((id) => ({ [mergeKey]: id })),
    ...(patches.length > 0 ? { [key]: patches } : {}),
  };
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asMaps(value: unknown): readonly Map[] {
  return asList(value).filter(isMap);
}
