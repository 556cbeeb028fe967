import type { LabReport } from '@podlab/grader';
import type { Check, Lab } from '@podlab/lab-format';
import { LabRunnerError } from '../lab-runner-error.ts';

/** A question and what to record as its answer. */
export interface ResolvedAnswer {
  readonly check: string;
  readonly given: string;
}

/**
 * Finds the question that is meant and turns what was typed into what is recorded: the id of a choice, its letter
 * (`a`, `b`…), its number from 1, or the text of an open question.
 * @throws LabRunnerError `ANSWER_REFUSED`, with what can be answered
 */
export function resolveAnswer(
  lab: Lab,
  report: LabReport,
  asked: { readonly question: string | undefined; readonly given: string },
): ResolvedAnswer {
  const step = report.steps.find(({ state }) => state === 'current');
  const questions = lab.steps.find(({ id }) => id === step?.id)?.checks.filter((check) => check.answer) ?? [];
  const question = chooseQuestion(questions, report, asked.question);
  return { check: question.id, given: resolveGiven(question, asked.given.trim()) };
}

function chooseQuestion(questions: readonly Check[], report: LabReport, id: string | undefined): Check {
  if (questions.length === 0) {
    throw new LabRunnerError('ANSWER_REFUSED', 'This step asks no question.', {
      next: 'Type `check` to see where you stand.',
    });
  }
  const named = questions.find((check) => check.id === id);
  if (named) return named;
  if (id !== undefined) {
    throw new LabRunnerError('ANSWER_REFUSED', `This step has no question \`${id}\`.`, {
      next: `It asks: ${questions.map((check) => check.id).join(', ')}.`,
    });
  }
  const results = report.steps.flatMap(({ checks }) => checks);
  const open = questions.find((check) => results.find((result) => result.id === check.id)?.verdict !== 'passed');
  return open ?? (questions[0] as Check);
}

function resolveGiven(check: Check, given: string): string {
  const choices = check.answer?.choices;
  if (given === '') throw new LabRunnerError('ANSWER_REFUSED', 'An answer may not be empty.', { next: check.look });
  if (!choices) return given;
  const byId = choices.find((choice) => choice.id === given);
  if (byId) return byId.id;
  const index = /^[a-z]$/i.test(given) ? given.toLowerCase().charCodeAt(0) - 97 : Number(given) - 1;
  const chosen = choices[index];
  if (chosen) return chosen.id;
  const list = choices.map((choice, position) => `${String.fromCharCode(97 + position)}) ${choice.text}`);
  throw new LabRunnerError('ANSWER_REFUSED', `\`${given}\` is none of the choices.`, { next: list.join('\n') });
}
