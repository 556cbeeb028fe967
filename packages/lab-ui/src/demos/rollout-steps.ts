import {
  fencepostsOf,
  newReplicaSetSize,
  planScaleDown,
  type StoredDeployment,
  type StoredReplicaSet,
} from '@podlab/simulator/decisions';

export interface RolloutSettings {
  readonly replicas: number;
  /** A number, or a percentage such as `25%`. */
  readonly maxSurge: number | string;
  readonly maxUnavailable: number | string;
  /** Seconds from a new Pod's creation until it is ready. */
  readonly readySeconds: number;
}

/** What stands at a moment of the update. */
export interface RolloutStep {
  /** Seconds after the template was changed. */
  readonly atSeconds: number;
  readonly old: number;
  readonly newReady: number;
  readonly newStarting: number;
  /** What happened at this moment. */
  readonly says: string;
}

export interface Rollout {
  readonly steps: readonly RolloutStep[];
  /** Never fewer ready Pods than this. */
  readonly leastAvailable: number;
  /** Never more Pods than this. */
  readonly mostPods: number;
}

/** A run that has not ended by then would never end. */
const mostSteps = 200;

/** The steps of a rolling update, as the Deployment controller decides them; old Pods go at once. */
export function planRollout(settings: RolloutSettings): Rollout {
  const deployment = aDeployment(settings);
  const { maxSurge, maxUnavailable } = fencepostsOf(deployment);
  let now = 0;
  let old = settings.replicas;
  let ready = 0;
  let starting: readonly number[] = [];
  const steps: RolloutStep[] = [];
  const note = (says: string) =>
    steps.push({ atSeconds: now, old, newReady: ready, newStarting: starting.length, says });
  note('The template has changed');
  while (steps.length < mostSteps) {
    const size = ready + starting.length;
    const grown = newReplicaSetSize(deployment, size, size + old);
    if (grown > size) {
      starting = [...starting, ...Array.from({ length: grown - size }, () => now + settings.readySeconds)];
      note(`The new ReplicaSet grows to ${grown}`);
      continue;
    }
    const replicaSets = [aReplicaSet('old', old, old), aReplicaSet('new', size, ready)] as const;
    const shrunk = planScaleDown(deployment, replicaSets[1], [replicaSets[0]]).at(-1)?.replicas ?? old;
    if (shrunk < old) {
      old = shrunk;
      note(`The old ReplicaSet shrinks to ${old}`);
      continue;
    }
    const next = Math.min(...starting);
    if (starting.length === 0 || !Number.isFinite(next)) break;
    now = next;
    const became = starting.filter((at) => at <= now).length;
    ready += became;
    starting = starting.filter((at) => at > now);
    note(became === 1 ? 'A new Pod is ready' : `${became} new Pods are ready`);
  }
  return {
    steps,
    leastAvailable: settings.replicas - maxUnavailable,
    mostPods: settings.replicas + maxSurge,
  };
}

function aDeployment({ replicas, maxSurge, maxUnavailable }: RolloutSettings): StoredDeployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata('web'),
    spec: {
      replicas,
      selector: {},
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
      template: {},
    },
  };
}

function aReplicaSet(name: string, replicas: number, availableReplicas: number): StoredReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: metadata(name),
    spec: { replicas, selector: {} },
    status: { replicas, availableReplicas },
  };
}

function metadata(name: string) {
  return { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
}
