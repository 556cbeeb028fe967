import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { dumpGoValue } from '../../apiserver/schema/dump-go-value.ts';
import { fnv1a, safeEncode } from '../objects/hash.ts';

/** The label by which the ReplicaSets of one Deployment, and their Pods, are told apart. */
export const templateHashLabel = 'pod-template-hash';

/**
 * A short name for a Pod template: FNV-1a (32 bit) over all of its fields as Go prints them, the digits written in the
 * alphabet of generated names.
 * @param collisionCount how often this name was taken already; default: never
 * @see pkg/controller/controller_utils.go ComputeHash
 */
export function templateHash(template: PodTemplateSpec, collisionCount?: number): string {
  const dump = dumpGoValue('core.PodTemplateSpec', template);
  return safeEncode(fnv1a([...new TextEncoder().encode(dump), ...collisionBytes(collisionCount)]));
}

/** Eight bytes, of which four are used. */
function collisionBytes(count: number | undefined): readonly number[] {
  if (count === undefined) return [];
  return [count & 0xff, (count >> 8) & 0xff, (count >> 16) & 0xff, (count >> 24) & 0xff, 0, 0, 0, 0];
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
