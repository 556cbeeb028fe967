import { isMap } from '@podlab/apimachinery';
import { childOf, isLeaf, isMember, type FieldSet } from './field-set.ts';
import { childrenOf, typedRoot, type Typed } from './typed-children.ts';

/** An object with an applied configuration laid over it. Does not change its arguments. */
export function mergeApplied(typeName: string, live: unknown, applied: unknown): unknown {
  return merge(typedRoot(typeName, live), typedRoot(typeName, applied));
}

/** An object without the fields of a set. Containers that this empties go too. */
export function withoutFields(typeName: string, object: unknown, set: FieldSet): unknown {
  return strip(typedRoot(typeName, object), set);
}

function merge(live: Typed, applied: Typed): unknown {
  const parts = childrenOf(applied);
  const present = childrenOf(live);
  if (!parts || !present) return applied.value;
  const mergeStep = (step: string, part: Typed) => {
    const counterpart = present.get(step);
    return counterpart ? merge(counterpart, part) : part.value;
  };
  if (applied.type.form !== 'list') {
    const fields = [...parts].map(([step, part]) => [step.slice(2), mergeStep(step, part)]);
    return { ...(isMap(live.value) ? live.value : {}), ...Object.fromEntries(fields) };
  }
  const kept = [...present].map(([step, item]) =>
    parts.has(step) ? mergeStep(step, parts.get(step) as Typed) : item.value,
  );
  const added = [...parts].filter(([step]) => !present.has(step)).map(([, part]) => part.value);
  return [...kept, ...added];
}

function strip(typed: Typed, set: FieldSet): unknown {
  const children = childrenOf(typed);
  if (!children || isLeaf(set)) return typed.value;
  const left = [...children].flatMap(([step, child]): [string, unknown][] => {
    const part = childOf(set, step);
    if (!part) return [[step, child.value]];
    if (isMember(part) && (isLeaf(part) || step.startsWith('k:'))) return [];
    const stripped = strip(child, part);
    return isEmptyContainer(stripped) ? [] : [[step, stripped]];
  });
  if (typed.type.form === 'list') return left.map(([, value]) => value);
  const fields = Object.fromEntries(left.map(([step, value]) => [step.slice(2), value]));
  // What the schema does not know stays.
  const unknown = Object.entries(isMap(typed.value) ? typed.value : {}).filter(([name]) => !children.has(`f:${name}`));
  return { ...Object.fromEntries(unknown), ...fields };
}

function isEmptyContainer(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}
