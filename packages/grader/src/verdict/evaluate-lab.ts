import type { Clock } from '@podlab/apimachinery';
import { decodeUtf8 } from '@podlab/apimachinery';
import { createKubeClient, type KubeClient, type KubeTransport } from '@podlab/kube-client';
import type { Lab } from '@podlab/lab-format';
import type { History } from '../history/history.ts';
import { type Reading, readingOf } from '../reading/reading.ts';
import { judgeAndAdvance, startFirstStep } from './advance.ts';
import { type Judging, scopeOf } from './judge.ts';
import { wantedReads, type Wanted } from './measure.ts';
import type { LabReport } from './verdict.ts';

export interface EvaluateOptions {
  readonly lab: Lab;
  readonly history: History;
  /** What was read of this record before, to go on with; it is carried on. Default: it is read from its beginning. */
  readonly reading?: Reading;
  /** For `exec` and `logs` checks. */
  readonly transport: KubeTransport;
  /** The clock that stamps the log. */
  readonly clock: Clock;
  readonly namespace: string;
  /** Since when the cluster has not answered (`recorder.unreachableSinceMs`). */
  readonly unreachableSinceMs?: number | undefined;
  readonly signal: AbortSignal;
}

/** Output that is kept of a command or a log; the rest is cut off. */
const outputLimit = 16_384;

/**
 * Brings a lab up to date: starts its first step, reads inside containers what checks need, judges, and when a step is
 * passed starts the next one, with its own baseline. Call it after each observation and when `recheckAfterMs` is over;
 * never twice at the same time for one history.
 * @throws the signal's reason when aborted; a container that cannot be read is not an error
 */
export async function evaluateLab(options: EvaluateOptions): Promise<LabReport> {
  const { lab, history, clock, signal } = options;
  const reading = readingOf(history, options.reading);
  const client = createKubeClient(options.transport);
  for (;;) {
    signal.throwIfAborted();
    const judging = (): Judging => {
      const { unreachableSinceMs } = options;
      return { lab, history, nowMs: clock.nowMs(), unreachableSinceMs, reading };
    };
    startFirstStep(judging());
    if (options.unreachableSinceMs === undefined) await readContainers(client, { ...options, reading });
    const { report, advanced } = judgeAndAdvance(judging());
    if (!advanced) return report;
  }
}

async function readContainers(client: KubeClient, options: EvaluateOptions): Promise<void> {
  const { lab, history, clock, reading } = options;
  const mark = history.steps.at(-1);
  if (!mark || mark.passedN !== undefined) return;
  const scope = scopeOf({ lab, history, nowMs: clock.nowMs(), reading }, mark);
  for (const wanted of wantedReads(lab, mark.step, scope)) {
    options.signal.throwIfAborted();
    const read = await readContainer(client, wanted, options);
    const { check, uid, containerID } = wanted;
    history.append({ type: 'measurement', check: check.id, uid, containerID, observedAtMs: clock.nowMs(), ...read });
  }
}

async function readContainer(
  client: KubeClient,
  { check, pod, container }: Wanted,
  { namespace, signal }: EvaluateOptions,
): Promise<{ output: string | undefined; error?: string }> {
  try {
    if (check.exec) {
      let output = '';
      const onStdout = (chunk: Uint8Array) => (output = (output + decodeUtf8(chunk)).slice(0, outputLimit));
      const { exitCode } = await client.exec({ namespace, name: pod, container }, check.exec.command, {
        signal,
        onStdout,
      });
      return exitCode === 0 ? { output } : { output: undefined, error: `exit code ${exitCode}` };
    }
    const { previous } = check.logs ?? {};
    const log = await client.logs({ namespace, name: pod }, { container, previous, signal });
    return { output: log.slice(-outputLimit) };
  } catch (error) {
    signal.throwIfAborted();
    return { output: undefined, error: error instanceof Error ? error.message : String(error) };
  }
}
