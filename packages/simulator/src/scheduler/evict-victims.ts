import type { StoredOf } from '../apiserver/local-api.ts';
import type { LocalApi } from '../apiserver/local-api.ts';
import { withDisruptionTarget } from '../controllers/objects/disruption-target.ts';
import { selects } from '../controllers/objects/selector.ts';
import { unlessGone } from '../controllers/objects/status-errors.ts';
import type { EventRecorder } from '../events/event-recorder.ts';
import type { Preemption } from './preemption.ts';

const fieldManager = 'kube-scheduler';
const message = 'default-scheduler: preempting to accommodate a higher priority pod';

/** Says on the victims why they go. */
export function markVictims(api: LocalApi, { victims }: Preemption, nowMs: number): void {
  for (const { pod } of victims) {
    const current = api.get('pods', pod.metadata.namespace, pod.metadata.name);
    if (current?.metadata.uid !== pod.metadata.uid || current.metadata.deletionTimestamp) continue;
    const conditions = withDisruptionTarget(current, { reason: 'PreemptionByScheduler', message }, nowMs);
    api.updateStatus('pods', { ...current, status: { ...current.status, conditions } }, { fieldManager });
  }
}

/** Deletes the victims, with their grace. @see pkg/scheduler/framework/preemption/executor.go */
export function evictVictims(
  { api, events }: { readonly api: LocalApi; readonly events: EventRecorder },
  preemptor: StoredOf<'pods'>,
  { victims, node }: Preemption,
): void {
  for (const { pod } of victims) {
    const { namespace, name, uid } = pod.metadata;
    unlessGone(() => api.delete('pods', namespace, name, { preconditions: { uid }, fieldManager }));
    events.event(pod, {
      type: 'Normal',
      reason: 'Preempted',
      message: `Preempted by pod ${preemptor.metadata.uid} on node ${node.node?.metadata.name ?? ''}`,
    });
  }
}

/** Whether a PodDisruptionBudget allows no disruption of this Pod now. */
export function isProtectedByBudget(api: LocalApi, { metadata }: StoredOf<'pods'>): boolean {
  return api
    .list('poddisruptionbudgets', metadata.namespace)
    .some(({ spec, status }) => selects(spec?.selector, metadata.labels) && (status?.disruptionsAllowed ?? 0) <= 0);
}
