import type { PodTemplateSpec } from 'kubernetes-types/core/v1';

/** The label by which the ReplicaSets of one Deployment, and their Pods, are told apart. */
export const templateHashLabel = 'pod-template-hash';

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * A short name for a Pod template: FNV-1a (32 bit) over its JSON with sorted keys, the digits written in the alphabet of
 * generated names. Upstream hashes a dump of Go structs, so the values differ from a real cluster's; nobody reads them.
 * @param collisionCount how often this name was taken already
 * @see pkg/controller/controller_utils.go ComputeHash
 */
export function templateHash(template: PodTemplateSpec, collisionCount = 0): string {
  const digits = String(fnv1a(`${canonicalJson(template)}${collisionCount > 0 ? collisionCount : ''}`));
  return digits.replaceAll(/\d/g, (digit) => alphabet[digit.charCodeAt(0) % alphabet.length] ?? '');
}

/** Whether two templates are the same but for the hash label. */
export function isSameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return canonicalJson(withoutHash(a)) === canonicalJson(withoutHash(b));
}

function withoutHash(template: PodTemplateSpec = {}): PodTemplateSpec {
  const { [templateHashLabel]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** JSON with sorted keys, without empty values and without the `creationTimestamp: null` that clients send. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object') return inner ?? undefined;
    if (Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).filter(([, field]) => field !== null && field !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
