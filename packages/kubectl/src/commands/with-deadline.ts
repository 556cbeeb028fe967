import { KubectlError } from '../cli/kubectl-error.ts';
import type { Invocation } from '../cli/command.ts';

const weekMs = 7 * 24 * 3_600_000;

/**
 * Runs `act` with a signal that is aborted when the time is up.
 *
 * There is always a limit: where time only passes while somebody waits for it, a wait without one would stand still.
 * @param timeoutMs undefined: a week, kubectl's own "no limit"
 * @throws KubectlError `timed out waiting for the condition`, or what `timedOut` gives
 */
export async function withDeadline<T>(
  timeoutMs: number | undefined,
  { clock, signal }: Pick<Invocation, 'clock' | 'signal'>,
  act: (signal: AbortSignal) => Promise<T>,
  timedOut: () => KubectlError = () => new KubectlError('error: timed out waiting for the condition'),
): Promise<T> {
  const deadline = new AbortController();
  const done = new AbortController();
  const timer = clock.sleep(timeoutMs ?? weekMs, { signal: AbortSignal.any([signal, done.signal]) }).then(
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
