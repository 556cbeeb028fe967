import { parseQuantity, parseTime, type KubeObject, type Stored } from '@podlab/apimachinery';
import type { PersistentVolumeClaim, Pod, Service } from 'kubernetes-types/core/v1';
import { storageClassOf } from '../admission/storage-names.ts';
import type { Amounts } from './amounts.ts';
import { podAmounts } from './pod-amounts.ts';

const one = parseQuantity(1);
/** Names from before `count/`, next to those of Pods, Services and claims. */
const plainlyCounted = ['configmaps', 'replicationcontrollers', 'resourcequotas', 'secrets'];
const requested = ['cpu', 'memory', 'ephemeral-storage'];

/** What quotas know a resource by. */
export interface CountedResource {
  readonly group: string;
  readonly plural: string;
}

/**
 * What an object uses of all that a quota may count.
 * @see pkg/quota/v1/evaluator/core (v1.36)
 */
export function usageOf({ group, plural }: CountedResource, object: KubeObject | Stored, nowMs: number): Amounts {
  const counted = { [`count/${plural}${group ? `.${group}` : ''}`]: one };
  switch (plural) {
    case 'pods':
      return { ...counted, ...(isOver(object as Stored<Pod>, nowMs) ? {} : podUsage(object as Stored<Pod>)) };
    case 'services':
      return { ...counted, services: one, ...serviceUsage(object as Stored<Service>) };
    case 'persistentvolumeclaims':
      return { ...counted, persistentvolumeclaims: one, ...claimUsage(object as Stored<PersistentVolumeClaim>) };
    default:
      return plainlyCounted.includes(plural) && group === '' ? { ...counted, [plural]: one } : counted;
  }
}

/**
 * A Pod that has ended, or should long be gone, uses nothing but its place among the objects. The time of deletion is
 * when its grace is over, to which the grace is added once more.
 * @see pkg/quota/v1/evaluator/core/pods.go QuotaV1Pod
 */
function isOver({ metadata, status }: Stored<Pod>, nowMs: number): boolean {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return true;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  return (
    deletionTimestamp !== undefined &&
    deletionGracePeriodSeconds !== undefined &&
    nowMs > (parseTime(deletionTimestamp) ?? nowMs) + deletionGracePeriodSeconds * 1000
  );
}

function podUsage(pod: Stored<Pod>): Amounts {
  const requests = podAmounts(pod, 'requests');
  const limits = podAmounts(pod, 'limits');
  const usage: Record<string, Amounts[string]> = { pods: one };
  for (const [name, amount] of Object.entries(requests)) {
    const isPlain = requested.includes(name) || name.startsWith('hugepages-');
    if (isPlain) usage[name] = amount;
    if (isPlain || name.includes('/')) usage[`requests.${name}`] = amount;
  }
  for (const [name, amount] of Object.entries(limits)) if (requested.includes(name)) usage[`limits.${name}`] = amount;
  return usage;
}

function serviceUsage({ spec }: Stored<Service>): Amounts {
  const ports = parseQuantity(spec?.ports?.filter(({ nodePort }) => nodePort).length ?? 0);
  switch (spec?.type) {
    case 'NodePort':
      return { 'services.nodeports': parseQuantity(spec.ports?.length ?? 0) };
    case 'LoadBalancer':
      return { 'services.loadbalancers': one, 'services.nodeports': ports };
    default:
      return {};
  }
}

function claimUsage(claim: Stored<PersistentVolumeClaim>): Amounts {
  const storage = claim.spec?.resources?.requests?.['storage'];
  const prefix = `${storageClassOf(claim)}.storageclass.storage.k8s.io`;
  const ofClass = storageClassOf(claim) === '' ? {} : { [`${prefix}/persistentvolumeclaims`]: one };
  if (storage === undefined) return ofClass;
  const amount = parseQuantity(storage);
  return {
    ...ofClass,
    'requests.storage': amount,
    ...(storageClassOf(claim) ? { [`${prefix}/requests.storage`]: amount } : {}),
  };
}
