import type { CauseWord, FateWord } from '@podlab/lab-format';
import type { Pod } from 'kubernetes-types/core/v1';

/** What became of one Pod that was there at the baseline. */
export interface PodFate {
  readonly uid: string;
  readonly name: string;
  /** `web-7d9f·a3f1c`. */
  readonly short: string;
  readonly fate: FateWord;
  readonly cause: CauseWord | undefined;
  /** Restarts of its containers since the baseline, whatever became of it afterwards. */
  readonly restarts: number;
  readonly before: Pod;
  /** Its last known state. */
  readonly after: Pod;
  /** The Pod that its controller created in its place. */
  readonly successor: Newcomer | undefined;
  /** Entry of the log that decided the fate; undefined for `untouched`. */
  readonly decidedN: number | undefined;
  /** Why this may not be the truth: what happened in a gap. undefined when the record proves it. */
  readonly doubt: string | undefined;
}

/** A Pod that was not there at the baseline. */
export interface Newcomer {
  readonly uid: string;
  readonly name: string;
  readonly short: string;
  /** `created` by its controller; `adopted` by one later; `byHand`: no controller has it. */
  readonly origin: 'created' | 'adopted' | 'byHand';
  /** Whether it is there and not on its way out. */
  readonly living: boolean;
  readonly restarts: number;
  readonly pod: Pod;
}

/** The fates of the Pods of one window, and who came meanwhile. */
export interface Fates {
  readonly pods: readonly PodFate[];
  readonly newcomers: readonly Newcomer[];
}
