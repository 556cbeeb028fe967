import type { PodSelection } from '@podlab/lab-format';
import type { History } from '../history/history.ts';
import { FateFold } from './fate-fold.ts';
import type { Fates } from './fate.ts';

/** Which Pods, and between which entries of the log. */
export interface Window {
  readonly pods: PodSelection;
  /** The baseline is the state after this entry. Terminating Pods are not part of it. */
  readonly fromN: number;
  /** Last entry that counts. Default: the newest. */
  readonly toN?: number;
  /** Also says what became of the Pods that came after the baseline; theirs is their beginning. Default false. */
  readonly includeNewcomers?: boolean;
}

/**
 * Says what became of every Pod that was there at the baseline, and where the Pods came from that were not: a `FateFold`
 * in one step.
 *
 * Pure and total: every Pod gets exactly one fate. It reads objects only, never Events, and judges the order of what
 * happened, never the value of a `deletionTimestamp` (which lies in the future by the grace period).
 */
export function classifyFates(history: History, { pods, fromN, toN, includeNewcomers = false }: Window): Fates {
  const fold = new FateFold(history, fromN);
  fold.advance(toN);
  return fold.fates(pods, includeNewcomers);
}
