import { type Answer, compileExpression } from '@podlab/lab-format';
import type { Outcome } from './outcome.ts';
import type { Scope } from './scope.ts';
import type { QuestionState } from './verdict.ts';

/** The learner's answer, held against what was recorded. */
export function judgeAnswer(
  check: string,
  answer: Answer,
  scope: Scope,
): Outcome & { readonly question: QuestionState } {
  const given = scope.history.answer(check);
  const truth = answer.choices ? trueChoices(answer, scope) : trueValue(answer, scope);
  const right = given === undefined || truth === undefined ? undefined : isRight(given, truth, answer);
  const question: QuestionState = {
    question: answer.question,
    prediction: answer.prediction,
    choices: answer.choices?.map(({ id, text }) => ({ id, text })),
    given,
    right,
    shown: tellsTruth(answer, right) ? sayTruth(truth, answer) : undefined,
  };
  const outcome = {
    near: () => ({ facts: scope.facts(), given: given ?? '' }),
    words: () => ({ given: given ?? 'nothing' }),
    question,
  };
  if (given === undefined) return { verdict: 'notYet', found: 'You have not answered yet.', ...outcome };
  if (answer.prediction) {
    const later = right === undefined ? 'What happens will tell.' : right ? 'So it was.' : `It went otherwise.`;
    return { verdict: 'passed', found: `You said: ${sayGiven(given, answer)}. ${later}`, ...outcome };
  }
  if (right === undefined) return { verdict: 'notYet', found: 'The record does not hold the answer yet.', ...outcome };
  if (right) return { verdict: 'passed', found: 'The record shows the same.', ...outcome };
  return { verdict: 'notYet', found: `The record does not show ${sayGiven(given, answer)}.`, ...outcome };
}

/** A right answer may be told once it was given; what came of a prediction, once the facts are known. */
function tellsTruth(answer: Answer, right: boolean | undefined): boolean {
  return answer.prediction ? right !== undefined : right === true;
}

/** Ids of the choices that the record bears out; undefined while it bears out none. */
function trueChoices(answer: Answer, scope: Scope): readonly string[] | undefined {
  const ids = (answer.choices ?? []).flatMap(({ id, when }) => {
    const evaluation = compileExpression(when, 'facts').evaluate({ facts: scope.facts() });
    return evaluation.ok && evaluation.value === true ? [id] : [];
  });
  return ids.length === 0 ? undefined : ids;
}

function trueValue(answer: Answer, scope: Scope): readonly string[] | undefined {
  if (answer.value === undefined) return undefined;
  const evaluation = compileExpression(answer.value, 'facts', 'string').evaluate({ facts: scope.facts() });
  return evaluation.ok && typeof evaluation.value === 'string' ? [evaluation.value] : undefined;
}

function isRight(given: string, truth: readonly string[], answer: Answer): boolean {
  if (answer.choices) return truth.includes(given);
  const typed = given.trim().toLowerCase();
  const [value = ''] = truth.map((one) => one.toLowerCase());
  return answer.prefix === undefined ? typed === value : typed.length >= answer.prefix && value.startsWith(typed);
}

function sayGiven(given: string, answer: Answer): string {
  const text = answer.choices?.find((choice) => choice.id === given)?.text ?? given;
  return `“${text.replace(/\.$/, '')}”`;
}

function sayTruth(truth: readonly string[] | undefined, answer: Answer): string | undefined {
  if (truth === undefined) return undefined;
  const choice = answer.choices?.find((candidate) => truth.includes(candidate.id));
  return choice ? (choice.say ?? choice.text) : truth[0];
}
