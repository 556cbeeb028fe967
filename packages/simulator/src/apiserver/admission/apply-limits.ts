import { type KubeObject, statuses, type Stored } from '@podlab/apimachinery';
import type { LimitRange, PersistentVolumeClaim, Pod, ResourceQuota } from 'kubernetes-types/core/v1';
import { noteWriter } from '../fields/note-writer.ts';
import { formatAmounts } from '../quota/amounts.ts';
import { checkQuotas } from '../quota/check-quotas.ts';
import { applyDefaultLimits, claimLimitFaults, podLimitFaults } from '../quota/limit-range.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import type { AdmissionContext } from './admission-context.ts';
import type { LimitedWrite } from './limits.ts';

const quotaKind = { group: '', version: 'v1', kind: 'ResourceQuota' };

/** Gives a new Pod the defaults of LimitRanges. Changes the draft. */
export function applyLimitDefaults(pod: Pod, ranges: readonly Stored<LimitRange>[]): void {
  for (const range of ranges) applyDefaultLimits(pod, range as LimitRange);
}

/**
 * Holds a new object against the LimitRanges of its namespace.
 * @throws StatusError 403
 */
export function checkRanges({ definition, object }: LimitedWrite, ranges: readonly Stored<LimitRange>[]): void {
  for (const range of ranges) {
    const faults = limitFaults(definition, object, range as LimitRange);
    if (faults.length === 0) continue;
    throw refusal(definition, object, faults.length === 1 ? (faults[0] ?? '') : `[${faults.join(', ')}]`);
  }
}

/**
 * Holds a write against the ResourceQuotas of its namespace, and enters what it uses in these.
 * @throws StatusError 403
 */
export function chargeQuotas(
  context: AdmissionContext,
  write: LimitedWrite,
  quotas: readonly Stored<ResourceQuota>[],
): void {
  const { definition, namespace, object, old } = write;
  const { store } = context;
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
