import type { Clock } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import type { History } from '../history/history.ts';

export interface RecorderOptions {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  /** The lab's namespace; cluster-scoped kinds (Nodes) are recorded whole. */
  readonly namespace: string;
  /** Kinds to record: `lab.watch`. */
  readonly kinds: readonly string[];
  readonly history: History;
  /** Called after each entry that the recorder appended. Must not throw. */
  readonly onObservation?: () => void;
  /** Aborting it stops the recorder. */
  readonly signal: AbortSignal;
}

/** Lists and watches from before the learner's first action; survives closed watches, and 410 with a gap. */
export interface Recorder {
  /** Resolves when every kind has been listed once; rejects when one cannot be, with the API's answer. */
  readonly ready: Promise<void>;
  /** Resolves when nothing is running any more. Appends nothing afterwards. */
  stop(): Promise<void>;
}
