import { compareQuantities, parseQuantity, type Quantity, QuantityError } from '@podlab/apimachinery';
import { usageError } from '../cli/kubectl-error.ts';
import { goSort } from './go-sort.ts';
import { findByPath } from './jsonpath.ts';

/**
 * Sorts as `--sort-by` does: by what a path finds in each object; those in which it finds nothing come first.
 * @throws KubectlError when it finds nothing in any of them
 */
export function sortBy<T>(path: string, items: readonly T[], objectOf: (item: T) => unknown): T[] {
  const keyed = items.map((item) => ({ item, key: findByPath(path, objectOf(item))[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined))
    throw usageError(`couldn't find any field with path ${JSON.stringify(bracedPath(path))} in the list of objects`);
  return goSort(keyed, (a, b) => isLess(a.key, b.key)).map(({ item }) => item);
}

/** Whether a path finds something in any of the objects. */
export function isThere<T>(path: string, items: readonly T[], objectOf: (item: T) => unknown): boolean {
  return items.some((item) => findByPath(path, objectOf(item)).length > 0);
}

/** `.a`, `a` and `{.a}` are the same path. */
function bracedPath(path: string): string {
  if (path.startsWith('{')) return path;
  return `{${path.startsWith('.') ? '' : '.'}${path}}`;
}

function isLess(a: unknown, b: unknown): boolean {
  if (a === undefined) return true;
  if (b === undefined) return false;
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  if (typeof a === 'string' && typeof b === 'string') {
    const [left, right] = [quantityOf(a), quantityOf(b)];
    return left && right ? compareQuantities(left, right) < 0 : a < b;
  }
  throw usageError(
    `Field {} in [][][]reflect.Value is an unsortable type: interface, err: unsortable type: ${typeof a}`,
  );
}

function quantityOf(text: string): Quantity | undefined {
  try {
    return parseQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}
