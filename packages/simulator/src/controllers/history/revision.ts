import { deepEqual, newControllerReference, type Stored } from '@podlab/apimachinery';
import type { ControllerRevision } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';

export type Revision = StoredOf<'controllerrevisions'>;

/** An object whose templates are kept as ControllerRevisions. */
export type Versioned = Pick<Stored, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly spec?: { readonly template?: PodTemplateSpec; readonly revisionHistoryLimit?: number };
  readonly status?: { readonly collisionCount?: number };
};

/** What a revision holds: a patch that puts the template in the place of the present one. */
export function revisionData(template: PodTemplateSpec | undefined): { readonly spec: { readonly template: object } } {
  return { spec: { template: { $patch: 'replace', ...template } } };
}

/** The template that a revision holds. */
export function templateOf(revision: Revision): PodTemplateSpec {
  const { $patch: _patch, ...template } = dataOf(revision).spec?.template ?? {};
  return template;
}

/** Oldest first: by number, then by age, then by name. @see pkg/controller/history/controller_history.go */
export function compareRevisions(a: Revision, b: Revision): number {
  const [aTime, bTime] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  return (
    a.revision - b.revision || (aTime < bTime ? -1 : aTime > bTime ? 1 : a.metadata.name < b.metadata.name ? -1 : 1)
  );
}

/** What is to be done so that the present template has the highest revision. */
export type RevisionPlan =
  | { readonly action: 'keep'; readonly revision: Revision }
  /** The template was there before: its revision becomes the newest again. */
  | { readonly action: 'renumber'; readonly revision: Revision; readonly number: number }
  | { readonly action: 'create'; readonly number: number };

/**
 * Compares the present template with those that are kept.
 * @param revisions oldest first
 * @see pkg/controller/statefulset/stateful_set_control.go getStatefulSetRevisions
 */
export function planRevision(owner: Versioned, revisions: readonly Revision[]): RevisionPlan {
  const data = revisionData(owner.spec?.template);
  const same = revisions.findLast((revision) => deepEqual(dataOf(revision), data));
  const newest = revisions.at(-1);
  const number = (newest?.revision ?? 0) + 1;
  if (!same) return { action: 'create', number };
  return same === newest ? { action: 'keep', revision: same } : { action: 'renumber', revision: same, number };
}

/** The revisions that are too many: oldest first, none of those in use. @param inUse names */
export function planTruncation(
  owner: Versioned,
  revisions: readonly Revision[],
  inUse: ReadonlySet<string>,
): readonly Revision[] {
  const unused = revisions.filter(({ metadata }) => !inUse.has(metadata.name));
  return unused.slice(0, Math.max(0, unused.length - (owner.spec?.revisionHistoryLimit ?? 10)));
}

/** A revision for the present template, with the hash in its name and, under `hashLabel`, in its labels. */
export function newRevision(
  owner: Versioned,
  number: number,
  options: { readonly hashLabel: string; readonly hash: string },
): ControllerRevision {
  const template = owner.spec?.template ?? {};
  const { hash } = options;
  const { annotations } = owner.metadata;
  return {
    metadata: {
      name: `${owner.metadata.name}-${hash}`,
      ...(owner.metadata.namespace ? { namespace: owner.metadata.namespace } : {}),
      labels: { ...template.metadata?.labels, [options.hashLabel]: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [newControllerReference(owner)],
    },
    data: revisionData(template),
    revision: number,
  };
}

function dataOf({ data }: Revision): { readonly spec?: { readonly template?: Record<string, unknown> } } {
  return data ?? {};
}
