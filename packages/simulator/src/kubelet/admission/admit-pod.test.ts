import { describe, expect, it } from 'vitest';
import { admissionFault, type AdmissionInput, pressureFault } from './admit-pod.ts';
import type { StoredPod } from '../pod-types.ts';

function input(
  changes: Partial<AdmissionInput> & { spec?: object; annotations?: Record<string, string> },
): AdmissionInput {
  const { spec, annotations, ...rest } = changes;
  return {
    pod: {
      metadata: { name: 'web', uid: 'u', annotations },
      spec: { containers: [], ...spec },
    } as unknown as StoredPod,
    node: {
      metadata: { name: 'n', labels: { disk: 'slow' } },
      spec: { taints: [{ key: 'gone', effect: 'NoExecute' }] },
    } as unknown as AdmissionInput['node'],
    requests: {},
    allocatable: { cpu: 2000, memory: 1000, pods: 3 },
    used: { cpu: 1500 },
    podCount: 1,
    isPortTaken: false,
    ...rest,
  };
}

const tolerant = { tolerations: [{ operator: 'Exists' }] };

describe('a kubelet', () => {
  it.each<{ about: string; changes: Parameters<typeof input>[0]; expected: string | undefined }>([
    { about: 'takes a Pod on that fits', changes: { spec: tolerant, requests: { cpu: 500 } }, expected: undefined },
    {
      about: 'says which resource is short',
      changes: { spec: tolerant, requests: { cpu: 501 } },
      expected: "OutOfcpu: Node didn't have enough resource: cpu, requested: 501, used: 1500, capacity: 2000",
    },
    {
      about: 'counts Pods first',
      changes: { spec: tolerant, requests: { cpu: 501 }, podCount: 3 },
      expected: "OutOfpods: Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3",
    },
    {
      about: 'knows memory in bytes',
      changes: { spec: tolerant, requests: { memory: 1001 } },
      expected: "OutOfmemory: Node didn't have enough resource: memory, requested: 1001, used: 0, capacity: 1000",
    },
    {
      about: 'obeys a node selector',
      changes: { spec: { ...tolerant, nodeSelector: { disk: 'fast' } } },
      expected: "NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    },
    {
      about: 'gives a port of the host only once',
      changes: { spec: tolerant, isPortTaken: true },
      expected: "NodePorts: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
    },
    {
      about: 'obeys a NoExecute taint',
      changes: {},
      expected: "TaintToleration: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
    },
    {
      about: 'takes on its own static Pods in spite of a taint',
      changes: { annotations: { 'kubernetes.io/config.source': 'file' } },
      expected: undefined,
    },
    {
      about: 'runs Linux only',
      changes: { spec: { os: { name: 'windows' } } },
      expected: "PodOSNotSupported: Failed to admit pod as the OS field doesn't match node OS",
    },
    {
      about: 'sets what concerns the Pod alone',
      changes: {
        spec: {
          tolerations: [{ operator: 'Exists' }],
          securityContext: { sysctls: [{ name: 'net/ipv4/tcp_syncookies', value: '1' }] },
        },
      },
      expected: undefined,
    },
    {
      about: 'sets nothing that concerns others',
      changes: {
        spec: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] }, os: { name: 'windows' } },
      },
      expected: 'SysctlForbidden: forbidden sysctl: "kernel.msgmax" not allowlisted',
    },
    {
      about: 'sets nothing of the node’s network',
      changes: {
        spec: { hostNetwork: true, securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '1' }] } },
      },
      expected: 'SysctlForbidden: forbidden sysctl: "net.ipv4.tcp_rmem" not allowed with host net enabled',
    },
  ])('$about', ({ changes, expected }) => {
    const fault = admissionFault(input(changes));
    expect(fault && `${fault.reason}: ${fault.message}`).toBe(expected);
  });
});

describe('a kubelet that is short of', () => {
  const pod = (facts: { priority?: number; qosClass?: string; tolerations?: object[]; annotations?: object }) =>
    ({
      metadata: { name: 'web', uid: 'u', annotations: facts.annotations },
      spec: { containers: [], priority: facts.priority ?? 0, tolerations: facts.tolerations },
      status: { qosClass: facts.qosClass ?? 'BestEffort' },
    }) as unknown as StoredPod;
  const memory = 'The node had condition: [MemoryPressure]. ';
  const disk = 'The node had condition: [DiskPressure]. ';
  const tolerations = [{ key: 'node.kubernetes.io/memory-pressure' }];

  it.each([
    ['nothing takes all', [], pod({}), undefined],
    ['memory takes none that asks for nothing', ['MemoryPressure'], pod({}), memory],
    ['memory takes those that ask for something', ['MemoryPressure'], pod({ qosClass: 'Burstable' }), undefined],
    ['memory takes those that tolerate it', ['MemoryPressure'], pod({ tolerations }), undefined],
    ['disk takes none', ['DiskPressure'], pod({ qosClass: 'Guaranteed', tolerations }), disk],
    ['disk takes those of the system', ['DiskPressure'], pod({ priority: 2_000_000_000 }), undefined],
    [
      'disk takes static ones',
      ['DiskPressure'],
      pod({ annotations: { 'kubernetes.io/config.source': 'file' } }),
      undefined,
    ],
    [
      'both says both',
      ['MemoryPressure', 'DiskPressure'],
      pod({ qosClass: 'Guaranteed' }),
      'The node had condition: [MemoryPressure DiskPressure]. ',
    ],
  ] as const)('%s', (_about, pressures, candidate, message) => {
    expect(pressureFault(candidate, pressures)?.message).toBe(message);
  });
});
