import type { NodePicture, OwnerPicture, PodPicture, ServicePicture } from './cluster-picture.ts';

/** Something in the picture that can be looked at closer. */
export interface PicturedObject {
  /** Its UID where the picture knows it; else what else tells it from all others. */
  readonly key: string;
  readonly kind: string;
  /** Undefined: it is in none. */
  readonly namespace: string | undefined;
  readonly name: string;
}

export function podObject({ uid, namespace, name }: PodPicture): PicturedObject {
  return { key: uid, kind: 'Pod', namespace, name };
}

export function ownerObject({ uid, kind, namespace, name }: OwnerPicture): PicturedObject {
  return { key: uid, kind, namespace, name };
}

export function nodeObject({ name }: NodePicture): PicturedObject {
  return { key: `Node/${name}`, kind: 'Node', namespace: undefined, name };
}

export function serviceObject({ namespace, name }: ServicePicture): PicturedObject {
  return { key: `Service/${namespace}/${name}`, kind: 'Service', namespace, name };
}
