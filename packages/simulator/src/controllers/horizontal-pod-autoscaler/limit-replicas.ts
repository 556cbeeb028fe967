import type { HPAScalingRules } from 'kubernetes-types/autoscaling/v2';

/** What was proposed, or done, and when. */
export interface Timed {
  readonly timeMs: number;
  readonly count: number;
}

/** A number of Pods, and why it is not the one that was wished for. */
export interface Limited {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
}

export interface Bounds {
  readonly current: number;
  readonly min: number;
  readonly max: number;
}

/** @see pkg/controller/podautoscaler/horizontal.go (v1.36) */
const upFactor = 2;
const leastUpLimit = 4;
/** `--horizontal-pod-autoscaler-downscale-stabilization` */
const downWindowSeconds = 300;

const tooFast = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const tooMany = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const tooFew = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};
const inRange = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };

/**
 * Steadies a proposal by those before it: no rule of the user's own means five minutes' highest.
 * @param proposals earlier ones, oldest first
 */
export function stabilise(
  desired: number,
  current: number,
  proposals: readonly Timed[],
  { behavior, nowMs }: { readonly behavior: Behavior | undefined; readonly nowMs: number },
): Limited {
  const within = (seconds: number) =>
    proposals.filter(({ timeMs }) => timeMs > nowMs - seconds * 1000).map(({ count }) => count);
  const isUp = behavior !== undefined && desired >= current;
  const words = isUp
    ? {
        reason: 'ScaleUpStabilized',
        message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
      }
    : {
        reason: 'ScaleDownStabilized',
        message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
      };
  const down = Math.max(desired, ...within(behavior?.scaleDown?.stabilizationWindowSeconds ?? downWindowSeconds));
  const up = behavior ? Math.min(desired, ...within(behavior.scaleUp?.stabilizationWindowSeconds ?? 0)) : desired;
  const replicas = behavior ? Math.min(Math.max(current, up), down) : down;
  if (replicas !== desired) return { replicas, ...words };
  return { replicas, reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
}

/** Keeps a number within the bounds, and, without rules of the user's own, from more than doubling. */
export function limitByDefault(desired: number, { current, min, max }: Bounds): Limited {
  const upLimit = Math.max(upFactor * current, leastUpLimit);
  if (desired < min) return { replicas: min, ...tooFew };
  if (desired > Math.min(max, upLimit))
    return { replicas: Math.min(max, upLimit), ...(max > upLimit ? tooFast : tooMany) };
  return { replicas: desired, ...inRange };
}

export interface Behavior {
  readonly scaleUp?: HPAScalingRules;
  readonly scaleDown?: HPAScalingRules;
}

/** What was changed lately, each way. */
export interface Changes {
  readonly up: readonly Timed[];
  readonly down: readonly Timed[];
}

/** Keeps a number within the bounds, and changes as slow as the user's policies want. */
export function limitByBehavior(
  desired: number,
  { current, min, max }: Bounds,
  { behavior, changes, nowMs }: { readonly behavior: Behavior; readonly changes: Changes; readonly nowMs: number },
): Limited {
  if (desired > current) {
    const upLimit = Math.max(current, policyLimit(current, behavior.scaleUp, changes, nowMs, 1));
    if (desired > Math.min(max, upLimit)) {
      return { replicas: Math.min(max, upLimit), ...(max > upLimit ? tooFast : tooMany) };
    }
  } else if (desired < current) {
    const downLimit = Math.min(current, policyLimit(current, behavior.scaleDown, changes, nowMs, -1));
    if (desired < Math.max(min, downLimit)) {
      const tooSlow = {
        reason: 'ScaleDownLimit',
        message: 'the desired replica count is decreasing faster than the maximum scale rate',
      };
      return { replicas: Math.max(min, downLimit), ...(min < downLimit ? tooSlow : tooFew) };
    }
  }
  return { replicas: desired, ...inRange };
}

function policyLimit(
  current: number,
  rules: HPAScalingRules | undefined,
  changes: Changes,
  nowMs: number,
  direction: 1 | -1,
): number {
  if (rules?.selectPolicy === 'Disabled') return current;
  const changedIn = (timed: readonly Timed[], seconds: number) =>
    timed.filter(({ timeMs }) => timeMs > nowMs - seconds * 1000).reduce((sum, { count }) => sum + count, 0);
  const limits = (rules?.policies ?? []).map(({ type, value, periodSeconds }) => {
    const atStart = current - changedIn(changes.up, periodSeconds) + changedIn(changes.down, periodSeconds);
    if (type === 'Pods') return atStart + direction * value;
    const scaled = atStart * (1 + (direction * value) / 100);
    return direction > 0 ? Math.ceil(scaled) : Math.trunc(scaled);
  });
  const wantsLeast = (rules?.selectPolicy === 'Min') === direction > 0;
  return wantsLeast ? Math.min(...limits) : Math.max(...limits);
}
