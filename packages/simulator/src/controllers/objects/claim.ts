import { controllerOf, newControllerReference, type Stored } from '@podlab/apimachinery';
import type { OwnerReference } from 'kubernetes-types/meta/v1';

type Owner = Pick<Stored, 'apiVersion' | 'kind' | 'metadata'>;
type Claimable = Pick<Stored, 'metadata'>;

/** What an owner does about one object that it may own. */
export type Claim = 'keep' | 'adopt' | 'release' | 'ignore';

/**
 * Decides whether an object belongs to an owner: a controller keeps what matches its selector, lets go of what no longer
 * does, and takes in what matches and has no controller. Owners and objects that are going away start nothing new.
 * @see pkg/controller/controller_ref_manager.go ClaimObject
 */
export function decideClaim(owner: Owner, object: Claimable, matches: boolean): Claim {
  const controller = controllerOf(object);
  const ownerGoes = owner.metadata.deletionTimestamp !== undefined;
  if (controller) {
    if (controller.uid !== owner.metadata.uid) return 'ignore';
    if (matches) return 'keep';
    return ownerGoes ? 'ignore' : 'release';
  }
  if (ownerGoes || !matches || object.metadata.deletionTimestamp !== undefined) return 'ignore';
  return 'adopt';
}

/** The owner references of an adopted object. */
export function adoptedReferences(owner: Owner, object: Claimable): OwnerReference[] {
  return [...(object.metadata.ownerReferences ?? []), newControllerReference(owner)];
}

/** The owner references of a released object; null (which a merge patch takes for "remove") when none are left. */
export function releasedReferences(owner: Owner, object: Claimable): OwnerReference[] | null {
  const left = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
  return left.length > 0 ? left : null;
}
