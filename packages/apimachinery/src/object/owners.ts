import type { ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';
import type { Stored } from './object.ts';

/** The reference to the one owner that manages the object (`controller: true`), if it has one. */
export function controllerOf(object: { readonly metadata?: ObjectMeta }): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((reference) => reference.controller === true);
}

/** Whether `owner`, by UID, is the controller of `object`. */
export function isControlledBy(
  object: { readonly metadata?: ObjectMeta },
  owner: { readonly metadata?: ObjectMeta },
): boolean {
  const uid = owner.metadata?.uid;
  return uid !== undefined && controllerOf(object)?.uid === uid;
}

/** The reference by which `owner` controls what it makes; it blocks the owner's foreground deletion. */
export function newControllerReference(owner: Pick<Stored, 'apiVersion' | 'kind' | 'metadata'>): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
