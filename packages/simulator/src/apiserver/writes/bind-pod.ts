import { formatTime, setCondition, statuses, type Stored, withFields } from '@podlab/apimachinery';
import type { Pod, PodCondition } from 'kubernetes-types/core/v1';
import { sharedValue } from '../objects/shared-value.ts';
import type { WriteContext, WriteRequestOptions } from './write-context.ts';

export interface BindRequest extends WriteRequestOptions {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
  readonly uid?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const bindings = { group: '', resource: 'pods/binding' };

/**
 * Assigns a Pod to a node, once: `spec.nodeName` and the condition PodScheduled, in one write that does not count as a
 * new generation.
 * @throws StatusError
 * @see pkg/registry/core/pod/storage/storage.go `assignPod` (v1.36)
 */
export function bindPod(context: WriteContext, request: BindRequest): Stored {
  const key = `${request.namespace}/${request.name}`;
  const pod = context.store.get('pods', key) as Stored<Pod> | undefined;
  if (!pod) throw statuses.notFound({ group: '', resource: 'pods' }, request.name);
  const conflict = (why: string) => statuses.conflict(bindings, request.name, why);
  if (request.uid !== undefined && request.uid !== pod.metadata.uid) {
    throw conflict(`Precondition failed: UID in precondition: ${request.uid}, UID in object meta: ${pod.metadata.uid}`);
  }
  if (pod.metadata.deletionTimestamp)
    throw conflict(`pod ${request.name} is being deleted, cannot be assigned to a host`);
  if (pod.spec?.nodeName)
    throw conflict(`pod ${request.name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  if (pod.spec?.schedulingGates?.length) throw conflict(`pod ${request.name} has non-empty .spec.schedulingGates`);
  // The promise is kept: nothing is nominated any more.
  const { nominatedNodeName: _nominated, ...status } = pod.status ?? {};
  const scheduled: PodCondition = { type: 'PodScheduled', status: 'True' };
  const now = formatTime(context.timers.nowMs());
  const bound = {
    ...pod,
    metadata: request.annotations
      ? { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...request.annotations } }
      : pod.metadata,
    spec: { ...pod.spec, nodeName: request.nodeName },
    status: withFields(status, {
      conditions: sharedValue(
        setCondition<PodCondition>(pod.status?.conditions, scheduled, now).map((condition) =>
          condition.type === 'PodScheduled' ? { lastProbeTime: null as unknown as string, ...condition } : condition,
        ),
      ),
    }),
  };
  if (request.dryRun) return bound;
  return context.store.put('pods', key, bound);
}
