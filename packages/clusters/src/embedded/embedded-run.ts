import type { Clock } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import {
  createEmbeddedCluster,
  createEmbeddedTransport,
  type Difference,
  type EmbeddedCluster,
  journaled,
  JournalError,
  type KubeletState,
  type NodeOptions,
  replayJournal,
  pacedCluster,
} from '@podlab/simulator';
import { ClusterError } from '../errors.ts';
import type { ApiHandler } from './api-handler.ts';
import { createFollowingTime, createSetUpTime, type EmbeddedTime } from './embedded-time.ts';
import type { OpenJournal } from './open-journal.ts';

export interface EmbeddedRunOptions {
  readonly nodes: readonly NodeOptions[];
  readonly seed: string;
  /** When the cluster of a new run is ready, in milliseconds since the Unix epoch; it begins to exist some time before. */
  readonly startTimeMs: number;
  /** A journal with entries makes the cluster again that they tell of; undefined: the cluster ends with the process. */
  readonly journal: OpenJournal | undefined;
}

/** An embedded cluster in this process, with its time. */
export interface EmbeddedRun {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  /** For other processes. */
  readonly handler: ApiHandler;
  /** Set-up is over: time follows the machine's clock. @param rate 1 is real time, 0 stands still */
  settle(rate: number): Promise<void>;
  fastForward(ms: number, options: { readonly signal: AbortSignal }): Promise<void>;
  /** @returns false when there is no such node */
  setKubelet(nodeName: string, state: KubeletState): boolean;
  onDifference(listener: (difference: Difference) => void): void;
  close(): Promise<void>;
}

/** How long before its start time a new cluster begins to exist: longer than any set-up takes. */
const headStartMs = 60_000;

/**
 * Makes a cluster, or makes it again from its journal; then its time stands where the journal ends, and goes on.
 * Owns the journal from here on.
 * @throws ClusterError JOURNAL_DAMAGED when replaying does not give what was written; the journal is closed, not changed
 */
export function createEmbeddedRun(options: EmbeddedRunOptions): EmbeddedRun {
  const { journal } = options;
  if (journal && journal.values.length > 0) {
    const cluster = replay(journal);
    return assemble(cluster, createFollowingTime(cluster, 1), journal);
  }
  const cluster = create(options);
  return assemble(cluster, createSetUpTime(cluster), journal);
}

function assemble(cluster: EmbeddedCluster, time: EmbeddedTime, journal: OpenJournal | undefined): EmbeddedRun {
  const { pacer, clock } = time;
  const transport = createEmbeddedTransport(cluster, pacer);
  return {
    transport,
    clock,
    handler: pacedCluster(cluster, pacer),
    settle: (rate) => time.settle(rate),
    fastForward: (ms, fast) => pacer.fastForward(ms, fast),
    setKubelet: (nodeName, state) => pacer.call(() => cluster.setKubelet(nodeName, state)),
    onDifference: (listener) => cluster.onDifference(listener),
    async close() {
      await transport.close();
      await time.stop();
      journal?.close();
    },
  };
}

function create({ seed, nodes, startTimeMs, journal }: EmbeddedRunOptions): EmbeddedCluster {
  const cluster = createEmbeddedCluster({ seed, nodes, startTimeMs: startTimeMs - headStartMs });
  return journal ? journaled(cluster, journal) : cluster;
}

function replay(journal: OpenJournal): EmbeddedCluster {
  try {
    return journaled(replayJournal(journal.values), journal);
  } catch (cause) {
    journal.close();
    if (!(cause instanceof JournalError)) throw cause;
    throw new ClusterError('JOURNAL_DAMAGED', `entry ${cause.entry} is not what was written there`, { cause });
  }
}
