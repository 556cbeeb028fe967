import { openUnserved } from '@podlab/clusters';
import { createKubeClient } from '@podlab/kube-client';
import { createMemoryLog } from '@podlab/grader';
import type { Attempt, AttemptStep, Lab } from '@podlab/lab-format';
import { openSession, playAttempt } from '@podlab/lab-runner';
import type { ClusterPicture } from '@podlab/lab-ui/model';
import { takePicture } from '@podlab/lab-ui/recorder';

/** What a learner would have typed and read. */
export interface Transcript {
  readonly attempt: Attempt;
  readonly entries: readonly TranscriptEntry[];
  /** The cluster before anything was done. */
  readonly start: ClusterPicture;
  /** The cluster when the lab was passed. */
  readonly goal: ClusterPicture;
}

export interface TranscriptEntry {
  /** `answer`: given to a question of the lab; `request`: sent to the API without kubectl. */
  readonly kind: 'kubectl' | 'answer' | 'request';
  /** As typed, without a prompt. */
  readonly line: string;
  /** What kubectl printed, both streams as they came. */
  readonly output: string;
}

/** Monday, 2 March 2026, 09:00 UTC: the same on every machine, so that the same lab gives the same page. */
const startTimeMs = Date.UTC(2026, 2, 2, 9);
/** A cluster is that old when somebody begins a lab in a page: its nodes are Ready. */
const headStartMs = 30_000;

/**
 * Plays a solution on an embedded cluster of its own, as fast as it can be computed.
 * @throws Error when the lab is not passed by it: a page must not show what does not work
 */
export async function playSolution(
  lab: Lab,
  attempt: Attempt,
  { signal }: { readonly signal: AbortSignal },
): Promise<Transcript> {
  const seed = `${lab.id}/${attempt.id}`;
  const { nodes } = lab.cluster;
  const { transport, clock, close } = openUnserved({ nodes, seed, startTimeMs: startTimeMs - headStartMs });
  await clock.sleep(headStartMs, { signal });
  const session = await openSession({ lab, transport, clock, namespace: lab.id, log: createMemoryLog(), signal });
  const picture = () => takePicture(createKubeClient(transport), lab.id, { clock, signal });
  const entries: { kind: TranscriptEntry['kind']; line: string; output: string }[] = [];
  try {
    const start = await picture();
    let verdict = '';
    await playAttempt({ ...attempt, steps: withLooks(lab, attempt.steps) }, session, {
      transport,
      clock,
      signal,
      onStep: (line) => entries.push({ kind: kindOf(line), line, output: '' }),
      onOutput: (text) => {
        const last = entries.at(-1);
        if (last !== undefined) last.output += text;
      },
      onPlayed: async () => {
        for (let tries = 0; tries < 240 && verdict !== 'passed'; tries += 1) {
          verdict = (await session.check()).verdict;
          await clock.sleep(250, { signal });
        }
      },
    });
    if (verdict !== 'passed')
      throw new Error(
        `labs/${lab.id}: the solution '${attempt.id}' ended with '${verdict}'; run 'pnpm lab verify ${lab.id}'`,
      );
    return { attempt, entries, start, goal: await picture() };
  } finally {
    await session.stop();
    await close();
  }
}

/** A learner also looks: at the start, and with the commands that the checks of a step name, once it is passed. */
function withLooks(lab: Lab, steps: Attempt['steps']): Attempt['steps'] {
  const first: AttemptStep[] = [{ kubectl: 'get pods' }];
  return [
    ...first,
    ...steps.flatMap((step): AttemptStep[] => {
      const passed = lab.steps.find(({ id }) => id === step.waitFor?.step);
      const looks = new Set(
        passed?.checks.map(({ look }) => look).filter((look) => /^kubectl (?!.*[A-Z]{3})/.test(look)),
      );
      return [step, ...[...looks].map((look) => ({ kubectl: look.slice('kubectl '.length) }))];
    }),
  ];
}

function kindOf(line: string): TranscriptEntry['kind'] {
  if (line.startsWith('kubectl ')) return 'kubectl';
  return line.startsWith('answer ') ? 'answer' : 'request';
}
