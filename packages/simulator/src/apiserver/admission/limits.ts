import type { KubeObject, Stored } from '@podlab/apimachinery';
import { rareKinds } from '#parts';
import type { LimitRange, Pod, ResourceQuota } from 'kubernetes-types/core/v1';
import type { Store } from '../../store/store.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import type { AdmissionContext } from './admission-context.ts';

/** A write that is right in itself, and is held against what its namespace may have. */
export interface LimitedWrite {
  readonly definition: AnyResourceDefinition;
  readonly namespace: string | undefined;
  readonly object: KubeObject | Stored;
  /** Before the write; undefined when it creates. */
  readonly old?: Stored | undefined;
  readonly dryRun: boolean;
}

/** Gives a new Pod the defaults of its namespace's LimitRanges. Changes the draft. */
export function admitDefaultLimits(pod: Pod, { store }: AdmissionContext): void {
  const ranges = rangesOf(store, pod.metadata?.namespace ?? '');
  if (ranges.length > 0) rareKinds.code.applyLimitDefaults(pod, ranges);
}

/**
 * Holds a new object, or a Pod that is resized, against the LimitRanges of its namespace.
 * @throws StatusError 403
 */
export function admitRanges({ store }: AdmissionContext, write: LimitedWrite): void {
  if (write.namespace === undefined || (write.old && !write.definition.limitsChanges)) return;
  const ranges = rangesOf(store, write.namespace);
  if (ranges.length > 0) rareKinds.code.checkRanges(write, ranges);
}

/**
 * Holds a write against the ResourceQuotas of its namespace, and enters what it uses in these.
 * @throws StatusError 403
 */
export function admitQuotas(context: AdmissionContext, write: LimitedWrite): void {
  if (write.namespace === undefined || write.definition.plural === 'resourcequotas') return;
  const quotas = context.store.list('resourcequotas', write.namespace) as readonly Stored<ResourceQuota>[];
  if (quotas.length > 0) rareKinds.code.chargeQuotas(context, write, quotas);
}

function rangesOf(store: Store, namespace: string): readonly Stored<LimitRange>[] {
  return store.list('limitranges', namespace);
}
