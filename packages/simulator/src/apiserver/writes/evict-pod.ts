import {
  formatTime,
  isConditionTrue,
  matchesSelector,
  selectorOf,
  setCondition,
  StatusError,
  statuses,
  type Stored,
} from '@podlab/apimachinery';
import type { Pod, PodCondition } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { noteWriter } from '../fields/note-writer.ts';
import { findByPlural } from '../registry/resources.ts';
import { deleteObject, type DeleteRequest } from './delete-object.ts';
import { updateObject } from './update-object.ts';
import type { WriteContext } from './write-context.ts';

export interface EvictionRequest {
  readonly namespace: string;
  readonly name: string;
  readonly deleteOptions: Omit<DeleteRequest, 'name' | 'namespace'>;
}

type Budget = Stored<PodDisruptionBudget>;

const refusal = "Cannot evict pod as it would violate the pod's disruption budget.";
const twoBudgets = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
/** @see pkg/registry/core/pod/storage/eviction.go `MaxDisruptedPodSize` (v1.36) */
const maxDisruptedPods = 2000;

/**
 * Deletes a Pod if its disruption budget allows it.
 * @throws StatusError 429 when it does not, 500 when several budgets cover the Pod
 * @see pkg/registry/core/pod/storage/eviction.go (v1.36)
 */
export function evictPod(context: WriteContext, request: EvictionRequest): void {
  const pod = context.store.get('pods', `${request.namespace}/${request.name}`) as Stored<Pod> | undefined;
  if (!pod) throw statuses.notFound({ group: '', resource: 'pods' }, request.name);
  if (!needsNoBudget(pod)) spendBudget(context, pod, request.deleteOptions.dryRun ?? false);
  if (!request.deleteOptions.dryRun) markDisrupted(context, pod);
  deleteObject(context, findByPlural('pods'), {
    ...request.deleteOptions,
    namespace: request.namespace,
    name: request.name,
  });
}

/** A Pod that does not run, or not for long, disrupts nothing. */
function needsNoBudget({ status, metadata }: Stored<Pod>): boolean {
  const { phase } = status ?? {};
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending' || metadata.deletionTimestamp !== undefined;
}

function spendBudget(context: WriteContext, pod: Stored<Pod>, dryRun: boolean): void {
  const [budget, second] = budgetsOf(context, pod);
  if (!budget) return;
  if (second) throw new StatusError({ message: twoBudgets, code: 500 });
  if (!isConditionTrue(pod.status?.conditions, 'Ready') && mayEvictUnready(budget)) return;
  const { status } = budget;
  if ((status?.observedGeneration ?? 0) < (budget.metadata.generation ?? 0)) {
    throw refuse(`The disruption budget ${budget.metadata.name} is still being processed by the server.`, 10);
  }
  if (Object.keys(status?.disruptedPods ?? {}).length > maxDisruptedPods) {
    throw statuses.forbidden(
      { group: 'policy', resource: 'poddisruptionbudget' },
      budget.metadata.name,
      'DisruptedPods map too big - too many evictions not confirmed by PDB controller',
    );
  }
  if (!status || status.disruptionsAllowed <= 0) throw refuse(exhausted(budget));
  if (!dryRun) takeOne(context, budget, pod.metadata.name);
}

function budgetsOf({ store }: WriteContext, pod: Stored<Pod>): readonly Budget[] {
  const budgets = store.list('poddisruptionbudgets', pod.metadata.namespace) as readonly Budget[];
  return budgets.filter(
    ({ spec }) => spec?.selector && matchesSelector(selectorOf(spec.selector), pod.metadata.labels),
  );
}

function mayEvictUnready({ spec, status }: Budget): boolean {
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status !== undefined && status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy;
}

function exhausted({ metadata, status }: Budget): string {
  const condition = status?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  const start = `The disruption budget ${metadata.name}`;
  if (condition?.status === 'False' && condition.message && condition.reason === 'SyncFailed') {
    return `${start} does not allow evicting pods currently because it failed sync: ${condition.message}`;
  }
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  if (currentHealthy <= desiredHealthy) {
    return `${start} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  }
  return `${start} does not allow evicting pods currently`;
}

function refuse(message: string, retryAfterSeconds = 0) {
  return statuses.tooManyRequests(refusal, { retryAfterSeconds, causes: [{ reason: 'DisruptionBudget', message }] });
}

function takeOne(context: WriteContext, budget: Budget, podName: string): void {
  const now = formatTime(context.timers.nowMs());
  updateObject(context, findByPlural('poddisruptionbudgets'), {
    namespace: budget.metadata.namespace,
    name: budget.metadata.name,
    subresource: 'status',
    manage: noteWriter(context, findByPlural('poddisruptionbudgets'), 'kube-apiserver', 'status'),
    change: (existing) => {
      const { status } = existing as Budget;
      const disruptionsAllowed = (status?.disruptionsAllowed ?? 1) - 1;
      return {
        ...existing,
        status: {
          ...status,
          disruptionsAllowed,
          disruptedPods: { ...status?.disruptedPods, [podName]: now },
          ...(disruptionsAllowed === 0 ? { conditions: insufficient(budget, now) } : {}),
        },
      };
    },
  });
}

function insufficient({ status, metadata }: Budget, now: string) {
  return setCondition(
    status?.conditions,
    {
      type: 'DisruptionAllowed',
      status: 'False',
      reason: 'InsufficientPods',
      message: '',
      lastTransitionTime: now,
      observedGeneration: metadata.generation ?? 0,
    },
    now,
  );
}

function markDisrupted(context: WriteContext, { metadata }: Stored<Pod>): void {
  const now = formatTime(context.timers.nowMs());
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastProbeTime: null as unknown as string,
  };
  updateObject(context, findByPlural('pods'), {
    namespace: metadata.namespace,
    name: metadata.name,
    subresource: 'status',
    change: (existing) => {
      const { status } = existing as Stored<Pod>;
      return { ...existing, status: { ...status, conditions: setCondition(status?.conditions, condition, now) } };
    },
  });
}
