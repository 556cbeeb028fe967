import type { EmbeddedCluster } from '../cluster/ports.ts';

/** Lets an embedded cluster's time pass. Whoever calls into the cluster from outside does so through its pacer. */
export interface Pacer {
  /** Makes one call into the cluster, at the moment that it is now, and plans what the call has set off. */
  call<T>(run: () => T): T;
  /** To be told when the cluster has handed something to a client. */
  noteOutput(): void;
  /**
   * To be told when a client can do nothing but wait for the cluster (a running `exec`); a watch is not such a wait.
   * @returns to be called once when the wait is over
   */
  beginWait(): () => void;
  /**
   * Passes `durationMs` of virtual time, rounded up to whole seconds, as fast as it can be computed. What happened until
   * now moves into the past: the clients' now stays where it is.
   */
  fastForward(durationMs: number, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Time stands still after it. Resolves when nothing is running any more. */
  stop(): Promise<void>;
}

/** What a pacer needs of a cluster. */
export type PacedCluster = Pick<EmbeddedCluster, 'time' | 'skewMs' | 'setSkew'>;
