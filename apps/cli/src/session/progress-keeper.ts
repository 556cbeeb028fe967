import type { LabReport } from '@podlab/grader';
import type { Lab } from '@podlab/lab-format';
import type { Host } from '../host.ts';
import { changeProgress, recordPassed } from '../state/progress.ts';

export interface ProgressKeeper {
  /** Writes what is new in a report, one report after the other. */
  keep(report: LabReport): void;
  /** Resolves when everything is written. @throws the first failure */
  flush(): Promise<void>;
}

/** Writes what was passed into the learner's progress. @param onAside is told when the file could not be read */
export function createProgressKeeper(options: {
  readonly host: Host;
  readonly path: string;
  readonly lab: Lab;
  readonly onAside: (aside: { readonly path: string; readonly reason: string }) => void;
}): ProgressKeeper {
  const { host, path, lab } = options;
  let kept = '';
  let writing: Promise<void> = Promise.resolve();
  const signal = new AbortController().signal;
  return {
    keep(report) {
      const steps = report.steps.filter(({ state }) => state === 'passed').map(({ id }) => id);
      const checks = report.steps
        .flatMap((step) => step.checks)
        .filter(({ verdict }) => verdict === 'passed')
        .map(({ id }) => id);
      const news = JSON.stringify([steps, checks, report.verdict === 'passed']);
      if (news === kept) return;
      kept = news;
      writing = writing.then(async () => {
        const nowMs = host.nowMs();
        const change = {
          labId: lab.id,
          labVersion: lab.version,
          time: new Date(nowMs).toISOString(),
          steps,
          checks,
          passed: report.verdict === 'passed',
        };
        const { aside } = await changeProgress(path, (progress) => recordPassed(progress, change), {
          nowMs,
          randomHex: host.randomHex,
          sleep: (ms) => host.sleep(ms, { signal }),
        });
        if (aside) options.onAside(aside);
      });
      // Whoever flushes learns of a failure; until then it must not end the process.
      writing.catch(() => undefined);
    },
    flush: () => writing,
  };
}
