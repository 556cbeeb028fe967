import type { AttemptFile, AttemptStep } from '../schema/attempt.ts';
import type { LabFile } from '../schema/lab.ts';
import { templateVariables } from '../template.ts';
import { suggestion } from '../words.ts';
import { type FaultCollector, verifyCondition, verifyExpression, verifyKind } from './verify-checks.ts';
import type { Path } from './yaml-document.ts';

/** Names that every attempt may use without binding them. */
export const builtInVariables: readonly string[] = ['namespace'];

const actions = ['kubectl', 'request', 'let', 'answer', 'waitFor'] as const;

/** What the schema cannot say about an attempt: one action per step, names that are known or were bound before. */
export function verifyAttempt(
  attempt: AttemptFile,
  lab: LabFile,
  files: ReadonlySet<string>,
  faults: FaultCollector,
): void {
  const bound = new Set(builtInVariables);
  attempt.steps.forEach((step, i) => verifyStep(step, ['steps', i], { lab, files, bound, faults }));
  attempt.cleanUp.forEach((step, i) => verifyStep(step, ['cleanUp', i], { lab, files, bound, faults }));
}

interface Scope {
  readonly lab: LabFile;
  readonly files: ReadonlySet<string>;
  readonly bound: Set<string>;
  readonly faults: FaultCollector;
}

function verifyStep(step: AttemptStep, path: Path, scope: Scope): void {
  const { faults } = scope;
  const given = actions.filter((action) => step[action] !== undefined);
  if (given.length !== 1) {
    const names = actions.map((action) => `\`${action}\``).join(', ');
    faults.add(path, `A step of an attempt must have exactly one of ${names}.`);
    return;
  }
  verifyVariables(step, path, scope);
  if (step.kubectl !== undefined) verifyFiles(step.kubectl, [...path, 'kubectl'], scope);
  for (const [name, binding] of Object.entries(step.let ?? {})) {
    const at = [...path, 'let', name];
    verifyKind(binding.kind, [...at, 'kind'], faults);
    if (binding.where !== undefined && templateVariables(binding.where).length === 0) {
      verifyExpression(binding.where, 'object', [...at, 'where'], faults);
    }
    verifyExpression(binding.value, 'object', [...at, 'value'], faults, 'string');
    scope.bound.add(name);
  }
  if (step.answer) verifyAnswer(step.answer, [...path, 'answer'], scope);
  if (step.waitFor) verifyWait(step.waitFor, [...path, 'waitFor'], scope);
}

function verifyVariables(value: unknown, path: Path, scope: Scope): void {
  if (typeof value === 'string') {
    for (const { name, offset } of templateVariables(value)) {
      if (scope.bound.has(name)) continue;
      const more = suggestion(name, [...scope.bound], 'Bound before this step are');
      scope.faults.push(
        scope.faults.document.faultInText(path, offset, `\`\${${name}}\` is not bound by an earlier step.${more}`),
      );
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      verifyVariables(inner, [...path, Array.isArray(value) ? Number(key) : key], scope);
    }
  }
}

function verifyFiles(kubectl: string, path: Path, { files, faults }: Scope): void {
  for (const match of kubectl.matchAll(/(?:^|\s)(?:-f|--filename)[ =](\S+)/g)) {
    const file = match[1] ?? '';
    if (file === '-' || file.includes('${') || files.has(file)) continue;
    faults.add(path, `\`${file}\` is not a file of this lab.${suggestion(file, [...files], 'Its files are')}`);
  }
}

function verifyAnswer(answer: NonNullable<AttemptStep['answer']>, path: Path, { lab, faults }: Scope): void {
  const questions = lab.steps.flatMap((step) => step.checks).filter((check) => check.answer);
  const check = questions.find((candidate) => candidate.id === answer.check);
  const ids = questions.map((question) => question.id);
  if (!check) {
    const more = suggestion(answer.check, ids, 'The questions are');
    faults.add([...path, 'check'], `\`${answer.check}\` is not a question of this lab.${more}`);
    return;
  }
  const choices = check.answer?.choices?.map((choice) => choice.id);
  if (choices && !choices.includes(answer.give) && templateVariables(answer.give).length === 0) {
    const more = suggestion(answer.give, choices, 'The choices are');
    faults.add([...path, 'give'], `\`${answer.give}\` is not a choice of \`${answer.check}\`.${more}`);
  }
}

function verifyWait(wait: NonNullable<AttemptStep['waitFor']>, path: Path, { lab, faults }: Scope): void {
  const given = (['step', 'condition', 'seconds'] as const).filter((form) => wait[form] !== undefined);
  if (given.length !== 1) faults.add(path, '`waitFor` must have exactly one of `step`, `condition`, `seconds`.');
  if (wait.condition) verifyCondition(wait.condition, [...path, 'condition'], faults);
  const steps = lab.steps.map((step) => step.id);
  if (wait.step !== undefined && !steps.includes(wait.step)) {
    const more = suggestion(wait.step, steps, 'The steps are');
    faults.add([...path, 'step'], `\`${wait.step}\` is not a step of this lab.${more}`);
  }
}
