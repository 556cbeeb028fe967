import type { Clock } from '@podlab/apimachinery';
import type { LabReport } from '@podlab/grader';

export interface EvaluationLoop {
  /** Something was observed: evaluate soon. Many of these make one evaluation. */
  request(): void;
  /** Evaluates, and resolves with a report that knows everything observed until now. */
  now(): Promise<LabReport>;
  /** Resolves when nothing is running any more. */
  stop(): Promise<void>;
}

export interface EvaluationLoopOptions {
  readonly clock: Clock;
  /**
   * The machine's clock: with it, the loop rests after an evaluation as long as that took, `longestRestMs` at most, before
   * it makes one that only an observation asked for. Left out: it does not rest.
   */
  readonly hostClock?: Clock | undefined;
  readonly evaluate: (signal: AbortSignal) => Promise<LabReport>;
  readonly onReport: (report: LabReport) => void;
  /** Aborting it ends what runs. Default: only `stop` does. */
  readonly signal?: AbortSignal;
  /** Told of a failure of an evaluation that nobody waits for; the next observation tries again. */
  readonly onError: (error: unknown) => void;
}

/** Who waits for a check to turn green shall not notice. */
const longestRestMs = 100;

/** Evaluates whenever something was observed, and when the last report says that time alone may change it. */
export function createEvaluationLoop(options: EvaluationLoopOptions): EvaluationLoop {
  const stopped = new AbortController();
  // One for all evaluations: each signal that is derived from another one is remembered by that one.
  const signal = options.signal ? AbortSignal.any([options.signal, stopped.signal]) : stopped.signal;
  let running: Promise<LabReport> | undefined;
  /** Asked for while one was running, which may not have seen everything. */
  let following: Promise<LabReport> | undefined;
  let timer: AbortController | undefined;
  /** It rests, and evaluates after that. */
  let resting: Promise<void> | undefined;
  let restUntilMs = 0;

  const run = async (): Promise<LabReport> => {
    timer?.abort();
    const beganMs = options.hostClock?.nowMs() ?? 0;
    const report = await options.evaluate(signal);
    options.onReport(report);
    const endedMs = options.hostClock?.nowMs() ?? 0;
    restUntilMs = endedMs + Math.min(longestRestMs, endedMs - beganMs);
    if (report.recheckAfterMs !== undefined) startTimer(report.recheckAfterMs);
    return report;
  };

  const begin = (): Promise<LabReport> => {
    const started = run().finally(() => {
      running = undefined;
    });
    running = started;
    return started;
  };

  const now = (): Promise<LabReport> => {
    if (stopped.signal.aborted) return Promise.reject(stopped.signal.reason as Error);
    if (!running) return begin();
    following ??= running
      .catch(() => undefined)
      .then(() => {
        following = undefined;
        stopped.signal.throwIfAborted();
        return begin();
      });
    return following;
  };

  const rested = async (hostClock: Clock): Promise<void> => {
    await running?.catch(() => undefined);
    const leftMs = restUntilMs - hostClock.nowMs();
    if (leftMs > 0) await hostClock.sleep(leftMs, { signal: stopped.signal });
  };

  const onError = (error: unknown) => {
    if (!stopped.signal.aborted) options.onError(error);
  };

  const request = () => {
    if (resting) return;
    if (!options.hostClock || (!running && restUntilMs <= options.hostClock.nowMs())) {
      void now().catch(onError);
      return;
    }
    resting = rested(options.hostClock);
    void resting
      .finally(() => {
        resting = undefined;
      })
      .then(now)
      .catch(onError);
  };

  const startTimer = (ms: number) => {
    if (stopped.signal.aborted) return;
    timer = new AbortController();
    options.clock.sleep(ms, { signal: timer.signal }).then(request, () => undefined);
  };

  return {
    request,
    now,
    async stop() {
      stopped.abort();
      timer?.abort();
      await Promise.allSettled([resting, running, following]);
    },
  };
}
