import type { Stored } from '@podlab/apimachinery';
import type { ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';

type Owned = { readonly metadata?: Pick<ObjectMeta, 'ownerReferences'> };

/** The reference to the object that manages this one: at most one has `controller: true`. */
export function controllerOf(object: Owned): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((reference) => reference.controller);
}

/** A reference that makes `owner` the controller, and lets it be deleted in the foreground only after the owned object. */
export function controllerReference(owner: Pick<Stored, 'apiVersion' | 'kind' | 'metadata'>): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
