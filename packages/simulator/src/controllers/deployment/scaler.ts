import type { LocalApi } from '../../apiserver/local-api.ts';
import type { EventRecorder } from '../../events/event-recorder.ts';
import { sizeAnnotations } from './annotations.ts';
import type { Resize } from './proportional.ts';
import { desiredReplicas, type StoredDeployment, type StoredReplicaSet } from './types.ts';

const fieldManager = 'kube-controller-manager';

/** Writes ReplicaSets' sizes, and remembers what it wrote for the rest of a sync. */
export interface Scaler {
  /** @returns whether anything was scaled */
  scale(steps: readonly Resize[]): boolean;
  /** The ReplicaSet as last written. */
  latest(replicaSet: StoredReplicaSet): StoredReplicaSet;
}

/** Creates the scaler of one sync of `deployment`. @see pkg/controller/deployment/sync.go scaleReplicaSet */
export function createScaler(api: LocalApi, events: EventRecorder, deployment: StoredDeployment): Scaler {
  const written = new Map<string, StoredReplicaSet>();
  const latest = (replicaSet: StoredReplicaSet) => written.get(replicaSet.metadata.uid) ?? replicaSet;

  function scaleOne({ replicaSet, replicas }: Resize): boolean {
    const current = latest(replicaSet);
    const from = desiredReplicas(current);
    const annotations = { ...current.metadata.annotations, ...sizeAnnotations(deployment) };
    const next = {
      ...current,
      metadata: { ...current.metadata, annotations },
      spec: { ...current.spec, replicas },
    };
    written.set(current.metadata.uid, api.update('replicasets', next, { fieldManager }) as StoredReplicaSet);
    if (from === replicas) return false;
    const direction = from < replicas ? 'up' : 'down';
    events.event(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${direction} replica set ${current.metadata.name} from ${from} to ${replicas}`,
    });
    return true;
  }

  return {
    scale: (steps) => steps.map(scaleOne).some(Boolean),
    latest,
  };
}
