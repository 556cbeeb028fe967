/** What a picture of the cluster shows: plain data, made from objects by a pure function and drawn by components. */
export interface ClusterPicture {
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
  readonly taints: readonly string[];
  readonly pods: readonly PodPicture[];
}

/** A Pod as look.md draws it. */
export interface PodPicture {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The word that kubectl prints under STATUS. */
  readonly status: string;
  readonly state: PodLook;
  readonly ready: number;
  readonly containers: readonly ContainerPicture[];
  /** UID of the controller that owns it; undefined: made by hand, or released. */
  readonly owner: string | undefined;
  readonly ip: string | undefined;
  /** Why it waits for a node. */
  readonly reason: string | undefined;
  /** From deletionTimestamp less the grace period, to its end; milliseconds since the Unix epoch. */
  readonly terminating: { readonly fromMs: number; readonly untilMs: number } | undefined;
}

export type PodLook =
  | 'pending'
  | 'creating'
  | 'running'
  | 'ready'
  | 'waiting-to-restart'
  | 'terminating'
  | 'succeeded'
  | 'failed';

export interface ContainerPicture {
  readonly name: string;
  readonly kind: 'container' | 'init' | 'sidecar' | 'ephemeral';
  readonly state: 'waiting' | 'creating' | 'running' | 'ready' | 'waiting-to-restart' | 'completed' | 'failed';
  readonly reason: string | undefined;
  readonly restarts: number;
  readonly backOff: { readonly fromMs: number; readonly untilMs: number } | undefined;
}

export interface OwnerPicture {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** UID of its own controller, such as the Deployment of a ReplicaSet. */
  readonly owner: string | undefined;
  readonly wanted: number | undefined;
}

export interface ServicePicture {
  readonly name: string;
  readonly type: string;
  readonly clusterIP: string | undefined;
  /** UIDs of Pods behind it, with whether traffic goes there. */
  readonly endpoints: readonly { readonly pod: string; readonly ready: boolean; readonly terminating: boolean }[];
}
