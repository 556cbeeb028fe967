import { type KubeObject, statuses, type Stored } from '@podlab/apimachinery';
import type { LimitRange, PersistentVolumeClaim, Pod, ResourceQuota } from 'kubernetes-types/core/v1';
import { noteWriter } from '../fields/note-writer.ts';
import { formatAmounts } from '../quota/amounts.ts';
import { checkQuotas } from '../quota/check-quotas.ts';
import { applyDefaultLimits, claimLimitFaults, podLimitFaults } from '../quota/limit-range.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import type { AdmissionContext } from './admission-context.ts';

const quotaKind = { group: '', version: 'v1', kind: 'ResourceQuota' };

/** Gives a new Pod the defaults of its namespace's LimitRanges. Changes the draft. */
export function admitDefaultLimits(pod: Pod, { store }: AdmissionContext): void {
  const ranges = store.list('limitranges', pod.metadata?.namespace ?? '') as readonly Stored<LimitRange>[];
  for (const range of ranges) applyDefaultLimits(pod, range as LimitRange);
}

/** A write that is right in itself, and is held against what its namespace may have. */
export interface LimitedWrite {
  readonly definition: AnyResourceDefinition;
  readonly namespace: string | undefined;
  readonly object: KubeObject | Stored;
  /** Before the write; undefined when it creates. */
  readonly old?: Stored | undefined;
  readonly dryRun: boolean;
}

/**
 * Holds a new object against the LimitRanges of its namespace.
 * @throws StatusError 403
 */
export function admitRanges({ store }: AdmissionContext, { definition, namespace, object, old }: LimitedWrite): void {
  if (namespace === undefined || old) return;
  for (const range of store.list('limitranges', namespace) as readonly Stored<LimitRange>[]) {
    const faults = limitFaults(definition, object, range as LimitRange);
    if (faults.length === 0) continue;
    throw refusal(definition, object, faults.length === 1 ? (faults[0] ?? '') : `[${faults.join(', ')}]`);
  }
}

/**
 * Holds a write against the ResourceQuotas of its namespace, and enters what it uses in these.
 * @throws StatusError 403
 */
export function admitQuotas(context: AdmissionContext, write: LimitedWrite): void {
  const { definition, namespace, object, old } = write;
  if (namespace === undefined || definition.plural === 'resourcequotas') return;
  const { store } = context;
  const quotas = store.list('resourcequotas', namespace) as readonly Stored<ResourceQuota>[];
  if (quotas.length === 0) return;
  const verdict = checkQuotas(quotas, { resource: definition, object, old, nowMs: context.nowMs });
  if (verdict.refusal !== undefined) throw refusal(definition, object, verdict.refusal);
  if (write.dryRun) return;
  const timers = { nowMs: () => context.nowMs };
  const manage = noteWriter({ timers }, quotaKind, 'kube-apiserver', 'status');
  for (const { quota, used } of verdict.charges) {
    const charged = { ...quota, status: { ...quota.status, used: formatAmounts(used) } };
    const managedFields = manage(charged, quota);
    const metadata = { ...quota.metadata, ...(managedFields ? { managedFields } : {}) };
    store.put('resourcequotas', `${namespace}/${quota.metadata.name}`, { ...charged, metadata });
  }
}

function refusal({ group, plural }: AnyResourceDefinition, { metadata }: KubeObject | Stored, why: string) {
  return statuses.forbidden({ group, resource: plural }, metadata?.name ?? '', why);
}

function limitFaults({ plural }: AnyResourceDefinition, object: KubeObject | Stored, range: LimitRange): string[] {
  if (plural === 'pods') return podLimitFaults(object as Pod, range);
  return plural === 'persistentvolumeclaims' ? claimLimitFaults(object as PersistentVolumeClaim, range) : [];
}
