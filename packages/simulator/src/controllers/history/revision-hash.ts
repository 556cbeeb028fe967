import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { fnv1, safeEncode } from '../objects/hash.ts';
import { revisionData } from './revision.ts';

/**
 * What the revisions of a StatefulSet are named by: FNV-1 (32 bit) over the JSON that they hold.
 * @param collisionCount how often this name was taken already
 * @see pkg/controller/history/controller_history.go HashControllerRevision
 */
export function revisionHash(template: PodTemplateSpec, collisionCount = 0): string {
  return safeEncode(fnv1(new TextEncoder().encode(`${goJson(revisionData(template))}${collisionCount}`)));
}

/** JSON as Go writes maps: keys sorted, and what could end a script in HTML escaped. */
function goJson(value: object): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return text.replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
