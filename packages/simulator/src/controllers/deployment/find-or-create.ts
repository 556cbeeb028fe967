import { controllerOf, StatusError } from '@podlab/apimachinery';
import type { LocalApi } from '../../apiserver/local-api.ts';
import type { EventRecorder } from '../../events/event-recorder.ts';
import { causedByTerminatingNamespace, isAlreadyExists } from '../objects/status-errors.ts';
import { newReplicaSetAnnotations, revisionAnnotation, revisionOf } from './annotations.ts';
import { findCondition, newCondition, setCondition } from './conditions.ts';
import { findNewReplicaSet, maxRevision } from './find-replicasets.ts';
import { replicaSetFromTemplate } from './new-replicaset.ts';
import { hasProgressDeadline } from './progress.ts';
import { isSameTemplate } from './template-hash.ts';
import { desiredReplicas, type StoredDeployment, type StoredReplicaSet } from './types.ts';

const fieldManager = 'kube-controller-manager';

/** What finding the new ReplicaSet acts with. */
export interface FindContext {
  readonly api: LocalApi;
  readonly events: EventRecorder;
  readonly nowMs: number;
}

/** A Deployment, as last written, with its ReplicaSets told apart. */
export interface Found {
  readonly deployment: StoredDeployment;
  readonly newReplicaSet: StoredReplicaSet | undefined;
  readonly old: readonly StoredReplicaSet[];
}

/**
 * Tells the new ReplicaSet from the old ones, makes it when asked to, and keeps the revisions right.
 * @see pkg/controller/deployment/sync.go getAllReplicaSetsAndSyncRevision, getNewReplicaSet
 */
export function findReplicaSets(
  context: FindContext,
  deployment: StoredDeployment,
  { replicaSets, create }: { readonly replicaSets: readonly StoredReplicaSet[]; readonly create: boolean },
): Found {
  const existing = findNewReplicaSet(deployment, replicaSets);
  const old = replicaSets.filter(({ metadata }) => metadata.uid !== existing?.metadata.uid);
  if (existing) return { old, ...syncExisting(context, deployment, { existing, old }) };
  if (!create) return { deployment, newReplicaSet: undefined, old };
  return { old, ...createNew(context, deployment, old) };
}

function syncExisting(
  context: FindContext,
  deployment: StoredDeployment,
  { existing, old }: { readonly existing: StoredReplicaSet; readonly old: readonly StoredReplicaSet[] },
): Pick<Found, 'deployment' | 'newReplicaSet'> {
  const annotations = newReplicaSetAnnotations(deployment, existing.metadata.annotations ?? {}, maxRevision(old) + 1);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const next = { ...existing, metadata: { ...existing.metadata, annotations }, spec: { ...existing.spec } };
  if ((existing.spec.minReadySeconds ?? 0) !== minReadySeconds) next.spec.minReadySeconds = minReadySeconds;
  const newReplicaSet = context.api.update('replicasets', next, { fieldManager }) as StoredReplicaSet;
  if (newReplicaSet.metadata.resourceVersion !== existing.metadata.resourceVersion)
    return { deployment, newReplicaSet };
  const message = `Found new replica set "${existing.metadata.name}"`;
  const conditions =
    hasProgressDeadline(deployment) && !findCondition(deployment.status?.conditions, 'Progressing')
      ? [newCondition('Progressing', 'True', { reason: 'FoundNewReplicaSet', message, nowMs: context.nowMs })]
      : [];
  return { deployment: writeDeployment(context, deployment, revisionOf(existing), conditions), newReplicaSet };
}

function createNew(
  context: FindContext,
  deployment: StoredDeployment,
  old: readonly StoredReplicaSet[],
): Pick<Found, 'deployment' | 'newReplicaSet'> {
  const { api, events, nowMs } = context;
  const wanted = replicaSetFromTemplate(deployment, old);
  const revision = maxRevision(old) + 1;
  const name = wanted.metadata?.name ?? '';
  let created: StoredReplicaSet;
  try {
    created = api.create('replicasets', wanted, { fieldManager }) as StoredReplicaSet;
  } catch (error) {
    if (!(error instanceof StatusError) || causedByTerminatingNamespace(error)) throw error;
    if (isAlreadyExists(error)) return adoptNamesake(context, deployment, { name, revision, error });
    const message = `Failed to create new replica set "${name}": ${error.message}`;
    if (hasProgressDeadline(deployment)) {
      const why = { reason: 'ReplicaSetCreateError', message, nowMs } as const;
      writeDeployment(context, deployment, undefined, [newCondition('Progressing', 'False', why)]);
    }
    events.event(deployment, { type: 'Warning', reason: 'ReplicaSetCreateError', message });
    throw error;
  }
  const size = desiredReplicas(created);
  if (size > 0) {
    const message = `Scaled up replica set ${created.metadata.name} from 0 to ${size}`;
    events.event(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message });
  }
  const message = `Created new replica set "${created.metadata.name}"`;
  const conditions = hasProgressDeadline(deployment)
    ? [newCondition('Progressing', 'True', { reason: 'NewReplicaSetCreated', message, nowMs })]
    : [];
  return { deployment: writeDeployment(context, deployment, revision, conditions), newReplicaSet: created };
}

/** The name is taken: by our own ReplicaSet, which will do, or by another one, which makes the next hash differ. */
function adoptNamesake(
  context: FindContext,
  deployment: StoredDeployment,
  { name, revision, error }: { readonly name: string; readonly revision: number; readonly error: StatusError },
): Pick<Found, 'deployment' | 'newReplicaSet'> {
  const namesake = context.api.get('replicasets', deployment.metadata.namespace, name) as StoredReplicaSet | undefined;
  const isOurs = namesake && controllerOf(namesake)?.uid === deployment.metadata.uid;
  if (isOurs && isSameTemplate(namesake.spec.template, deployment.spec.template)) {
    return { deployment: writeDeployment(context, deployment, revision, []), newReplicaSet: namesake };
  }
  const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
  const status = { ...deployment.status, collisionCount };
  context.api.updateStatus('deployments', { ...deployment, status }, { fieldManager });
  throw error;
}

/** Writes the Deployment's revision and conditions, in one status update as upstream does. */
function writeDeployment(
  { api }: FindContext,
  deployment: StoredDeployment,
  revision: number | undefined,
  conditions: readonly Parameters<typeof setCondition>[1][],
): StoredDeployment {
  const annotations = {
    ...deployment.metadata.annotations,
    ...(revision ? { [revisionAnnotation]: String(revision) } : {}),
  };
  const before = deployment.status?.conditions ?? [];
  const after = conditions.reduce<typeof before>((all, condition) => [...setCondition(all, condition)], before);
  const next = {
    ...deployment,
    metadata: { ...deployment.metadata, annotations },
    status: { ...deployment.status, ...(after.length > 0 ? { conditions: after } : {}) },
  };
  return api.updateStatus('deployments', next, { fieldManager }) as StoredDeployment;
}
