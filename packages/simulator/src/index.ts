export type { ApiConnection, ApiRequest, ApiResponse, ApiStream } from './apiserver/exchange.ts';
export {
  decodePortForward,
  encodePortForward,
  portForwardProtocol,
} from './apiserver/http/connections/port-forward-messages.ts';
export { createEmbeddedCluster } from './cluster/create-embedded-cluster.ts';
export { createEmbeddedTransport } from './cluster/embedded-transport.ts';
export {
  type JournalAction,
  type JournalEntry,
  JournalError,
  type JournalFile,
  sealEntry,
} from './cluster/journal-entry.ts';
export { journaled } from './cluster/journaled.ts';
export type {
  EmbeddedCluster,
  EmbeddedClusterOptions,
  KubeletState,
  NodeOptions,
  VirtualTime,
} from './cluster/ports.ts';
export { replayJournal } from './cluster/replay-journal.ts';
export { loadAhead, loadAllAhead } from './late/load-ahead.ts';
export type { Difference } from './ledger/difference.ts';
export { type ClockPacer, createPacer, type PacerOptions } from './time/pacer.ts';
export { type EmbeddedRun, type EmbeddedRunOptions, openEmbeddedRun } from './run/embedded-run.ts';
export type { ClientsNow } from './run/embedded-time.ts';
export { nodeOptions } from './run/node-options.ts';
export type { OpenJournal } from './run/open-journal.ts';
export type { RunHost } from './run/run-host.ts';
export type { Pacer } from './time/ports.ts';
export { createRunToIdlePacer, type RunToIdleOptions, type RunToIdlePacer } from './time/run-to-idle.ts';
