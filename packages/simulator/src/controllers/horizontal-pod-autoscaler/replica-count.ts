import type { PodGroups, PodUsage } from './group-pods.ts';

/** How far from the target usage may be without anything being done. */
const defaultTolerance = 0.1;

/** What one metric proposes. */
export interface Proposal {
  readonly replicas: number;
  /** Percent of what is requested; undefined for a target in absolute terms. */
  readonly utilization?: number;
  /** Per Pod, in thousandths. */
  readonly average: number;
}

/** What a metric is to be. */
export type Target =
  /** Percent of requests, which are given in thousandths, by Pod. */
  | { readonly utilization: number; readonly requests: ReadonlyMap<string, number> }
  /** Thousandths per Pod. */
  | { readonly average: number };

/** Usage of all Pods has been asked for, and none can be had. */
export const noUsage = 'did not receive metrics for targeted pods (pods might be unready)';

/**
 * How many Pods there should be for usage to meet its target. Pods whose usage is not known are taken to use what keeps
 * the number nearest to what it is.
 * @returns a text when it cannot be said
 * @see pkg/controller/podautoscaler/replica_calculator.go (v1.36)
 */
export function proposeReplicas(
  current: number,
  usage: ReadonlyMap<string, PodUsage>,
  groups: PodGroups,
  target: Target,
  tolerance: { readonly up?: number; readonly down?: number } = {},
): Proposal | string {
  const values = new Map([...usage].map(([name, { value }]) => [name, value]));
  for (const name of [...groups.ignored, ...groups.unready]) values.delete(name);
  if (values.size === 0) return noUsage;
  const measured = measure(values, target);
  if (typeof measured === 'string') return measured;
  const { ratio } = measured;
  const keep: Proposal = { ...measured, replicas: current };
  const isClose = (of: number) => {
    const [down, up] = [1 - (tolerance.down ?? defaultTolerance), 1 + (tolerance.up ?? defaultTolerance)];
    return down <= of && of <= up;
  };
  const growsWithUnready = groups.unready.size > 0 && ratio > 1;
  if (!growsWithUnready && groups.missing.size === 0) {
    return isClose(ratio) ? keep : { ...measured, replicas: Math.ceil(ratio * groups.readyCount) };
  }
  if (ratio !== 1) for (const name of groups.missing) values.set(name, ratio < 1 ? highGuess(name, target) : 0);
  if (growsWithUnready) for (const name of groups.unready) values.set(name, 0);
  const guessed = measure(values, target);
  if (typeof guessed === 'string') return guessed;
  const turnsAround = (ratio < 1 && guessed.ratio > 1) || (ratio > 1 && guessed.ratio < 1);
  if (isClose(guessed.ratio) || turnsAround) return keep;
  const replicas = Math.ceil(guessed.ratio * values.size);
  if ((guessed.ratio < 1 && replicas > current) || (guessed.ratio > 1 && replicas < current)) return keep;
  return { ...measured, replicas };
}

interface Measured {
  readonly ratio: number;
  readonly utilization?: number;
  readonly average: number;
}

function measure(values: ReadonlyMap<string, number>, target: Target): Measured | string {
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);
  if ('average' in target) {
    const average = Math.floor(sum(values.values()) / values.size);
    return { ratio: average / target.average, average };
  }
  const known = [...values].filter(([name]) => target.requests.has(name));
  const requested = sum(known.map(([name]) => target.requests.get(name) ?? 0));
  if (requested === 0) return 'no metrics returned matched known pods';
  const used = sum(known.map(([, value]) => value));
  const utilization = Math.floor((used * 100) / requested);
  return { ratio: utilization / target.utilization, utilization, average: Math.floor(used / known.length) };
}

/** What a Pod is taken to use when it would be rash to think that it uses little. */
function highGuess(name: string, target: Target): number {
  if ('average' in target) return target.average;
  return ((target.requests.get(name) ?? 0) * Math.max(100, target.utilization)) / 100;
}
