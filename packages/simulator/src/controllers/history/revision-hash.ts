import { goEscaped, sortKeys } from '@podlab/apimachinery';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { fnv1, safeEncode } from '../objects/hash.ts';
import { revisionData } from './revision.ts';

/**
 * What the revisions of a StatefulSet are named by: FNV-1 (32 bit) over the JSON that they hold.
 * @param collisionCount how often this name was taken already
 * @see pkg/controller/history/controller_history.go HashControllerRevision
 */
export function revisionHash(template: PodTemplateSpec, collisionCount = 0): string {
  return safeEncode(
    fnv1(new TextEncoder().encode(`${goEscaped(JSON.stringify(sortKeys(revisionData(template))))}${collisionCount}`)),
  );
}
