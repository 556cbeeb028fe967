import type { Stored } from '@podlab/apimachinery';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import { adoptedReferences, decideClaim, releasedReferences } from './claim.ts';
import { isNotFound } from './status-errors.ts';
import { selects } from './selector.ts';

const fieldManager = 'kube-controller-manager';

/** What can be claimed. */
type Claimable = 'controllerrevisions' | 'pods' | 'replicasets';

/** Who claims, by which labels, among which objects. */
export interface ClaimRequest<R extends Claimable> {
  readonly owner: Pick<Stored, 'apiVersion' | 'kind' | 'metadata'>;
  readonly selector: LabelSelector;
  /** Objects that the owner controls or that nobody does. */
  readonly candidates: readonly StoredOf<R>[];
  /** What an adopted object is held by, and a released one no longer. */
  readonly finalizer?: string;
}

/** Adopts and releases as `decideClaim` says. @returns the objects that now belong to the owner */
export function claimObjects<R extends Claimable>(
  api: LocalApi,
  resource: R,
  { owner, selector, candidates, finalizer }: ClaimRequest<R>,
): StoredOf<R>[] {
  const claimed: StoredOf<R>[] = [];
  for (const object of candidates) {
    const claim = decideClaim(owner, object, selects(selector, object.metadata.labels));
    if (claim === 'keep') {
      claimed.push(object);
    } else if (claim === 'adopt') {
      const adopted = patchOwners(api, resource, object, {
        ownerReferences: adoptedReferences(owner, object),
        ...(finalizer ? { finalizers: [...(object.metadata.finalizers ?? []), finalizer] } : {}),
      });
      if (adopted) claimed.push(adopted);
    } else if (claim === 'release') {
      patchOwners(api, resource, object, {
        ownerReferences: releasedReferences(owner, object),
        ...(finalizer ? { finalizers: without(object.metadata.finalizers, finalizer) } : {}),
      });
    }
  }
  return claimed;
}

/** @returns undefined when the object is gone, or is another one of the same name by now */
function patchOwners<R extends Claimable>(
  api: LocalApi,
  resource: R,
  { metadata: { namespace, name, uid } }: StoredOf<R>,
  changes: Readonly<Record<string, unknown>>,
): StoredOf<R> | undefined {
  try {
    return api.mergePatch(resource, namespace, name, { metadata: { uid, ...changes } }, { fieldManager });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Null, which a merge patch takes for "remove", when none are left. */
function without(finalizers: readonly string[] | undefined, finalizer: string): string[] | null {
  const left = (finalizers ?? []).filter((other) => other !== finalizer);
  return left.length > 0 ? left : null;
}
