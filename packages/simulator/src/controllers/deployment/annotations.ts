import { fencepostsOf } from './fenceposts.ts';
import { desiredReplicas, type StoredDeployment } from './types.ts';

/** Which rollout of its Deployment this is, counting from 1; on Deployments and ReplicaSets. */
export const revisionAnnotation = 'deployment.kubernetes.io/revision';
/** The revisions a ReplicaSet had before it was used again. */
export const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history';
/** The Deployment's size when the ReplicaSet was last scaled. */
export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas';
/** The Deployment's size and surge when the ReplicaSet was last scaled. */
export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas';

/** Annotations that a Deployment does not hand on to its ReplicaSets. */
const ownAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to',
]);

/** How long the list of former revisions may become, in characters. */
const maxHistoryLength = 2000;

type Annotations = Readonly<Record<string, string>>;

/** The revision of an object; 0 when it has none. */
export function revisionOf(object: { readonly metadata: { readonly annotations?: Annotations } }): number {
  return Number(object.metadata.annotations?.[revisionAnnotation] ?? 0) || 0;
}

/** The number in one of the size annotations, if it is there. */
export function sizeAnnotation(
  object: { readonly metadata: { readonly annotations?: Annotations } },
  name: typeof desiredReplicasAnnotation | typeof maxReplicasAnnotation,
): number | undefined {
  const value = object.metadata.annotations?.[name];
  return value === undefined || !/^\d+$/.test(value) ? undefined : Number(value);
}

/** The annotations that say for which size of the Deployment a ReplicaSet was scaled. */
export function sizeAnnotations(deployment: StoredDeployment): Annotations {
  const replicas = desiredReplicas(deployment);
  return {
    [desiredReplicasAnnotation]: String(replicas),
    [maxReplicasAnnotation]: String(replicas + fencepostsOf(deployment).maxSurge),
  };
}

/**
 * The annotations of the ReplicaSet that a Deployment rolls out: the Deployment's own handed on, and the revision; when
 * the ReplicaSet had an older one, that goes to its history.
 * @param before undefined when the ReplicaSet is still to be made
 * @see pkg/controller/deployment/util/deployment_util.go SetNewReplicaSetAnnotations
 */
export function newReplicaSetAnnotations(
  deployment: StoredDeployment,
  before: Annotations | undefined,
  revision: number,
): Annotations {
  const handedOn = Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => !ownAnnotations.has(name));
  const annotations: Record<string, string> = { ...before, ...Object.fromEntries(handedOn) };
  const oldRevision = before?.[revisionAnnotation];
  if (oldRevision === undefined || Number(oldRevision) < revision) {
    annotations[revisionAnnotation] = String(revision);
    if (oldRevision !== undefined) {
      annotations[revisionHistoryAnnotation] = extendHistory(before?.[revisionHistoryAnnotation], oldRevision);
    }
  }
  return before ? annotations : { ...annotations, ...sizeAnnotations(deployment) };
}

function extendHistory(history: string | undefined, revision: string): string {
  const revisions = [...(history ? history.split(',') : []), revision];
  while (revisions.length > 1 && revisions.join(',').length > maxHistoryLength) revisions.shift();
  return revisions.join(',');
}
