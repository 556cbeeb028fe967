import { deepEqual } from '@podlab/apimachinery';
import { cloneJson } from '../objects/share-structure.ts';

/**
 * What of a value decides which fields it has: the names in it, not what stands there; of lists all of it, as their
 * items may be told apart by what they hold.
 */
export interface Outline {
  readonly form: 'nothing' | 'null' | 'plain' | 'list' | 'map';
  /** Of a map, in its order. */
  readonly names: readonly string[];
  /** Below each name. */
  readonly parts: readonly Outline[];
  /** A copy of a list. */
  readonly items: readonly unknown[];
}

/** The outline of a JSON value, which may change afterwards. */
export function outlineOf(value: unknown): Outline {
  if (value === undefined) return nothing;
  if (value === null) return nil;
  if (typeof value !== 'object') return plain;
  if (Array.isArray(value)) return newOutline('list', none, [], cloneJson(value));
  const names = Object.keys(value);
  const parts = names.map((name) => outlineOf((value as Record<string, unknown>)[name]));
  return newOutline('map', names, parts, none);
}

/** Whether a value has this outline: then it has the same fields as any other that has it. */
export function hasOutline(value: unknown, { form, names, parts, items }: Outline): boolean {
  if (value === undefined) return form === 'nothing';
  if (value === null) return form === 'null';
  if (typeof value !== 'object') return form === 'plain';
  if (Array.isArray(value)) return form === 'list' && deepEqual(value, items);
  if (form !== 'map') return false;
  const found = Object.keys(value);
  if (found.length !== names.length) return false;
  for (let at = 0; at < found.length; at += 1) {
    const name = found[at] as string;
    if (name !== names[at] || !hasOutline((value as Record<string, unknown>)[name], parts[at] as Outline)) return false;
  }
  return true;
}

function newOutline(
  form: Outline['form'],
  names: readonly string[],
  parts: readonly Outline[],
  items: readonly unknown[],
): Outline {
  return { form, names, parts, items };
}

const none: readonly string[] = [];
const nothing = newOutline('nothing', none, [], none);
const nil = newOutline('null', none, [], none);
const plain = newOutline('plain', none, [], none);
