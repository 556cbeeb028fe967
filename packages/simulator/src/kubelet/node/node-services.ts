import type { LateMap, Random, Timers } from '@podlab/apimachinery';
import type { PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import type { Kernel, NodeMemory, Volume } from '@podlab/shell';
import type { LocalApi } from '../../apiserver/local-api.ts';
import type { TokenIssuer } from '../../apiserver/tokens/token-issuer.ts';
import type { EventRecorder } from '../../events/event-recorder.ts';
import type { NodeImages } from '../../images/node-images.ts';
import type { NodeNetwork } from '../../network/node-network.ts';
import type { ContainerRuntime } from '../../runtime/container-runtime.ts';
import type { ContainerInstance } from '../../runtime/ports.ts';
import type { AdmissionFault } from '../admission/admit-pod.ts';
import type { Evictable, Eviction } from '../eviction/eviction-manager.ts';
import type { StartFailure } from '../status/container-status.ts';
import type { BackoffEntry } from '../restarts/crash-loop-backoff.ts';
import type { PodFacts } from '../containers/field-reference.ts';
import type { PullBackoff } from '../containers/image-pull.ts';
import type { HostDirectories } from '../volumes/host-directories.ts';
import type { NodeAllocation } from '../admission/node-allocation.ts';
import type { Pleg } from '../pleg.ts';
import type { PodProbes } from '../probes/pod-probes.ts';
import type { StoredPod } from '../pod-types.ts';
import type { PendingResize } from '../resize/resize-decision.ts';
import type { ResizeProgress } from '../resize/resize-pod.ts';
import type { PodVolumes } from '../volumes/pod-volumes.ts';
import type { StatusManager } from '../status/status-manager.ts';

/** What all parts of one node's kubelet share. */
export interface NodeServices {
  readonly nodeName: string;
  readonly hostIP: string;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly api: LocalApi;
  readonly timers: Timers;
  readonly random: Random;
  readonly kernel: Kernel;
  readonly hostDirectories: HostDirectories;
  readonly tokens: TokenIssuer;
  readonly events: EventRecorder;
  readonly runtime: ContainerRuntime;
  readonly images: NodeImages;
  readonly pleg: Pleg;
  readonly statuses: StatusManager;
  readonly network: NodeNetwork;
  readonly memory: NodeMemory;
  readonly allocation: NodeAllocation;
  /** All Pods of the node, taken on or not. */
  pods(): Iterable<Evictable>;
  /** Why a Pod is not taken on while the node is low on memory or disk. */
  pressureFault(pod: StoredPod): AdmissionFault | undefined;
  /** Pods whose resize waits for room. */
  readonly pendingResizes: Map<string, PendingResize>;
  /** Room has appeared: those that wait are looked at again soon. */
  retryResizes(): void;
  /** The Pod has ended: what it held is for others. */
  release(podUid: string): void;
  /** Takes a Pod IP of this node. */
  takeIp(): string;
  giveIpBack(ip: string): void;
}

/** What the kubelet remembers of one Pod. Only the Pod's own worker changes it. */
export interface PodRecord {
  /** As last seen in the API. */
  pod: StoredPod;
  /** When it was first seen. */
  readonly seenMs: number;
  readonly volumes: PodVolumes;
  readonly probes: PodProbes;
  /** By container name. */
  readonly startFailures: LateMap<string, StartFailure>;
  /** By container name and image. */
  readonly backoffs: LateMap<string, BackoffEntry>;
  /** By image. */
  readonly pulls: LateMap<string, PullBackoff>;
  /** By instance id: where its termination message is written, and what was. */
  readonly terminationLogs: LateMap<string, { readonly files: Volume; message?: string | undefined }>;
  /** /etc/hosts and its kind, shared by the Pod's containers; made with the sandbox. */
  etc: Volume | undefined;
  /** What its containers ask for, as far as the node has given it. */
  allocatedSpec: PodSpec;
  /** What the Pod as a whole has, which its status may be behind. */
  actuatedResources: ResourceRequirements | undefined;
  /** A resize that is waiting or on its way. */
  resize: ResizeProgress | undefined;
  /** How often each container had been started when all were last removed to be started again. */
  resetCounts: ReadonlyMap<string, number> | undefined;
  /** Why it has to go before its time. */
  eviction: Eviction | undefined;
  /** A sync is at its containers: it goes on to its end, whatever becomes of the Pod. */
  isActing: boolean;
  ip: string | undefined;
}

/** What a Pod can know of itself. */
export function factsOf(node: NodeServices, { pod, ip, seenMs }: PodRecord): PodFacts {
  const { hostIP, nodeName, allocatable } = node;
  return { pod, podIP: ip, hostIP, nodeName, allocatable, seenMs };
}

/** `spec.containers{app}`: the part of the Pod that an event is about. */
export function fieldPathOf(pod: StoredPod, containerName: string): string {
  const lists = ['initContainers', 'ephemeralContainers'] as const;
  const list = lists.find((other) => pod.spec[other]?.some(({ name }) => name === containerName));
  return ['spec.', list ?? 'containers', '{', containerName, '}'].join('');
}

/** Records an event about one container of a Pod. */
export function containerEvent(
  { events }: Pick<NodeServices, 'events'>,
  { pod }: Pick<PodRecord, 'pod'>,
  containerName: string,
  event: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string },
): void {
  const { type, reason, message } = event;
  events.event(pod, { type, reason, message, fieldPath: fieldPathOf(pod, containerName) });
}

/** Instances of a Pod that run. */
export function runningInstances(instances: readonly ContainerInstance[]): readonly ContainerInstance[] {
  return instances.filter(({ state }) => state === 'running');
}
