import { controllerOf, deepEqual, type Stored } from '@podlab/apimachinery';
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { Invocation } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { collect, type Found } from '../resources/collect.ts';

/** The annotation that numbers a ReplicaSet among its Deployment's. */
export const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** The Deployments that a rollout command names. @throws KubectlError for anything else, and for what is not there */
export async function deploymentsOf(invocation: Invocation): Promise<(Found & { object: Stored<Deployment> })[]> {
  const { args, flags } = invocation;
  if (args.length === 0 && !flags.has('filename')) throw usageError('required resource not specified');
  const { found, faults } = await collect(invocation);
  if (faults.length > 0) throw new KubectlError(faults.join('\n'));
  return found.map(({ resource, object }) => {
    if (resource.resource !== 'deployments') {
      throw usageError(
        `this kubectl rolls out deployments only, not ${resource.resource}: use get and describe, or install kubectl`,
      );
    }
    return { resource, object };
  });
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
