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
export type { CheckResult, LabReport, QuestionState, StepResult, Verdict } from './verdict/verdict.ts';
export type { History } from './history/history.ts';
export type { Recorder, RecorderOptions } from './record/recorder.ts';
export type { EvaluateOptions } from './verdict/evaluate-options.ts';
