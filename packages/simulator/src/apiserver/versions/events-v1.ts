import type { KubeObject } from '@podlab/apimachinery';

/** Fields of an Event in `events.k8s.io/v1`, and their names in `v1`. */
const names = [
  ['note', 'message'],
  ['regarding', 'involvedObject'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
] as const;

const toNew = new Map<string, string>(names.map(([own, stored]) => [stored, own]));
const toOld = new Map<string, string>(names);

/** An Event of `v1` as `events.k8s.io/v1` shows it, which leaves out texts that are empty. */
export function toEventsV1(object: KubeObject): KubeObject {
  const { source, firstTimestamp, lastTimestamp, ...rest } = object as KubeObject & Record<string, unknown>;
  const shown = renamed(rest, toNew).filter(([, value]) => value !== '');
  const times = { deprecatedFirstTimestamp: firstTimestamp ?? null, deprecatedLastTimestamp: lastTimestamp ?? null };
  const fields: Record<string, unknown> = Object.fromEntries(shown);
  return { ...fields, apiVersion: 'events.k8s.io/v1', deprecatedSource: source ?? {}, ...times };
}

/** The inverse of `toEventsV1`, for what a client sends. */
export function fromEventsV1(object: KubeObject): KubeObject {
  return { ...Object.fromEntries(renamed(object, toOld)), apiVersion: 'v1' };
}

function renamed(object: object, by: ReadonlyMap<string, string>): [string, unknown][] {
  return Object.entries(object).map(([name, value]) => [by.get(name) ?? name, value]);
}
