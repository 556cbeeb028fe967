import { useEffect, useRef, useState } from 'react';
import type { LabState } from '../played-lab.ts';
import { followReport, noReport } from '../steps/report-memory.ts';
import type { LabText } from './lab-text.ts';
import type { PageMemory } from './page-memory.ts';
import { addProgress, type LabProgress } from './progress.ts';

export interface ReportFollower {
  readonly lab: LabText;
  readonly memory: PageMemory;
  readonly announce: (sentence: string) => void;
  /** The lab or a step of it was passed. */
  readonly onProgress: ((progress: LabProgress) => void) | undefined;
}

/**
 * Follows the lab's reports: tells what has changed and keeps what was passed.
 * @returns ids of the checks that were passed before, in this step
 */
export function useReport({ report, solved }: LabState, follower: ReportFollower): ReadonlySet<string> {
  const followed = useRef(noReport);
  const [passed, setPassed] = useState<ReadonlySet<string>>(noReport.passed);
  const { lab, memory, announce, onProgress } = follower;
  useEffect(() => {
    if (!report) {
      followed.current = noReport;
      return;
    }
    const { memory: next, sentences } = followReport(followed.current, report);
    followed.current = next;
    setPassed(next.passed);
    for (const sentence of sentences) announce(sentence);
    const before = memory.read('progress');
    const progress = addProgress(before, { lab, report, solved });
    if (JSON.stringify(progress) === JSON.stringify(before)) return;
    memory.write('progress', progress);
    onProgress?.(progress);
  }, [report, solved, lab, memory, announce, onProgress]);
  return passed;
}
