import { deepEqual } from '../object/deep-equal.ts';
import { isMap } from './merge-patch.ts';

/**
 * Orders a merged list: items that the patch names come in the patch's order, the others keep the server's, and an item
 * that only the server has goes before one of the patch only where it stood before it already.
 * @param mergeKey tells items apart; undefined: the items themselves
 * @see k8s.io/apimachinery/pkg/util/strategicpatch/patch.go `normalizeElementOrder` (v1.36)
 */
export function inMergedOrder(
  merged: readonly unknown[],
  patchOrder: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string | undefined,
): unknown[] {
  const identity = (item: unknown) => (mergeKey !== undefined && isMap(item) ? item[mergeKey] : item);
  const position = (item: unknown, list: readonly unknown[]) =>
    list.findIndex((other) => deepEqual(identity(other), identity(item)));
  const ordered = (items: readonly unknown[], list: readonly unknown[]) =>
    items.toSorted((a, b) => position(a, list) - position(b, list));

  const named = ordered(
    merged.filter((item) => position(item, patchOrder) >= 0),
    patchOrder,
  );
  const others = ordered(
    merged.filter((item) => position(item, patchOrder) < 0),
    serverOrder,
  );
  const result: unknown[] = [];
  while (named.length > 0 && others.length > 0) {
    const namedAt = position(named[0], serverOrder);
    const otherAt = position(others[0], serverOrder);
    const otherFirst = namedAt >= 0 && otherAt >= 0 && otherAt < namedAt;
    result.push((otherFirst ? others : named).shift());
  }
  return [...result, ...named, ...others];
}
