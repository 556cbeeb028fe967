import { canonicalQuantity, goJsonKind } from '@podlab/apimachinery';

/** A value of a manifest that is of another kind than its field. */
export interface Misfit {
  /** Such as `spec.containers[0].env[1].value`. */
  readonly field: string;
  readonly message: string;
}

const said: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  bool: 'true or false',
  array: 'a list',
  object: 'an object with fields',
};

/**
 * The API server names the field of a value that does not fit by its Go types, without the indexes of lists, and of a
 * quantity it names no field at all. This finds the value itself.
 * @param refusal what the API server said
 * @returns undefined for another refusal
 */
export function findMisfit(refusal: string, object: unknown): Misfit | undefined {
  const [, found = '', path = '', goType = ''] =
    /cannot unmarshal (.+) into Go struct field \w+\.([\w.]+) of type (\S+)/.exec(refusal) ?? [];
  if (path !== '') {
    const [kind = '', amount] = found.split(' ');
    const wanted = wantedBy(goType);
    const fits = (value: unknown) =>
      value !== null &&
      goJsonKind(value) === kind &&
      (amount === undefined ? kind !== wanted : JSON.stringify(value) === amount);
    const hint = wanted === 'string' && (kind === 'number' || kind === 'bool') ? ' Put it in quotes.' : '';
    return {
      field: pathOf(object, path.split('.'), fits) ?? path,
      message: `Here must be ${wantedWord(goType)}, not ${amount ?? said[kind] ?? found}.${hint}`,
    };
  }
  if (!/quantit/.test(refusal)) return undefined;
  const field = quantityPath(object, '');
  return field === undefined
    ? undefined
    : { field, message: 'This is no quantity. Write a number with a unit such as m, Ki, Mi or Gi behind it.' };
}

function wantedBy(goType: string): string {
  if (goType.startsWith('[]')) return 'array';
  if (/^u?int|^float/.test(goType)) return 'number';
  return goType === 'string' || goType === 'bool' ? goType : 'object';
}

function wantedWord(goType: string): string {
  return /^u?int/.test(goType) ? 'a whole number' : (said[wantedBy(goType)] ?? goType);
}

/** The first place at which a path of field names, without indexes, leads to a value that `fits`. */
function pathOf(
  value: unknown,
  names: readonly string[],
  fits: (value: unknown) => boolean,
  at = '',
): string | undefined {
  if (names.length === 0 && !Array.isArray(value)) return fits(value) ? at : undefined;
  if (Array.isArray(value)) {
    if (names.length === 0 && fits(value)) return at;
    return first(value.entries(), ([index, item]) => pathOf(item, names, fits, `${at}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const [name = '', ...rest] = names;
  const below = (value as Record<string, unknown>)[name];
  const path = at === '' ? name : `${at}.${name}`;
  // A map's keys are no part of the path.
  return below === undefined ? undefined : (pathOf(below, rest, fits, path) ?? inMap(below, rest, fits, path));
}

function inMap(value: unknown, rest: readonly string[], fits: (value: unknown) => boolean, at: string) {
  if (rest.length > 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return first(Object.entries(value), ([key, item]) => (fits(item) ? `${at}.${key}` : undefined));
}

const quantities = new Set(['limits', 'requests', 'capacity', 'hard', 'min', 'max', 'default', 'defaultRequest']);
const quantityFields = new Set(['sizeLimit', 'divisor']);

function quantityPath(value: unknown, at: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return first(Object.entries(value), ([name, item]: [string, unknown]) => {
    const path = Array.isArray(value) ? `${at}[${name}]` : at === '' ? name : `${at}.${name}`;
    if (quantityFields.has(name) && !isQuantity(item)) return path;
    if (quantities.has(name) && typeof item === 'object' && item !== null) {
      const wrong = Object.entries(item).find(([, amount]) => !isQuantity(amount));
      if (wrong) return `${path}.${wrong[0]}`;
    }
    return quantityPath(item, path);
  });
}

function isQuantity(value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  try {
    canonicalQuantity(value);
    return true;
  } catch {
    return false;
  }
}

function first<Item, Found>(items: Iterable<Item>, find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
