import { formatTime, newHexId, type Random } from '@podlab/apimachinery';
import { kernelRelease } from '@podlab/shell';
import type { Node } from 'kubernetes-types/core/v1';
import { imageCatalogue } from '../../images/catalogue.ts';
import { systemImages } from '../../images/system-images.ts';
import { podCidr } from '../../runtime/pod-ips.ts';
import type { NodePressure } from '../eviction/eviction-decision.ts';

export interface NodeFacts {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  /** From 0; decides addresses. */
  readonly index: number;
  /** Keeps ordinary Pods away from a control plane when there are workers. */
  readonly isTainted: boolean;
  readonly random: Random;
  /** How much its disk holds, as a quantity; default 264212084Ki. */
  readonly disk?: string;
}

/** As a machine that kind could run on would report it. */
const nodeCapacity = {
  cpu: '2',
  'ephemeral-storage': '264212084Ki',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '24684084Ki',
  pods: '110',
} as const;

/** What a node has. */
export function capacityOf({ disk }: Pick<NodeFacts, 'disk'>): Readonly<Record<keyof typeof nodeCapacity, string>> {
  return disk === undefined ? nodeCapacity : { ...nodeCapacity, 'ephemeral-storage': disk };
}

/**
 * What a kubelet makes of the resources in its node's status: its own are as it finds them, those that others have added
 * (extended resources) can be given to Pods.
 * @see kubernetes v1.36 pkg/kubelet/nodestatus/setters.go MachineInfo
 */
export function nodeResources(
  status: Node['status'],
  facts: Pick<NodeFacts, 'disk'>,
): Required<Pick<NonNullable<Node['status']>, 'capacity' | 'allocatable'>> {
  const capacity = { ...status?.capacity, ...capacityOf(facts) };
  return { capacity, allocatable: capacity };
}

/** `status.addresses[InternalIP]` */
export function hostIp(index: number): string {
  return `172.18.${(index + 2) >> 8}.${(index + 2) & 255}`;
}

/** The Node that a kubelet registers, not ready yet. @see recording nodes-3 */
export function newNode(facts: NodeFacts, nowMs: number): Node {
  const { name, role, index, isTainted, random } = facts;
  const isControlPlane = role === 'control-plane';
  const machineId = newHexId(random, 32);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(isControlPlane && {
          'node-role.kubernetes.io/control-plane': '',
          // kind takes it away, as the taint, where there are no other nodes.
          ...(isTainted && { 'node.kubernetes.io/exclude-from-external-load-balancers': '' }),
        }),
      },
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR: podCidr(index),
      podCIDRs: [podCidr(index)],
      providerID: `kind://docker/podlab/${name}`,
      ...(isTainted && { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }),
    },
    status: {
      capacity: { ...capacityOf(facts) },
      allocatable: { ...capacityOf(facts) },
      conditions: nodeConditions(nowMs, nowMs, false),
      addresses: [
        { type: 'InternalIP', address: hostIp(index) },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: machineId,
        systemUUID: machineId,
        bootID: newHexId(random, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
        kernelVersion: kernelRelease,
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        containerRuntimeVersion: 'containerd://2.3.4',
        kubeletVersion: 'v1.36.3',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
      images: [...imageCatalogue, ...systemImages].map((image) => ({
        names: [image.name],
        sizeBytes: image.sizeBytes,
      })),
      ...kubeletFeatures,
    },
  };
}

/** What a kubelet says that it and its runtime can do. @see recording nodes */
const kubeletFeatures = {
  declaredFeatures: [
    'ExtendWebSocketsToKubelet',
    'InPlacePodLevelResourcesVerticalScaling',
    'InPlacePodVerticalScalingInitContainers',
    'RestartAllContainersOnContainerExits',
  ],
  features: { supplementalGroupsPolicy: true },
  runtimeHandlers: ['', 'runc', 'test-handler'].map((name) => ({
    name,
    features: { recursiveReadOnlyMounts: true, userNamespaces: true },
  })),
};

type NodeConditions = NonNullable<NonNullable<Node['status']>['conditions']>;

/** What a kubelet reports. */
export function nodeConditions(
  nowMs: number,
  sinceMs: number,
  isReady: boolean,
  pressures: ReadonlySet<NodePressure> = new Set(),
): NodeConditions {
  const condition = (type: string, status: 'True' | 'False', reason: string, message: string) => ({
    type,
    status,
    lastHeartbeatTime: formatTime(nowMs),
    lastTransitionTime: formatTime(sinceMs),
    reason,
    message,
  });
  return [
    pressures.has('MemoryPressure')
      ? condition('MemoryPressure', 'True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available')
      : condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    pressures.has('DiskPressure')
      ? condition('DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure')
      : condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    isReady
      ? condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
      : condition('Ready', 'False', 'KubeletNotReady', 'container runtime network not ready'),
  ];
}
