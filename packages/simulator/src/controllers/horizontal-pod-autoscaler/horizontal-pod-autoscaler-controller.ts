import { deepEqual, formatTime, keyOf, splitKey, StatusError } from '@podlab/apimachinery';
import type { HorizontalPodAutoscalerCondition, MetricStatus } from 'kubernetes-types/autoscaling/v2';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, type SyncResult, watching } from '../machinery/controller.ts';
import { limitByBehavior, limitByDefault, type Limited, stabilise, type Timed } from './limit-replicas.ts';
import { measureMetric } from './measure-metric.ts';
import { findScaleTarget, type ScaleTarget } from './scale-target.ts';

type Autoscaler = StoredOf<'horizontalpodautoscalers'>;

const fieldManager = 'kube-controller-manager';
/** `--horizontal-pod-autoscaler-sync-period` */
const periodMs = 15_000;
/** Longer than any window and period that the API accepts. */
const memoryMs = 3_600_000;

/** What is remembered of one autoscaler. */
interface Memory {
  proposals: Timed[];
  ups: Timed[];
  downs: Timed[];
}

/** Scales by what Pods use. @see pkg/controller/podautoscaler/horizontal.go (v1.36) */
export function horizontalPodAutoscalerController(context: ClusterContext): ControllerDefinition {
  const { api, timers, metrics } = context;
  const events = context.eventRecorder('horizontal-pod-autoscaler');
  const memories = new Map<string, Memory>();

  function sync(key: string): SyncResult | undefined {
    const { namespace = '', name } = splitKey(key);
    const autoscaler = api.get('horizontalpodautoscalers', namespace, name);
    if (!autoscaler?.spec) {
      memories.delete(key);
      return undefined;
    }
    const draft = new StatusDraft(autoscaler, timers.nowMs());
    reconcile(key, autoscaler, draft);
    const next = { ...autoscaler, status: draft.status() };
    if (!deepEqual(next.status, autoscaler.status)) {
      api.updateStatus('horizontalpodautoscalers', next, { fieldManager });
    }
    return { requeueAfterMs: periodMs };
  }

  function reconcile(key: string, autoscaler: Autoscaler, draft: StatusDraft): void {
    const warn = (reason: string, message: string) => events.event(autoscaler, { type: 'Warning', reason, message });
    const target = findTarget(autoscaler);
    if (typeof target === 'string') {
      warn('FailedGetScale', target);
      draft.set('AbleToScale', 'False', {
        reason: 'FailedGetScale',
        message: `the HPA controller was unable to get the target's current scale: ${target}`,
      });
      return;
    }
    draft.set('AbleToScale', 'True', {
      reason: 'SucceededGetScale',
      message: "the HPA controller was able to get the target's current scale",
    });
    const current = target.replicas;
    const nowMs = timers.nowMs();
    const memory = recall(key, nowMs);
    if (memory.proposals.length === 0) memory.proposals.push({ timeMs: nowMs, count: current });
    const { minReplicas: min = 1, maxReplicas: max } = autoscaler.spec ?? { maxReplicas: 1 };
    const rescale = (to: number, why: string, statuses: readonly MetricStatus[] | undefined) => {
      api.mergePatch(
        target.plural,
        autoscaler.metadata.namespace,
        autoscaler.spec?.scaleTargetRef.name ?? '',
        { spec: { replicas: to } },
        { fieldManager },
      );
      draft.set('AbleToScale', 'True', {
        reason: 'SucceededRescale',
        message: `the HPA controller was able to update the target scale to ${to}`,
      });
      events.event(autoscaler, {
        type: 'Normal',
        reason: 'SuccessfulRescale',
        message: `New size: ${to}; reason: ${why}`,
      });
      if (autoscaler.spec?.behavior) {
        (to > current ? memory.ups : memory.downs).push({ timeMs: nowMs, count: Math.abs(to - current) });
      }
      draft.finish(current, to, statuses, true);
    };
    if (current === 0) {
      draft.set('ScalingActive', 'False', {
        reason: 'ScalingDisabled',
        message: 'scaling is disabled since the replica count of the target is zero',
      });
      draft.finish(0, 0, undefined, false);
    } else if (current > max) rescale(max, 'Current number of replicas above Spec.MaxReplicas', undefined);
    else if (current < min) rescale(min, 'Current number of replicas below Spec.MinReplicas', undefined);
    else scaleByMetrics({ autoscaler, draft, target, memory, bounds: { current, min, max }, rescale, warn });
  }

  function findTarget({ metadata, spec }: Autoscaler): ScaleTarget | string {
    try {
      return findScaleTarget(api, metadata.namespace ?? '', spec?.scaleTargetRef ?? { kind: '', name: '' });
    } catch (error) {
      if (error instanceof StatusError) return error.message;
      throw error;
    }
  }

  function recall(key: string, nowMs: number): Memory {
    const memory = memories.get(key) ?? { proposals: [], ups: [], downs: [] };
    memories.set(key, memory);
    for (const field of ['proposals', 'ups', 'downs'] as const) {
      memory[field] = memory[field].filter(({ timeMs }) => timeMs > nowMs - memoryMs);
    }
    return memory;
  }

  function scaleByMetrics(scaling: {
    readonly autoscaler: Autoscaler;
    readonly draft: StatusDraft;
    readonly target: ScaleTarget;
    readonly memory: Memory;
    readonly bounds: { readonly current: number; readonly min: number; readonly max: number };
    readonly rescale: (to: number, why: string, statuses: readonly MetricStatus[]) => void;
    readonly warn: (reason: string, message: string) => void;
  }): void {
    const { autoscaler, draft, memory, bounds, rescale, warn } = scaling;
    const { current } = bounds;
    const measured = measureAll(scaling);
    if (!measured) return;
    const { proposal, statuses, error } = measured;
    if (proposal === undefined) {
      draft.finish(current, autoscaler.status?.desiredReplicas ?? 0, statuses, false);
      warn('FailedComputeMetricsReplicas', error ?? '');
      return;
    }
    const nowMs = timers.nowMs();
    const behavior = autoscaler.spec?.behavior;
    const steady = stabilise(proposal.replicas, current, memory.proposals, { behavior, nowMs });
    memory.proposals.push({ timeMs: nowMs, count: proposal.replicas });
    draft.set('AbleToScale', 'True', steady);
    const limited: Limited = behavior
      ? limitByBehavior(steady.replicas, bounds, { behavior, changes: { up: memory.ups, down: memory.downs }, nowMs })
      : limitByDefault(steady.replicas, bounds);
    draft.set('ScalingLimited', limited.replicas === steady.replicas ? 'False' : 'True', limited);
    if (limited.replicas === current) {
      draft.finish(current, current, statuses, false);
      return;
    }
    const isUp = proposal.replicas > current;
    rescale(limited.replicas, isUp ? `${proposal.name} above target` : 'All metrics below target', statuses);
  }

  function measureAll({ autoscaler, draft, target, bounds, warn }: Parameters<typeof scaleByMetrics>[0]) {
    const { namespace = '' } = autoscaler.metadata;
    const rivals = api
      .list('horizontalpodautoscalers', namespace)
      .filter((other) => {
        const theirs = findTarget(other);
        return typeof theirs !== 'string' && theirs.selectorText === target.selectorText;
      })
      .map(keyOf);
    if (rivals.length > 1) {
      const message = `pods by selector ${target.selectorText} are controlled by multiple HPAs: [${rivals.join(' ')}]`;
      warn('AmbiguousSelector', message);
      draft.set('ScalingActive', 'False', { reason: 'AmbiguousSelector', message });
      draft.finish(bounds.current, autoscaler.status?.desiredReplicas ?? 0, undefined, false);
      warn('FailedComputeMetricsReplicas', message);
      return undefined;
    }
    const around = {
      target,
      pods: api.list('pods', namespace),
      metrics: metrics.podMetrics().filter((one) => one.namespace === namespace),
      behavior: autoscaler.spec?.behavior,
      nowMs: timers.nowMs(),
    };
    const outcomes = (autoscaler.spec?.metrics ?? []).map((metric) => measureMetric(metric, around));
    const valid = outcomes.filter((outcome) => 'replicas' in outcome);
    const failed = outcomes.filter((outcome) => 'reason' in outcome);
    for (const { reason, message } of failed) warn(reason, message);
    const statuses = outcomes.map((outcome) => ('status' in outcome ? outcome.status : { type: '' }));
    const [first] = failed;
    const error =
      first && `invalid metrics (${failed.length} invalid out of ${outcomes.length}), first error is: ${first.summary}`;
    const proposal = valid.reduce<(typeof valid)[number] | undefined>(
      (best, outcome) => (!best || outcome.replicas > best.replicas ? outcome : best),
      undefined,
    );
    if (!proposal || (first && proposal.replicas < bounds.current)) {
      draft.set('ScalingActive', 'False', {
        reason: first?.reason ?? '',
        message: `the HPA was unable to compute the replica count: ${first?.message ?? ''}`,
      });
      return { proposal: undefined, statuses, error };
    }
    draft.set('ScalingActive', 'True', {
      reason: 'ValidMetricFound',
      message: `the HPA was able to successfully calculate a replica count from ${proposal.name}`,
    });
    return { proposal, statuses, error };
  }

  return {
    name: 'horizontal-pod-autoscaler-controller',
    watches: [
      watching(
        'horizontalpodautoscalers',
        (change) => {
          // Its own status says nothing new.
          const isNews = change.type !== 'MODIFIED' || change.object.spec !== change.old.spec;
          return isNews ? [keyOf(change.object)] : [];
        },
        // A new one, too, waits for its period.
        ({ type }) => (type === 'DELETED' ? 0 : periodMs),
      ),
    ],
    sync,
  };
}

/** The status of an autoscaler while it is worked out. */
class StatusDraft {
  readonly #before: Autoscaler['status'];
  readonly #now: string;
  #conditions: HorizontalPodAutoscalerCondition[];
  #counts: Partial<NonNullable<Autoscaler['status']>> = {};

  constructor({ status }: Autoscaler, nowMs: number) {
    this.#before = status;
    this.#now = formatTime(nowMs);
    this.#conditions = (status?.conditions ?? []).map((condition) => ({ ...condition }));
  }

  set(type: string, status: string, { reason, message }: { readonly reason: string; readonly message: string }): void {
    const known = this.#conditions.find((condition) => condition.type === type);
    const lastTransitionTime = known?.status === status ? known.lastTransitionTime : this.#now;
    const next = { type, status, reason, message, ...(lastTransitionTime ? { lastTransitionTime } : {}) };
    if (known) this.#conditions = this.#conditions.map((condition) => (condition === known ? next : condition));
    else this.#conditions.push(next);
  }

  finish(current: number, desired: number, metrics: readonly MetricStatus[] | undefined, isRescaled: boolean): void {
    this.#counts = {
      currentReplicas: current,
      desiredReplicas: desired,
      currentMetrics: (metrics ? [...metrics] : null) as MetricStatus[],
      ...(isRescaled ? { lastScaleTime: this.#now } : {}),
    };
  }

  status(): NonNullable<Autoscaler['status']> {
    const { lastScaleTime, desiredReplicas = 0, currentMetrics, currentReplicas } = this.#before ?? {};
    return {
      ...(lastScaleTime ? { lastScaleTime } : {}),
      ...(currentReplicas ? { currentReplicas } : {}),
      desiredReplicas,
      currentMetrics: currentMetrics ?? (null as unknown as MetricStatus[]),
      ...this.#counts,
      conditions: this.#conditions,
    };
  }
}
