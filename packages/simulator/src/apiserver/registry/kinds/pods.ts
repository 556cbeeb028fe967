import { allRequests } from '#parts';
import type { Stored } from '@podlab/apimachinery';
import type { Pod, PodStatus } from 'kubernetes-types/core/v1';
import { mergeLabelKeys } from '../../admission/label-keys.ts';
import { admitPod, admitPodUpdate } from '../../admission/pod-admission.ts';
import { defaultPod } from '../../defaults/pod-defaults.ts';
import { qosClassOf } from '../../defaults/qos-class.ts';
import { validatePod } from '../../validation/pods/pod-spec.ts';
import { nameWarnings } from '../../warnings/name-warnings.ts';
import { podWarnings } from '../../warnings/late-warnings.ts';
import { defineResource } from '../define-resource.ts';

const defaultGracePeriodSeconds = 30;

export const pods = defineResource<Pod>({
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  shortNames: ['po'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  returnsDeleted: true,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    { name: 'ephemeralcontainers', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
    { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
    { name: 'proxy', kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { name: 'resize', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
  ],
  applyDefaults: defaultPod,
  validateCreate: validatePod,
  // Whoever changes a Pod from outside has this code loaded; what the cluster itself changes is right.
  validateUpdate: (pod, old) => (allRequests.isHere ? allRequests.code.validatePodUpdate(pod, old) : []),
  warnings: (pod, old) => (old ? [] : [...nameWarnings(pod, "the Pod's hostname"), ...podWarnings(pod, 'spec')]),
  prepareCreate: (pod, context) => {
    admitPod(pod, context);
    mergeLabelKeys(pod);
    Object.assign(pod, { status: initialStatus(pod) });
  },
  prepareUpdate: admitPodUpdate,
  gracePeriodSeconds: podGracePeriodSeconds,
  selectableFields: {
    'spec.nodeName': (pod) => pod.spec?.nodeName ?? '',
    'spec.restartPolicy': (pod) => pod.spec?.restartPolicy ?? '',
    'spec.schedulerName': (pod) => pod.spec?.schedulerName ?? '',
    'spec.serviceAccountName': (pod) => pod.spec?.serviceAccountName ?? '',
    'spec.hostNetwork': (pod) => String(pod.spec?.hostNetwork ?? false),
    'status.phase': (pod) => pod.status?.phase ?? '',
    'status.podIP': (pod) => pod.status?.podIP ?? '',
    'status.podIPs': (pod) => pod.status?.podIPs?.map(({ ip }) => ip ?? '').join(',') ?? '',
    'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName ?? '',
  },
});

/** A Pod that runs nowhere needs no time to stop. @see pkg/registry/core/pod/strategy.go `CheckGracefulDelete` (v1.36) */
function podGracePeriodSeconds({ spec, status }: Stored<Pod>, requestedSeconds: number | undefined): number {
  const isDone = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  if (!spec?.nodeName || isDone) return 0;
  const seconds = requestedSeconds ?? spec.terminationGracePeriodSeconds ?? defaultGracePeriodSeconds;
  return seconds < 0 ? 1 : seconds;
}

function initialStatus({ spec, metadata }: Pod): PodStatus {
  const status: PodStatus = { phase: 'Pending', qosClass: spec ? qosClassOf(spec) : 'BestEffort' };
  if (!spec?.schedulingGates?.length) return status;
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
    lastProbeTime: null as unknown as string,
    lastTransitionTime: metadata?.creationTimestamp ?? '',
  };
  return { ...status, conditions: [gated] };
}
