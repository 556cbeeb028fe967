import { KubectlError } from '../cli/kubectl-error.ts';
import type { Invocation } from '../cli/command.ts';

/**
 * Runs `act` with a signal that is aborted when the time is up.
 * @param timeoutMs undefined: no limit
 * @throws KubectlError `timed out waiting for the condition`, or what `timedOut` gives
 */
export async function withDeadline<T>(
  timeoutMs: number | undefined,
  { clock, signal }: Pick<Invocation, 'clock' | 'signal'>,
  act: (signal: AbortSignal) => Promise<T>,
  timedOut: () => KubectlError = () => new KubectlError('error: timed out waiting for the condition'),
): Promise<T> {
  if (timeoutMs === undefined) return act(signal);
  const deadline = new AbortController();
  const done = new AbortController();
  const timer = clock.sleep(timeoutMs, { signal: AbortSignal.any([signal, done.signal]) }).then(
    () => deadline.abort(timedOut()),
    // Nothing to do: the work ended first, or the caller ends it.
    () => {},
  );
  try {
    return await act(AbortSignal.any([signal, deadline.signal]));
  } finally {
    done.abort();
    await timer;
  }
}
