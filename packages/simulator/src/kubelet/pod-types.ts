/** What Kubernetes 1.36 has and the published types (1.30) lack, as far as the kubelet reads or writes it. */
import type {
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  PodSpec,
  PodStatus,
  ResourceRequirements,
} from 'kubernetes-types/core/v1';
import type { Stored } from '@podlab/apimachinery';

export type StoredPod = Stored<Pod> & { spec: PodSpec };

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** KEP-5307: what to do on certain exit codes; beta and on since 1.35. */
export interface RestartRule {
  readonly action: 'Restart' | 'RestartAllContainers';
  readonly exitCodes?: { readonly operator: 'In' | 'NotIn'; readonly values?: readonly number[] };
}

export type RuledContainer = Container & {
  readonly restartPolicyRules?: readonly RestartRule[];
  /** Of an ephemeral container: whose processes it sees. */
  readonly targetContainerName?: string;
};

export interface PodConditionRecord {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly observedGeneration?: number;
  readonly lastProbeTime: string | null;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface ContainerStatusRecord extends ContainerStatus {
  state: ContainerState;
  lastState: ContainerState;
  started?: boolean;
  allocatedResources?: Record<string, string>;
  resources?: ResourceRequirements;
  volumeMounts?: VolumeMountStatus[];
  user?: { linux: { uid: number; gid: number; supplementalGroups: number[] } };
}

export interface VolumeMountStatus {
  name: string;
  mountPath: string;
  readOnly?: boolean;
  recursiveReadOnly?: string;
}

export interface PodStatusRecord
  extends Omit<PodStatus, 'conditions' | 'containerStatuses' | 'initContainerStatuses' | 'ephemeralContainerStatuses'> {
  phase: PodPhase;
  observedGeneration?: number;
  conditions?: PodConditionRecord[];
  containerStatuses?: ContainerStatusRecord[];
  initContainerStatuses?: ContainerStatusRecord[];
  ephemeralContainerStatuses?: ContainerStatusRecord[];
  allocatedResources?: Record<string, string>;
  resources?: ResourceRequirements;
}

/** A native sidecar: an init container that is kept running (KEP-753). */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

const none: readonly RuledContainer[] = [];

/** The roles that containers of a Pod play. */
export function containersByRole(spec: PodSpec): {
  readonly init: readonly RuledContainer[];
  readonly regularInit: readonly RuledContainer[];
  readonly sidecars: readonly RuledContainer[];
  readonly apps: readonly RuledContainer[];
  /** Added while the Pod runs, to look at it; never started again. */
  readonly ephemeral: readonly RuledContainer[];
} {
  const init = spec.initContainers ?? none;
  return {
    init,
    regularInit: init.length === 0 ? none : init.filter((container) => !isSidecar(container)),
    sidecars: init.length === 0 ? none : init.filter(isSidecar),
    apps: spec.containers,
    ephemeral: spec.ephemeralContainers ?? none,
  };
}

/** A container of a Pod by its name, whatever its role. */
export function findContainer(spec: PodSpec, name: string): RuledContainer | undefined {
  const { init, apps, ephemeral } = containersByRole(spec);
  return [...init, ...apps, ...ephemeral].find((container) => container.name === name);
}

/** `name_namespace(uid)`, as the kubelet writes Pods into messages. */
export function describePod(pod: StoredPod): string {
  return `${pod.metadata.name}_${pod.metadata.namespace ?? ''}(${pod.metadata.uid})`;
}
