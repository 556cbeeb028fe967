/** Everything that can become of a Pod, as `classifyFates` of the grader spells it. */
export const fateWords = [
  'untouched',
  'restarted',
  'allContainersRestarted',
  'sandboxRecreated',
  'leaving',
  'replaced',
  'rolledOut',
  'scaledAway',
  'released',
  'recreatedByHand',
  'mirrorRecreated',
  'evicted',
  'finished',
  'goneForGood',
] as const;

export type FateWord = (typeof fateWords)[number];

/** Why a Pod met its fate. */
export const causeWords = [
  'exited',
  'oomKilled',
  'specChange',
  'deleted',
  'evictionApi',
  'drain',
  'taint',
  'preemption',
  'nodeGone',
  'kubelet',
  'surplus',
  'ownerDeleted',
  'relabelled',
] as const;

export type CauseWord = (typeof causeWords)[number];
