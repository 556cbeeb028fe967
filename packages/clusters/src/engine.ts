import type { KubeTransport } from '@podlab/kube-client';
import type { Action } from './actions/action.ts';

/** The engines there are. */
export type EngineName = 'embedded' | 'kind';

/** What a lab asks of a cluster. */
export interface ClusterSpec {
  /** Nodes in all: one control plane, the rest workers; at least 1. */
  readonly nodes: number;
}

/** What is known about the cluster without changing anything. */
export type ClusterState =
  /** There is none: `create` makes it. */
  | 'absent'
  /** Making it was interrupted: `create` begins anew, `delete` removes what is left. */
  | 'unfinished'
  | 'ready'
  /** It is there and does not run: `delete`, then `create`. */
  | 'stopped';

/** Whether a machine can run an engine, one statement at a time. */
export interface Finding {
  /** Stable, such as `docker-running`. */
  readonly id: string;
  /** `bad`: the engine cannot work here. `warning`: it may, but see `fix`. */
  readonly level: 'good' | 'warning' | 'bad';
  /** What was found; a sentence. */
  readonly message: string;
  /** What the learner can do about it. */
  readonly fix?: string;
}

/**
 * Where a cluster comes from. It only provisions: everything else goes through the Kubernetes API that `connect` opens.
 *
 * The methods that change something return actions and do nothing by themselves: `runActions` runs them, shows their
 * progress, and unmakes what was made when it is cancelled.
 */
export interface Engine {
  readonly name: EngineName;
  /** Looks only, and stops short of anything that another program could notice. Each action reports findings. */
  doctor(report: (finding: Finding) => void): readonly Action[];
  /**
   * Looks only.
   * @throws ClusterError CLUSTER_NOT_OURS when a cluster that Podlab did not make has the name of this one
   */
  inspect(options: { readonly signal: AbortSignal }): Promise<ClusterState>;
  /**
   * Makes the cluster and its kubeconfig, up to the point where every node is ready. Stops short of anything inside
   * it: namespaces and manifests are the lab's business.
   */
  create(spec: ClusterSpec): readonly Action[];
  /** Brings images to every node that lacks them. Stops short of checking that a Pod can start from them. */
  loadImages(images: readonly string[]): readonly Action[];
  /**
   * Makes `namespace` anew and every node schedulable again. Stops short of the other namespaces, and of applying
   * anything.
   */
  reset(namespace: string): readonly Action[];
  /** Removes the cluster, its kubeconfig and the record of it. Nothing to do is no error. */
  delete(): readonly Action[];
  /** Reaches the cluster; it must be `ready`. The caller closes the transport. */
  connect(options: { readonly signal: AbortSignal }): Promise<KubeTransport>;
}
