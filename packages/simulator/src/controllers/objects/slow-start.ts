/** How many Pods are created before the first success is waited for. @see pkg/controller/replicaset slowStartInitialBatchSize */
const firstBatch = 1;

/**
 * Calls `act` up to `count` times in batches of 1, 2, 4, …, and stops after the first batch in which a call threw: an
 * owner whose Pods cannot be created tries with one, not with a thousand.
 * @returns the first error, if any
 */
export function slowStart(count: number, act: () => void): { readonly done: number; readonly error?: unknown } {
  let done = 0;
  let remaining = count;
  for (let batch = Math.min(remaining, firstBatch); batch > 0; batch = Math.min(2 * batch, remaining)) {
    const errors: unknown[] = [];
    for (let i = 0; i < batch; i += 1) {
      try {
        act();
        done += 1;
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) return { done, error: errors[0] };
    remaining -= batch;
  }
  return { done };
}
