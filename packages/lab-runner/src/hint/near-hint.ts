import type { Newcomer, PodFate, Reading } from '@podlab/grader';
import { compileExpression, fateWords, fillTemplate, type Step } from '@podlab/lab-format';

/**
 * The hint that fits what has become of the Pods since the step began.
 * @returns undefined when none of the step's near misses fits
 */
export function nearHint(reading: Reading, step: Step): string | undefined {
  const mark = reading.history.steps.find((candidate) => candidate.step === step.id);
  if (!mark || step.hints.near.length === 0) return undefined;
  const variables = nearVariables(reading, mark.startN);
  const fitting = step.hints.near.find(({ when }) => {
    const result = compileExpression(when, 'near').evaluate(variables);
    return result.ok && result.value === true;
  });
  return fitting && fillTemplate(fitting.say, {});
}

function nearVariables(reading: Reading, fromN: number): Readonly<Record<string, unknown>> {
  const { history } = reading;
  const { pods, newcomers } = reading.fates({ pods: {}, fromN });
  const facts = history.steps.map((mark) => {
    const window = { pods: {}, fromN: mark.startN, ...(mark.passedN === undefined ? {} : { toN: mark.passedN }) };
    return [mark.step, byFate(reading.fates(window).pods)];
  });
  return {
    objects: history.objectsAt('pods'),
    fates: byFate(pods),
    all: pods.map(factOf),
    newcomers: {
      created: newcomers.filter(({ origin }) => origin === 'created').map(newcomerFact),
      adopted: newcomers.filter(({ origin }) => origin === 'adopted').map(newcomerFact),
      byHand: newcomers.filter(({ origin }) => origin === 'byHand').map(newcomerFact),
    },
    facts: Object.fromEntries(facts),
    output: '',
  };
}

function byFate(pods: readonly PodFate[]): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(fateWords.map((word) => [word, pods.filter(({ fate }) => fate === word).map(factOf)]));
}

function factOf(fate: PodFate): Readonly<Record<string, unknown>> {
  const successor = fate.successor ? newcomerFact(fate.successor) : null;
  return { ...fate, cause: fate.cause ?? null, successor };
}

function newcomerFact(newcomer: Newcomer): Readonly<Record<string, unknown>> {
  return { ...newcomer };
}
