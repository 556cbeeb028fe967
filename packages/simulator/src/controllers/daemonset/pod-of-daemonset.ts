import { deepEqual } from '@podlab/apimachinery';
import type { Affinity, Pod as NewPod, PodSpec, Toleration } from 'kubernetes-types/core/v1';
import { podFromTemplate } from '../objects/pod-from-template.ts';
import { templateGenerationKey } from '../../apiserver/defaults/workload-defaults.ts';
import { type DaemonSet, hashLabel, templateGenerationLabel } from './daemon-pods.ts';

const bornTolerations: readonly (readonly [string, 'NoExecute' | 'NoSchedule'])[] = [
  ['node.kubernetes.io/not-ready', 'NoExecute'],
  ['node.kubernetes.io/unreachable', 'NoExecute'],
  ['node.kubernetes.io/disk-pressure', 'NoSchedule'],
  ['node.kubernetes.io/memory-pressure', 'NoSchedule'],
  ['node.kubernetes.io/pid-pressure', 'NoSchedule'],
  ['node.kubernetes.io/unschedulable', 'NoSchedule'],
];

/** The tolerations of a DaemonSet's Pods: their own, and those for what may be wrong with any node. */
export function daemonTolerations(spec: PodSpec | undefined): Toleration[] {
  const tolerations = [...(spec?.tolerations ?? [])];
  const born = spec?.hostNetwork
    ? [...bornTolerations, ['node.kubernetes.io/network-unavailable', 'NoSchedule'] as const]
    : bornTolerations;
  for (const [key, effect] of born) {
    const toleration = { key, operator: 'Exists', effect };
    if (!tolerations.some((other) => deepEqual(other, toleration))) tolerations.push(toleration);
  }
  return tolerations;
}

/** The Pod for one node: the template, with an affinity for that node alone. @see pkg/controller/daemon/util */
export function podOfDaemonSet(set: DaemonSet, nodeName: string, hash: string): NewPod {
  const pod = podFromTemplate(set);
  const { metadata = {}, spec } = pod;
  const generation = set.metadata.annotations?.[templateGenerationKey];
  metadata.labels = {
    ...metadata.labels,
    [hashLabel]: hash,
    ...(generation === undefined ? {} : { [templateGenerationLabel]: generation }),
  };
  if (!spec) return pod;
  spec.affinity = withNode(spec.affinity, nodeName);
  spec.tolerations = daemonTolerations(spec);
  return pod;
}

function withNode(affinity: Affinity | undefined, nodeName: string): Affinity {
  const nodeSelectorTerms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
    },
  };
}
