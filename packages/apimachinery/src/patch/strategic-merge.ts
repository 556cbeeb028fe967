import { goValueText } from './go-value-text.ts';
import { deepEqual } from '../object/deep-equal.ts';
import { isMap } from './merge-patch.ts';
import type { MergeRule, MergeSchema } from './merge-schema.ts';
import { inMergedOrder } from './merge-order.ts';

type Map = Record<string, unknown>;

/** A strategic merge patch that contradicts itself or its schema. */
export class StrategicPatchError extends Error {
  override readonly name = 'StrategicPatchError';

  constructor(
    message: string,
    /** `NO_MERGE_KEY`: an item of a list does not say which it is. */
    readonly code: 'NO_MERGE_KEY' | 'STRATEGIC_PATCH_INVALID' = 'STRATEGIC_PATCH_INVALID',
  ) {
    super(message);
  }
}

const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';

/**
 * Applies a strategic merge patch, directives included: `$patch`, `$retainKeys`, `$setElementOrder/list`,
 * `$deleteFromPrimitiveList/list`.
 * @returns a new object; the arguments stay as they are
 * @throws StrategicPatchError
 * @see k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.36)
 */
export function applyStrategicPatch(original: Map, patch: Map, schema: MergeSchema): Map {
  const directive = patch['$patch'];
  if (directive === 'replace') return withoutDirectives(patch);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') {
    throw new StrategicPatchError(`Unknown patch type found: ${JSON.stringify(directive)}`);
  }
  const result: Map = retained(original, patch['$retainKeys']);
  for (const [key, items] of directives(patch, deletePrefix)) {
    const list = result[key];
    if (Array.isArray(list)) result[key] = list.filter((item) => !asList(items, key).includes(item));
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete result[key];
    else result[key] = mergeValue(result[key], value, schema[key] ?? {});
  }
  for (const [key, order] of directives(patch, orderPrefix)) {
    const list = result[key];
    const rule = schema[key] ?? {};
    if (!Array.isArray(list) || (rule.mergeKey === undefined && !rule.isSet)) continue;
    result[key] = inMergedOrder(list, asList(order, key), asListOrEmpty(original[key]), rule.mergeKey);
  }
  return result;
}

function mergeValue(original: unknown, value: unknown, rule: MergeRule): unknown {
  if (isMap(value)) return isMap(original) ? applyStrategicPatch(original, value, rule.fields ?? {}) : clean(value);
  if (Array.isArray(value) && Array.isArray(original)) {
    if (rule.isSet) return mergeSet(original, value);
    if (rule.mergeKey !== undefined) return mergeItems(original, value, rule.mergeKey, rule.fields ?? {});
  }
  return clean(value);
}

function mergeSet(original: readonly unknown[], added: readonly unknown[]): unknown[] {
  const merged = [...original];
  for (const item of added) if (!merged.some((other) => deepEqual(other, item))) merged.push(item);
  return inMergedOrder(merged, added, original, undefined);
}

function mergeItems(original: readonly unknown[], patch: readonly unknown[], mergeKey: string, fields: MergeSchema) {
  const items = patch.map((item) => {
    if (!isMap(item)) throw new StrategicPatchError('a list that merges by key may hold only objects');
    return item;
  });
  const plain = items.filter((item) => item['$patch'] === undefined || item['$patch'] === 'merge');
  if (items.some((item) => item['$patch'] === 'replace')) return plain.map(clean);
  const deleted = items.filter((item) => item['$patch'] === 'delete').map((item) => keyOf(item, mergeKey));
  const kept = original.filter((item) => !(isMap(item) && deleted.includes(item[mergeKey])));
  const merged: unknown[] = [...kept];
  for (const item of plain) {
    const key = keyOf(item, mergeKey);
    const index = merged.findIndex((other) => isMap(other) && deepEqual(other[mergeKey], key));
    const before = merged[index];
    if (isMap(before)) merged[index] = applyStrategicPatch(before, item, fields);
    else merged.push(clean(item));
  }
  return inMergedOrder(merged, plain, original, mergeKey);
}

function keyOf(item: Map, mergeKey: string): unknown {
  if (item[mergeKey] === undefined) {
    const text = goValueText(item);
    throw new StrategicPatchError(`map: ${text} does not contain declared merge key: ${mergeKey}`, 'NO_MERGE_KEY');
  }
  return item[mergeKey];
}

function retained(original: Map, keys: unknown): Map {
  if (!Array.isArray(keys)) return { ...original };
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function directives(patch: Map, prefix: string): [string, unknown][] {
  return Object.entries(patch)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value]);
}

function asList(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new StrategicPatchError(`the directive for ${field} must hold a list`);
  return value;
}

function asListOrEmpty(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What a patch says about a place where there was nothing: its values, without directives and nulls. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => !(isMap(item) && item['$patch'] === 'delete')).map(clean);
  }
  return isMap(value) ? withoutDirectives(value) : value;
}

function withoutDirectives(patch: Map): Map {
  const result: Map = {};
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith('$') && value !== null) result[key] = clean(value);
  }
  return result;
}
