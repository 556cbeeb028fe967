import type { Clock } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import type { Difference, KubeletState } from '@podlab/simulator';
import type { EngineName } from './engine.ts';

/** A cluster that this process may use until it closes it. */
export interface OpenedCluster {
  readonly engine: EngineName;
  readonly transport: KubeTransport;
  /** The cluster's time, as its clients see it. */
  readonly clock: Clock;
  /** Reaches the cluster from other programs. */
  readonly kubeconfig: string;
  /** Set-up is over: from now on time passes as it does for the learner. Idempotent. */
  settle(): Promise<void>;
  /** Lets time pass quickly; undefined where time cannot be moved. */
  readonly fastForward: ((seconds: number, options: { readonly signal: AbortSignal }) => Promise<void>) | undefined;
  /**
   * Stops the kubelet of a node or starts it again; undefined where only the machine's owner can.
   * @returns false when there is no such node
   */
  readonly setKubelet?: (nodeName: string, state: KubeletState) => boolean;
  /**
   * Tells of each difference from a real cluster that a client meets from now on, once; undefined where there is none.
   * What is met before is not told later.
   */
  readonly onDifference?: (listener: (difference: Difference) => void) => void;
  /** Frees what this process holds. The cluster, or what it is made again from, stays. Idempotent. */
  close(): Promise<void>;
}
