import type { Lab } from '@podlab/lab-format';
import { openSession, type Session } from '@podlab/lab-runner';
import { type EmbeddedRun, nodeOptions, openEmbeddedRun, type RunHost } from '@podlab/simulator';
import type { RunRecord } from '../record/run-record.ts';

/** A cluster and the session on it: what a reset takes apart and puts together again. */
export interface Round {
  readonly record: RunRecord;
  readonly run: EmbeddedRun;
  readonly session: Session;
  close(): Promise<void>;
}

export interface RoundOptions {
  readonly lab: Lab;
  readonly host: RunHost;
  readonly record: RunRecord;
  readonly onProgress: (text: string) => void;
  readonly signal: AbortSignal;
}

/** What the picture shows beside what a lab's checks concern. */
const pictureKinds = ['Pod', 'Node', 'ReplicaSet', 'Deployment', 'Service', 'EndpointSlice'];

/**
 * Begins a lab, or goes on with it from its record.
 * @throws JournalError, LabRunnerError
 */
export async function openRound({ lab, host, record, onProgress, signal }: RoundOptions): Promise<Round> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  onProgress(record.journal.length === 0 ? 'A cluster is being made' : 'The cluster is being made again');
  try {
    const { seed, startedMs } = record.meta;
    const run = await openEmbeddedRun({
      host,
      nodes: nodeOptions(lab.cluster.nodes),
      seed,
      startTimeMs: startedMs,
      journal: record.openJournal(),
      clientsNow: 'cluster',
    });
    closers.push(() => run.close());
    const session = await openSession({
      lab: { ...lab, watch: [...new Set([...lab.watch, ...pictureKinds])] },
      transport: run.transport,
      clock: run.clock,
      hostClock: host.clock,
      namespace: lab.id,
      log: record.openLog(),
      onProgress: ({ text }) => onProgress(text),
      signal,
    });
    closers.push(() => session.stop());
    await run.settle(1);
    if (!record.meta.ready) record.setMeta({ ready: true });
    return { record, run, session, close };
  } catch (error) {
    await close();
    throw error;
  }
}
