/** What a picture of the cluster shows: plain data, made from objects by a pure function and drawn by components. */
export interface ClusterPicture {
  /** The cluster's time at which it was so, milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly nodes: readonly NodePicture[];
  /** Pods that no node has. */
  readonly waiting: readonly PodPicture[];
  readonly owners: readonly OwnerPicture[];
  readonly services: readonly ServicePicture[];
}

export interface NodePicture {
  readonly name: string;
  readonly ready: boolean;
  readonly unschedulable: boolean;
  /** As kubectl writes them: `key=value:Effect`. */
  readonly taints: readonly string[];
  readonly pods: readonly PodPicture[];
}

/** A Pod as look.md draws it. */
export interface PodPicture {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly createdMs: number;
  /** The word that kubectl prints under STATUS. */
  readonly status: string;
  readonly look: PodLook;
  /** The READY column: containers that are ready, of app containers and sidecars. */
  readonly ready: number;
  readonly total: number;
  /** The RESTARTS column. */
  readonly restarts: number;
  /** Init containers and sidecars first, then the app's, then ephemeral ones: in the order in which they start. */
  readonly containers: readonly ContainerPicture[];
  /** UID of the controller that owns it; undefined: made by hand, or released. */
  readonly owner: string | undefined;
  readonly ip: string | undefined;
  /** Why it waits for a node, or why it failed: the cluster's own sentence. */
  readonly reason: string | undefined;
  /** From deletionTimestamp less the grace period, to its end; milliseconds since the Unix epoch. */
  readonly terminating: Span | undefined;
}

/** Milliseconds since the Unix epoch. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

export type PodLook =
  /** No node has it. */
  | 'pending'
  /** On a node, its containers are being made or its init containers run. */
  | 'creating'
  /** A container cannot start, such as ImagePullBackOff. */
  | 'blocked'
  | 'running'
  | 'ready'
  | 'waiting-to-restart'
  | 'terminating'
  | 'succeeded'
  | 'failed';

export interface ContainerPicture {
  readonly name: string;
  readonly kind: 'container' | 'init' | 'sidecar' | 'ephemeral';
  readonly state:
    | 'waiting'
    | 'creating'
    | 'blocked'
    | 'running'
    | 'ready'
    | 'waiting-to-restart'
    | 'completed'
    | 'failed';
  /** Of its state, as the kubelet wrote it: `Error`, `OOMKilled`, `ImagePullBackOff`. */
  readonly reason: string | undefined;
  /** Of its newest run that ended, if one has. */
  readonly exitCode: number | undefined;
  readonly restarts: number;
  /**
   * From the exit to the next start. Undefined when it does not wait, and when its length cannot be told from the object
   * alone (after ten minutes of a Pod's life the kubelet may have forgotten earlier restarts).
   */
  readonly backOff: Span | undefined;
}

export interface OwnerPicture {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** UID of its own controller, such as the Deployment of a ReplicaSet. */
  readonly owner: string | undefined;
  /** Replicas, completions or nodes that it wants; undefined where the kind has no such number. */
  readonly wanted: number | undefined;
}

export interface ServicePicture {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly clusterIP: string | undefined;
  /** Pods behind it, with whether traffic goes there. `pod` is the UID. */
  readonly endpoints: readonly { readonly pod: string; readonly ready: boolean; readonly terminating: boolean }[];
}
