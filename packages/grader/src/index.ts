export type {
  AnswerEntry,
  EventEntry,
  GapEntry,
  HistoryLog,
  LogEntry,
  MeasurementEntry,
  NewEntry,
  NoteEntry,
  SnapshotEntry,
  StepEntry,
  StepPassedEntry,
} from './history/log.ts';
export { createHistory, type History, type StepMark } from './history/history.ts';
export { createMemoryLog } from './history/memory-log.ts';
export { type Gap, type Lane, type Version, versionAt } from './history/version.ts';
export { classifyFates, type Window } from './fate/classify-fates.ts';
export type { Fates, Newcomer, PodFate } from './fate/fate.ts';
export { type Concern, gapIsHarmless, type GapProof } from './fate/gap-is-harmless.ts';
export { Reading } from './reading/reading.ts';
export { createRecorder, type Recorder, type RecorderOptions } from './record/recorder.ts';
export { testCondition, type ConditionResult } from './verdict/condition.ts';
export { evaluateLab, type EvaluateOptions } from './verdict/evaluate-lab.ts';
export { findStateHint, judgeLab, type Judging } from './verdict/judge.ts';
export { sayFate, sayFates } from './verdict/say-fates.ts';
export type { CheckResult, LabReport, QuestionState, StepResult, Verdict } from './verdict/verdict.ts';
export { type DrawOptions, drawTimeline } from './timeline/draw-timeline.ts';
export { stripeOf } from './timeline/stripe.ts';
export type { Moment, Timeline, TimelineGap, TimelineLane } from './timeline/timeline.ts';
export { timelineScale, type TimelineScale } from './timeline/timeline-scale.ts';
