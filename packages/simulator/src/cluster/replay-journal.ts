import { type Clock, decodeBase64 } from '@podlab/apimachinery';
import type { ApiConnection, ApiRequest } from '../apiserver/exchange.ts';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { type JournalEntry, JournalError, type JournaledRequest, verifyEntry } from './journal-entry.ts';
import { answerSum } from './journaled.ts';
import type { EmbeddedCluster } from './ports.ts';

/**
 * Makes the cluster that a journal tells of, as it was when the last entry was written; connections that were open then
 * are closed.
 * @throws JournalError naming the first entry that is damaged, or that does not lead where it once led
 */
export function replayJournal(entries: readonly JournalEntry[]): EmbeddedCluster {
  const replay = replaying(entries);
  for (;;) {
    const step = replay.next();
    if (step.done) return step.value;
  }
}

/** How long one turn of a replay may hold the host. */
const turnMs = 30;

/** The same, without keeping the host from everything else meanwhile. */
export async function replayJournalInTurns(
  entries: readonly JournalEntry[],
  host: { readonly clock: Pick<Clock, 'nowMs'>; readonly yieldToHost: () => Promise<void> },
): Promise<EmbeddedCluster> {
  const replay = replaying(entries);
  let turnEndsMs = host.clock.nowMs() + turnMs;
  for (;;) {
    const step = replay.next();
    if (step.done) return step.value;
    if (host.clock.nowMs() < turnEndsMs) continue;
    await host.yieldToHost();
    turnEndsMs = host.clock.nowMs() + turnMs;
  }
}

/** Yields after each entry, and while a program's code is being loaded. */
function* replaying(entries: readonly JournalEntry[]): Generator<void, EmbeddedCluster, void> {
  const [first, ...rest] = entries;
  if (first?.kind !== 'start') throw new JournalError(1, 'does not say how the cluster was made');
  verifyEntry(first, '', 1);
  const replay = new Replay(createEmbeddedCluster(first.options));
  let sum = first.sum;
  for (const [index, entry] of rest.entries()) {
    verifyEntry(entry, sum, index + 2);
    sum = entry.sum;
    while (!replay.cluster.time.runUntil(entry.atMs)) yield;
    while (holdsForCode(replay.cluster, entry)) {
      yield;
      replay.cluster.time.runUntil(entry.atMs);
    }
    replay.apply(entry, index + 2);
    yield;
  }
  replay.closeConnections();
  return replay.cluster;
}

/** Whether an entry has to wait for code; the cluster waits with it. */
function holdsForCode(cluster: EmbeddedCluster, entry: JournalEntry): boolean {
  const { time } = cluster;
  if (time.held()) return true;
  if (entry.kind !== 'request' && entry.kind !== 'open') return false;
  const loading = cluster.loadCodeFor(fromJournal(entry.request), entry.kind === 'open' ? 'open' : 'handle');
  if (loading) time.holdUntil(loading, () => undefined);
  return loading !== undefined;
}

class Replay {
  readonly cluster: EmbeddedCluster;
  readonly #connections = new Map<number, ApiConnection>();

  constructor(cluster: EmbeddedCluster) {
    this.cluster = cluster;
  }

  /** At the time of the entry. */
  apply(entry: JournalEntry, number: number): void {
    switch (entry.kind) {
      case 'request':
        if (answerSum(this.cluster.handle(fromJournal(entry.request))) !== entry.answer) {
          throw new JournalError(number, 'was answered differently this time (made by another version of Podlab?)');
        }
        break;
      case 'open':
        this.#open(entry.id, fromJournal(entry.request), entry.protocols, number);
        break;
      case 'message':
        this.#connections.get(entry.id)?.receive(decodeBase64(entry.data));
        break;
      case 'close':
        this.#connections.get(entry.id)?.clientClosed();
        this.#connections.delete(entry.id);
        break;
      case 'skew':
        this.cluster.setSkew(entry.skewMs);
        break;
      case 'kubelet':
        this.cluster.setKubelet(entry.node, entry.state);
        break;
      case 'resume':
        this.closeConnections();
        break;
      case 'time':
        break;
      case 'start':
        throw new JournalError(number, 'begins another cluster');
    }
  }

  closeConnections(): void {
    for (const connection of this.#connections.values()) connection.clientClosed();
    this.#connections.clear();
  }

  #open(id: number, request: ApiRequest, protocols: readonly string[], number: number): void {
    const connection = this.cluster.open(request, protocols);
    if ('status' in connection) throw new JournalError(number, 'was refused this time');
    connection.subscribe({ message: () => undefined, close: () => undefined });
    this.#connections.set(id, connection);
  }
}

function fromJournal({ body, ...request }: JournaledRequest): ApiRequest {
  return body === undefined ? request : { ...request, body: decodeBase64(body) };
}
