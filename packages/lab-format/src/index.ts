export type { Attempt, Lab, LabStart, Manifest, Mistake, ProvenLab, Step } from './lab.ts';
export type { LabSource } from './source.ts';
export { formatFault, type LabFault, LabFileError } from './faults.ts';
export type { AttemptFile, AttemptStep, Binding } from './schema/attempt.ts';
export type { Answer, Choice } from './schema/answer.ts';
export {
  type Check,
  type CheckKind,
  checkKinds,
  type Count,
  type ExecCheck,
  type FateCheck,
  type HistoryCheck,
  type LogsCheck,
  type Near,
} from './schema/check.ts';
export type { Condition, Quantity } from './schema/condition.ts';
export { type CauseWord, causeWords, type FateWord, fateWords } from './schema/fate-words.ts';
export type { PodSelection, Selection } from './schema/selection.ts';
export { loadLab, loadProvenLab } from './load/load-lab.ts';
export { labFromJson, type LabJson, labToJson } from './lab-json.ts';
export { labJsonSchema, attemptJsonSchema, type JsonSchema } from './json-schema.ts';
export { loadExpressions } from '#cel';
export { convertedWhenAsked, fromCel, toCel } from './expression/cel-value.ts';
export {
  compileExpression,
  type Evaluation,
  type Expression,
  ExpressionError,
  type ExpressionScope,
  objectVariables,
} from './expression/expression.ts';
export { findKind, type WatchableKind, watchableKinds } from './kinds.ts';
export { fillTemplate, templateVariables } from './template.ts';
export { reservedNames } from './reserved-names.ts';
