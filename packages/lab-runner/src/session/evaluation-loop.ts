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
  readonly evaluate: (signal: AbortSignal) => Promise<LabReport>;
  readonly onReport: (report: LabReport) => void;
  /** Told of a failure of an evaluation that nobody waits for; the next observation tries again. */
  readonly onError: (error: unknown) => void;
}

/** Evaluates whenever something was observed, and when the last report says that time alone may change it. */
export function createEvaluationLoop(options: EvaluationLoopOptions): EvaluationLoop {
  const stopped = new AbortController();
  let running: Promise<LabReport> | undefined;
  /** Asked for while one was running, which may not have seen everything. */
  let following: Promise<LabReport> | undefined;
  let timer: AbortController | undefined;

  const run = async (): Promise<LabReport> => {
    timer?.abort();
    const report = await options.evaluate(stopped.signal);
    options.onReport(report);
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

  const request = () => {
    void now().catch((error: unknown) => {
      if (!stopped.signal.aborted) options.onError(error);
    });
  };

  const startTimer = (ms: number) => {
    timer = new AbortController();
    const signal = AbortSignal.any([timer.signal, stopped.signal]);
    options.clock.sleep(ms, { signal }).then(request, () => undefined);
  };

  return {
    request,
    now,
    async stop() {
      stopped.abort();
      timer?.abort();
      await Promise.allSettled([running, following]);
    },
  };
}
