import type { Clock } from '@podlab/apimachinery';
import type { ApiHandler } from '@podlab/clusters';
import type { KubeTransport } from '@podlab/kube-client';
import {
  createEmbeddedCluster,
  createEmbeddedTransport,
  type EmbeddedCluster,
  journaled,
  type JournalEntry,
  JournalError,
  type NodeOptions,
  replayJournal,
  pacedCluster,
} from '@podlab/simulator';
import { CliError } from '../errors.ts';
import { keepAside } from '../state/disk.ts';
import { type JsonLines, openJsonLines } from '../state/json-lines.ts';
import { createFollowingTime, createSetUpTime, type EmbeddedTime } from './embedded-time.ts';

/** Where an embedded cluster's requests are kept. */
export interface EmbeddedJournal {
  readonly path: string;
  /** Whether the cluster is made again from it. */
  readonly resumed: boolean;
  /** Told when it could not be written. */
  readonly onFailure: (error: unknown) => void;
}

export interface EmbeddedRunOptions {
  readonly nodes: readonly NodeOptions[];
  readonly seed: string;
  /** When the cluster of a new run is ready; it begins to exist some time before. */
  readonly startTimeMs: number;
  readonly journal: EmbeddedJournal | undefined;
  nowMs(): number;
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
  close(): Promise<void>;
}

/** How long before its start time a new cluster begins to exist: longer than any set-up takes. */
const headStartMs = 60_000;
const journalVersion = 1;

/** Makes a cluster, or makes it again from its journal. @throws CliError `STATE_CORRUPT` when the journal is damaged */
export function createEmbedded(options: EmbeddedRunOptions): EmbeddedRun {
  const { journal } = options;
  const file = journal && openJournal(journal, options.nowMs());
  const goesOn = journal?.resumed === true;
  const cluster = goesOn && file ? replay(file, journal.path, options.nowMs()) : create(options, file);
  const time = goesOn ? createFollowingTime(cluster, 1) : createSetUpTime(cluster);
  return assemble(cluster, time, file);
}

function assemble(
  cluster: EmbeddedCluster,
  time: EmbeddedTime,
  file: JsonLines<JournalEntry> | undefined,
): EmbeddedRun {
  const { pacer, clock } = time;
  const transport = createEmbeddedTransport(cluster, pacer);
  return {
    transport,
    clock,
    handler: pacedCluster(cluster, pacer),
    settle: (rate) => time.settle(rate),
    fastForward: (ms, fast) => pacer.fastForward(ms, fast),
    async close() {
      await transport.close();
      await time.stop();
      file?.close();
    },
  };
}

function create(options: EmbeddedRunOptions, file: JsonLines<JournalEntry> | undefined): EmbeddedCluster {
  const { seed, nodes, startTimeMs } = options;
  const cluster = createEmbeddedCluster({ seed, nodes, startTimeMs: startTimeMs - headStartMs });
  return file ? journaled(cluster, file) : cluster;
}

function openJournal({ path, onFailure }: EmbeddedJournal, nowMs: number): JsonLines<JournalEntry> {
  const file = openJsonLines<JournalEntry>(path, {
    format: 'journal',
    version: journalVersion,
    nowMs,
    onFailure,
  });
  if (!file.aside) return file;
  file.close();
  throw damaged(file.aside.path, file.aside.reason);
}

function replay(file: JsonLines<JournalEntry>, path: string, nowMs: number): EmbeddedCluster {
  try {
    return journaled(replayJournal(file.values), file);
  } catch (cause) {
    file.close();
    if (!(cause instanceof JournalError)) throw cause;
    throw damaged(keepAside(path, nowMs), `entry ${cause.entry} is not what was written there`, cause);
  }
}

function damaged(path: string, reason: string, cause?: unknown): CliError {
  return new CliError(
    'STATE_CORRUPT',
    `The journal of this lab's cluster could not be read: ${reason}. It is kept in ${path}.`,
    { cause },
  );
}
