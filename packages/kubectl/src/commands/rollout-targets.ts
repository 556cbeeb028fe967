import { controllerOf, deepEqual, type Stored } from '@podlab/apimachinery';
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { Invocation } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { collect, type Found } from '../resources/collect.ts';
import { daemonSetProgress, deploymentProgress, type Progress, statefulSetProgress } from './rollout-progress.ts';

/** The annotation that numbers a ReplicaSet among its Deployment's. */
export const revisionAnnotation = 'deployment.kubernetes.io/revision';
/** The annotation that tells why a template was changed. */
export const changeCauseAnnotation = 'kubernetes.io/change-cause';

/** What can be rolled out. */
export type RolloutTarget = Found & { readonly kind: 'daemonsets' | 'deployments' | 'statefulsets' };

const kinds: readonly string[] = ['daemonsets', 'deployments', 'statefulsets'] satisfies RolloutTarget['kind'][];

/**
 * The workloads that a rollout command names.
 * @param unsupported what is said of a kind that cannot be rolled out
 * @throws KubectlError for anything else, and for what is not there
 */
export async function rolloutTargets(
  invocation: Invocation,
  unsupported: (kind: string) => string = (kind) => `no status viewer has been implemented for ${kind}`,
  mayBeAll = false,
): Promise<RolloutTarget[]> {
  const { args, flags } = invocation;
  if (args.length === 0 && !flags.has('filename')) throw usageError('required resource not specified');
  const { found, faults } = await collect(invocation, { mayBeAll });
  if (faults.length > 0) throw new KubectlError(faults.join('\n'));
  return found.map(({ resource, object }) => {
    const { group, kind } = resource;
    if (!kinds.includes(resource.resource)) throw usageError(unsupported(group === '' ? kind : `${kind}.${group}`));
    return { resource, object, kind: resource.resource as RolloutTarget['kind'] };
  });
}

/** How far the rollout of a target is, with the object as it is now. @throws KubectlError when it has failed or has none */
export function progressOf({ kind }: RolloutTarget, object: Stored): Progress {
  switch (kind) {
    case 'daemonsets':
      return daemonSetProgress(object);
    case 'deployments':
      return deploymentProgress(object);
    case 'statefulsets':
      return statefulSetProgress(object);
  }
}

/** One template that a workload had or has. */
export interface KeptTemplate {
  readonly revision: number;
  readonly template: PodTemplateSpec;
  readonly changeCause: string | undefined;
}

/** The templates of a workload, oldest first. */
export async function historyOf({ kind, object }: RolloutTarget, invocation: Invocation): Promise<KeptTemplate[]> {
  if (kind === 'deployments') {
    const revisions = await revisionsOf(object, invocation);
    return revisions.map(({ revision, replicaSet }) => ({
      revision,
      template: replicaSet.spec?.template ?? {},
      changeCause: replicaSet.metadata.annotations?.[changeCauseAnnotation],
    }));
  }
  const { client, signal } = invocation;
  const { items } = await client.list('controllerrevisions', { namespace: object.metadata.namespace }, { signal });
  return items
    .filter((revision) => controllerOf(revision)?.uid === object.metadata.uid)
    .map(({ revision, data, metadata }) => ({
      revision,
      template: templateIn(data),
      changeCause: metadata.annotations?.[changeCauseAnnotation],
    }))
    .toSorted((a, b) => a.revision - b.revision);
}

/** The template in a revision's patch. */
function templateIn(data: unknown): PodTemplateSpec {
  const patch = data as { readonly spec?: { readonly template?: PodTemplateSpec & { readonly $patch?: string } } };
  const { $patch: _patch, ...template } = patch.spec?.template ?? {};
  return template;
}

/** A Deployment's ReplicaSets with their revisions, oldest first. */
export async function revisionsOf(deployment: Stored<Deployment>, { client, signal }: Invocation): Promise<Revision[]> {
  const { items } = await client.list('replicasets', { namespace: deployment.metadata.namespace }, { signal });
  return items
    .filter((replicaSet) => controllerOf(replicaSet)?.uid === deployment.metadata.uid)
    .map((replicaSet) => ({ revision: Number(replicaSet.metadata.annotations?.[revisionAnnotation] ?? 0), replicaSet }))
    .toSorted((a, b) => a.revision - b.revision);
}

/** A ReplicaSet and its place in the history. */
export interface Revision {
  readonly revision: number;
  readonly replicaSet: Stored<ReplicaSet>;
}

/** The revision whose template is the Deployment's own; the oldest of several. */
export function currentRevision(deployment: Stored<Deployment>, revisions: readonly Revision[]): Revision | undefined {
  const template = templateWithoutHash(deployment.spec?.template);
  return revisions.find(({ replicaSet }) => deepEqual(templateWithoutHash(replicaSet.spec?.template), template));
}

/** A template as its Deployment has it: without the hash that tells ReplicaSets apart. */
export function templateWithoutHash(template: PodTemplateSpec | undefined): unknown {
  const { 'pod-template-hash': _hash, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}
