import { createKubeClient } from '@podlab/kube-client';
import type { Attempt, AttemptStep } from '@podlab/lab-format';
import type { Session } from '../session/session.ts';
import { prepareStep, type PreparedBy, type PlayOptions } from './play-attempt.ts';
import { substitute } from './substitute.ts';

/** A solution as lines that a learner runs one after the other in a shell. */
export interface SolutionGuide {
  readonly title: string;
  /** How many lines there are. */
  readonly count: number;
  /**
   * Does what lies between the line before and the next one: waits for what has to be so, and reads the names of what is
   * there. To be called when the line before has been run.
   * @returns the next line, with these names in it; undefined after the last
   * @throws LabRunnerError `ATTEMPT_FAILED` when what is waited for does not come
   */
  nextLine(): Promise<string | undefined>;
}

export function openSolutionGuide(
  attempt: Attempt,
  session: () => Session,
  options: Pick<PlayOptions, 'transport' | 'clock' | 'signal'>,
): SolutionGuide {
  const bindings = new Map([['namespace', session().namespace]]);
  let done = 0;
  return {
    title: attempt.title,
    count: attempt.steps.filter((step) => lineOf(step) !== undefined).length,
    async nextLine() {
      const at = attempt.steps.findIndex((step, index) => index >= done && lineOf(step) !== undefined);
      const next = attempt.steps[at];
      if (!next) return undefined;
      const player: PreparedBy = {
        ...options,
        session: session(),
        client: createKubeClient(options.transport),
        bindings,
      };
      for (const step of attempt.steps.slice(done, at)) await prepareStep(step, player);
      done = at + 1;
      return substitute(lineOf(next), bindings);
    },
  };
}

/** What a learner types for a step; undefined: nothing. */
function lineOf({ kubectl, answer }: AttemptStep): string | undefined {
  if (kubectl !== undefined) return `kubectl ${kubectl}`;
  return answer && `answer --question ${answer.check} ${answer.give}`;
}
