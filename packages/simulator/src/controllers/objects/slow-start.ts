/** How many Pods are created before the first success is waited for. @see pkg/controller/replicaset slowStartInitialBatchSize */
const firstBatch = 1;

/**
 * All of them in batches of 1, 2, 4, …: an owner whose Pods cannot be created tries with one, not with a thousand, when
 * it stops after the first batch in which something went wrong.
 */
export function inBatches<T>(all: readonly T[]): readonly (readonly T[])[] {
  const batches: (readonly T[])[] = [];
  let size = firstBatch;
  for (let from = 0; from < all.length; from += batches.at(-1)?.length ?? 0) {
    batches.push(all.slice(from, from + size));
    size *= 2;
  }
  return batches;
}
