import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { LocalApi } from '../../apiserver/local-api.ts';
import { claimObjects } from '../objects/claim-objects.ts';
import { selects } from '../objects/selector.ts';
import { isAlreadyExists, unlessGone } from '../objects/status-errors.ts';
import {
  compareRevisions,
  newRevision,
  planRevision,
  planTruncation,
  type Revision,
  type Versioned,
} from './revision.ts';

const fieldManager = 'kube-controller-manager';

/** The kept templates of an object, and which of them is the present one. */
export interface History {
  /** Oldest first; the present one among them. */
  readonly revisions: readonly Revision[];
  readonly update: Revision;
  /** How often the name of a new revision was taken. */
  readonly collisionCount: number;
}

export interface RevisionOptions {
  readonly selector: LabelSelector;
  readonly hashLabel: string;
  /** What a revision of this template is named by. @param collisionCount as in the owner's status */
  readonly hashOf: (template: PodTemplateSpec, collisionCount: number | undefined) => string;
}

/** Makes sure that the present template is the newest revision. */
export function syncRevisions(api: LocalApi, owner: Versioned, options: RevisionOptions): History {
  const revisions = ownRevisions(api, owner, options.selector);
  let collisionCount = owner.status?.collisionCount;
  const plan = planRevision(owner, revisions);
  if (plan.action === 'keep') return { revisions, update: plan.revision, collisionCount: collisionCount ?? 0 };
  if (plan.action === 'renumber') {
    const update = api.update('controllerrevisions', { ...plan.revision, revision: plan.number }, { fieldManager });
    const others = revisions.filter((revision) => revision !== plan.revision);
    return { revisions: [...others, update], update, collisionCount: collisionCount ?? 0 };
  }
  for (;;) {
    try {
      const hash = options.hashOf(owner.spec?.template ?? {}, collisionCount);
      const wanted = newRevision(owner, plan.number, { hashLabel: options.hashLabel, hash });
      const update = api.create('controllerrevisions', wanted, { fieldManager });
      return { revisions: [...revisions, update], update, collisionCount: collisionCount ?? 0 };
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      collisionCount = (collisionCount ?? 0) + 1;
    }
  }
}

/** Deletes the oldest revisions beyond the limit. @param inUse names of those that Pods or the object still go by */
export function truncateHistory(api: LocalApi, owner: Versioned, history: History, inUse: ReadonlySet<string>): void {
  for (const { metadata } of planTruncation(owner, history.revisions, inUse)) {
    unlessGone(() => api.delete('controllerrevisions', metadata.namespace, metadata.name, { fieldManager }));
  }
}

function ownRevisions(api: LocalApi, owner: Versioned, selector: LabelSelector): Revision[] {
  const { namespace, uid } = owner.metadata;
  const orphans = api
    .list('controllerrevisions', namespace)
    .filter(({ metadata }) => !metadata.ownerReferences?.some(({ controller }) => controller))
    .filter(({ metadata }) => selects(selector, metadata.labels));
  const candidates = [...api.listOwnedBy('controllerrevisions', uid), ...orphans];
  // An owner that is going adopts nobody, and goes by what it finds all the same.
  if (owner.metadata.deletionTimestamp !== undefined) return candidates.toSorted(compareRevisions);
  return claimObjects(api, 'controllerrevisions', { owner, selector, candidates }).toSorted(compareRevisions);
}
