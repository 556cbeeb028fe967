/** What the kubelet sees of the container runtime; shaped like the CRI, but synchronous. */
import type { ResourceRequirements } from 'kubernetes-types/core/v1';
import type { ContainerLog } from './container-log.ts';

/** One run of a container. A restart makes a new instance. */
export interface ContainerInstance {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** 0 for the first instance of this container in its Pod. */
  readonly attempt: number;
  readonly state: 'created' | 'running' | 'exited';
  readonly createdAtMs: number;
  readonly startedAtMs?: number;
  readonly finishedAtMs?: number;
  readonly exitCode?: number;
  /** Why it ended; `StartError` means that it never ran. */
  readonly reason?: 'Completed' | 'Error' | 'StartError' | 'OOMKilled';
  /** The runtime's message of a failed start. */
  readonly message?: string;
  /** As in `spec.containers[].image` when it was made: another image is another container. */
  readonly specImage: string;
  /** The image's full name, such as `docker.io/library/busybox:1.37`. */
  readonly image: string;
  readonly imageId: string;
  readonly user: { readonly uid: number; readonly gid: number; readonly groups?: readonly number[] };
  /** What it may use, as it was made or as it was changed since. */
  readonly resources?: ResourceRequirements;
  readonly log: ContainerLog;
}

export interface Sandbox {
  readonly id: string;
  readonly ip: string;
  readonly createdAtMs: number;
  readonly state: 'ready' | 'notReady';
}

/** One Pod as the runtime knows it at one moment. */
export interface RuntimePod {
  readonly sandbox?: Sandbox | undefined;
  /** Newest first. */
  readonly instances: readonly ContainerInstance[];
}

/** The newest instance of one container. */
export function newestInstance(pod: RuntimePod, containerName: string): ContainerInstance | undefined {
  return pod.instances.find((instance) => instance.name === containerName);
}

/** The newest instance of one container before its newest. */
export function previousInstance(pod: RuntimePod, containerName: string): ContainerInstance | undefined {
  return pod.instances.filter((instance) => instance.name === containerName)[1];
}

/** What one running container instance has used so far, and holds now. */
export interface ContainerUsage {
  readonly id: string;
  readonly name: string;
  /** Milliseconds of one core. */
  readonly cpuUsedMs: number;
  readonly memoryBytes: number;
}
