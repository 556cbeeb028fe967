import { compileExpression, ExpressionError, type ExpressionScope } from '../expression/expression.ts';
import type { LabFault } from '../faults.ts';
import { findKind, watchableKinds } from '../kinds.ts';
import { type Check, checkKinds, type Near } from '../schema/check.ts';
import type { Condition } from '../schema/condition.ts';
import { messageVariables } from '../schema/message-variables.ts';
import { templateVariables } from '../template.ts';
import { suggestion } from '../words.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

/** Collects the faults of one file. */
export interface FaultCollector {
  readonly document: YamlDocument;
  add(path: Path, message: string): void;
  push(fault: LabFault): void;
}

/** What the schema cannot say about a check: exactly one kind, expressions that compile, names that are known. */
export function verifyCheck(check: Check, path: Path, faults: FaultCollector, role: 'check' | 'guard'): void {
  const kinds = checkKinds.filter((kind) => check[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    const found = kinds.length === 0 ? 'has none' : `has ${kinds.map((k) => `\`${k}\``).join(' and ')}`;
    faults.add(path, `The check \`${check.id}\` must have exactly one of ${list(checkKinds)}, but ${found}.`);
    return;
  }
  if (role === 'guard' && kind !== 'object' && kind !== 'history') {
    faults.add([...path, kind], `The guard \`${check.id}\` must be an \`object\` or a \`history\` check.`);
  }
  if (check.forSeconds > 0 && kind !== 'object') {
    faults.add([...path, 'forSeconds'], `\`forSeconds\` may only stand beside \`object\`, not beside \`${kind}\`.`);
  }
  verifyBody(check, [...path, kind], faults);
  check.near.forEach((near, i) => verifyNear(near, messageVariables[kind], [...path, 'near', i], faults));
}

/** A near miss: its expression compiles, and its words use only what is known. */
export function verifyNear(near: Near, known: readonly string[], path: Path, faults: FaultCollector): void {
  verifyExpression(near.when, 'near', [...path, 'when'], faults);
  for (const { name, offset } of templateVariables(near.say)) {
    if (known.includes(name)) continue;
    const more = suggestion(name, known, 'Known here are');
    faults.push(
      faults.document.faultInText([...path, 'say'], offset, `\`\${${name}}\` is not a variable of this text.${more}`),
    );
  }
}

/** A condition: its kind can be watched and its expression compiles. */
export function verifyCondition(condition: Condition, path: Path, faults: FaultCollector): void {
  verifyKind(condition.kind, [...path, 'kind'], faults);
  if (condition.holds !== undefined) verifyExpression(condition.holds, 'object', [...path, 'holds'], faults);
}

export function verifyKind(kind: string, path: Path, faults: FaultCollector): void {
  if (findKind(kind)) return;
  const known = watchableKinds.map((k) => k.kind);
  faults.add(path, `\`${kind}\` is not a kind that labs can watch.${suggestion(kind, known, 'They can watch')}`);
}

export function verifyExpression(
  source: string,
  scope: ExpressionScope,
  path: Path,
  faults: FaultCollector,
  result: 'bool' | 'string' = 'bool',
): void {
  try {
    compileExpression(source, scope, result);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const field = String(path.at(-1));
    faults.push(
      faults.document.faultInText(path, error.offset, `\`${field}\` is not a valid CEL expression: ${error.message}.`),
    );
  }
}

function verifyBody(check: Check, path: Path, faults: FaultCollector): void {
  if (check.object) verifyCondition(check.object, path, faults);
  if (check.history) verifyHistory(check.history, check.id, path, faults);
  if (check.fate && !check.fate.counts && check.fate.restarts === undefined && !check.fate.newcomers) {
    faults.add(path, `The fate check \`${check.id}\` must have \`counts\`, \`restarts\` or \`newcomers\`.`);
  }
  if (check.exec && check.exec.expect !== 'unchanged') {
    verifyPattern(check.exec.expect.matches, [...path, 'expect', 'matches'], faults);
  }
  if (check.logs) verifyPattern(check.logs.matches, [...path, 'matches'], faults);
  if (check.answer) {
    const { choices, value, prefix } = check.answer;
    if ((choices === undefined) === (value === undefined)) {
      faults.add(path, `The question \`${check.id}\` must have either \`choices\` or \`value\`.`);
    }
    if (prefix !== undefined && value === undefined) {
      faults.add([...path, 'prefix'], '`prefix` may only stand beside `value`.');
    }
    if (value !== undefined) verifyExpression(value, 'facts', [...path, 'value'], faults, 'string');
    choices?.forEach((choice, i) => verifyExpression(choice.when, 'facts', [...path, 'choices', i, 'when'], faults));
  }
}

function verifyHistory(history: NonNullable<Check['history']>, id: string, path: Path, faults: FaultCollector): void {
  const forms = (['always', 'never', 'eventually', 'before'] as const).filter((form) => history[form] !== undefined);
  if (forms.length !== 1) {
    faults.add(
      path,
      `The history check \`${id}\` must have exactly one of ${list(['always', 'never', 'eventually', 'before'])}.`,
    );
  }
  for (const form of ['always', 'never', 'eventually'] as const) {
    const condition = history[form];
    if (condition) verifyCondition(condition, [...path, form], faults);
  }
  if (history.before) {
    verifyCondition(history.before.first, [...path, 'before', 'first'], faults);
    verifyCondition(history.before.second, [...path, 'before', 'second'], faults);
  }
}

function verifyPattern(pattern: string, path: Path, faults: FaultCollector): void {
  try {
    RegExp(pattern, 'm');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    faults.add(path, `\`${String(path.at(-1))}\` is not a valid regular expression: ${why}.`);
  }
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
