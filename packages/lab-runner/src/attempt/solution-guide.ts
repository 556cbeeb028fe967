import { createKubeClient } from '@podlab/kube-client';
import type { Attempt, AttemptStep } from '@podlab/lab-format';
import { prepareStep, type PreparedBy, type PlayOptions } from './play-attempt.ts';
import type { Session } from '../session/session.ts';

/** A solution as lines that a learner runs one after the other in a shell. */
export interface SolutionGuide {
  readonly title: string;
  readonly lines: readonly string[];
  /**
   * Does what lies between the line before and this one: waits for what has to be so, and reads the names of what is
   * there. To be called when a line is about to be run.
   * @returns what has to be run in the same shell before it: the variables that the line names. Empty for a line that
   *   is not the next one
   * @throws LabRunnerError `ATTEMPT_FAILED` when what is waited for does not come
   */
  prepare(line: string): Promise<string>;
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
    lines: attempt.steps.flatMap((step) => lineOf(step) ?? []),
    async prepare(line) {
      const at = attempt.steps.findIndex((step, index) => index >= done && lineOf(step) !== undefined);
      const next = attempt.steps[at];
      if (!next || lineOf(next) !== line.trim()) return '';
      const player: PreparedBy = {
        ...options,
        session: session(),
        client: createKubeClient(options.transport),
        bindings,
      };
      for (const step of attempt.steps.slice(done, at)) await prepareStep(step, player);
      done = at + 1;
      return [...bindings]
        .filter(([name]) => line.includes(`\${${name}}`))
        .map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'; `)
        .join('');
    },
  };
}

/** What a learner types for a step; undefined: nothing. */
function lineOf({ kubectl, answer }: AttemptStep): string | undefined {
  if (kubectl !== undefined) return `kubectl ${kubectl}`;
  return answer && `answer --question ${answer.check} ${answer.give}`;
}
