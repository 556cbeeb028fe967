import type { Clock } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import { createEmbeddedCluster } from '../cluster/create-embedded-cluster.ts';
import { createEmbeddedTransport } from '../cluster/embedded-transport.ts';
import { journaled } from '../cluster/journaled.ts';
import { pacedCluster } from '../cluster/paced-cluster.ts';
import type { EmbeddedCluster, KubeletState, NodeOptions } from '../cluster/ports.ts';
import { replayJournalInTurns } from '../cluster/replay-journal.ts';
import type { Difference } from '../ledger/difference.ts';
import { type ClientsNow, createGoingOnTime, createSetUpTime, type EmbeddedTime } from './embedded-time.ts';
import type { OpenJournal } from './open-journal.ts';
import type { RunHost } from './run-host.ts';

export interface EmbeddedRunOptions {
  readonly host: RunHost;
  readonly nodes: readonly NodeOptions[];
  readonly seed: string;
  /** When the cluster of a new run is ready, in milliseconds since the Unix epoch; it begins to exist some time before. */
  readonly startTimeMs: number;
  /** A journal with entries makes the cluster again that they tell of; undefined: the cluster ends with the process. */
  readonly journal: OpenJournal | undefined;
  /** Default `machine`. */
  readonly clientsNow?: ClientsNow;
  /** How fast time passes in a cluster that is made again, until `settle` says otherwise; default 1. */
  readonly rate?: number;
}

/** An embedded cluster in this process, with its time. */
export interface EmbeddedRun {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  /** For other processes. */
  readonly handler: Pick<EmbeddedCluster, 'handle' | 'open'>;
  /** Set-up is over: time passes at a rate from now on. @param rate 1 is real time, 0 stands still */
  settle(rate: number): Promise<void>;
  /** Changes how fast time passes, once it is settled. */
  setRate(rate: number): void;
  fastForward(ms: number, options: { readonly signal: AbortSignal }): Promise<void>;
  /** @returns false when there is no such node */
  setKubelet(nodeName: string, state: KubeletState): boolean;
  onDifference(listener: (difference: Difference) => void): void;
  close(): Promise<void>;
}

/**
 * How long before its start time a new cluster begins to exist. Longer than any set-up takes where clients have the
 * machine's clock: nothing may have happened later than now. Else until the control plane's own Pods are Ready, as all of
 * it has to pass: a set-up that takes longer ends later.
 */
const headStartMs: Readonly<Record<ClientsNow, number>> = { machine: 60_000, cluster: 30_000 };

/**
 * Makes a cluster, or makes it again from its journal; then its time stands where the journal ends, and goes on.
 * Owns the journal from here on.
 * @throws JournalError when replaying does not give what was written; the journal is closed, not changed
 */
export async function openEmbeddedRun(options: EmbeddedRunOptions): Promise<EmbeddedRun> {
  const { journal, host, clientsNow = 'machine', rate = 1 } = options;
  if (journal && journal.values.length > 0) {
    const cluster = await replay(journal, host);
    return assemble(cluster, createGoingOnTime(cluster, host, { rate, clientsNow }), journal);
  }
  const cluster = create(options);
  return assemble(cluster, createSetUpTime(cluster, host, clientsNow), journal);
}

function assemble(cluster: EmbeddedCluster, time: EmbeddedTime, journal: OpenJournal | undefined): EmbeddedRun {
  const { pacer, clock } = time;
  const transport = createEmbeddedTransport(cluster, pacer);
  return {
    transport,
    clock,
    handler: pacedCluster(cluster, pacer),
    settle: (rate) => time.settle(rate),
    setRate: (rate) => time.setRate(rate),
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

function create({ seed, nodes, startTimeMs, journal, clientsNow = 'machine' }: EmbeddedRunOptions): EmbeddedCluster {
  const cluster = createEmbeddedCluster({
    seed,
    nodes,
    startTimeMs: startTimeMs - headStartMs[clientsNow],
    systemPods: true,
  });
  return journal ? journaled(cluster, journal) : cluster;
}

async function replay(journal: OpenJournal, host: RunHost): Promise<EmbeddedCluster> {
  try {
    return journaled(await replayJournalInTurns(journal.values, host), journal);
  } catch (error) {
    journal.close();
    throw error;
  }
}
