import type { Normaliser } from './normalise-text.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json };
type JsonObject = { readonly [field: string]: Json };

/** An object as a watch shows it. */
export interface WatchedObject {
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generateName?: string;
    readonly [field: string]: unknown;
  };
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
  readonly [field: string]: unknown;
}

/** Who it is and when it was written: compared elsewhere, or the chance of this playing. */
const chanceMetadata = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'name', 'namespace', 'managedFields']);

/**
 * An object's state as lines that can be compared: `path: value`, with list elements named by their `name` or `type`
 * and the lists' order on a line of its own, a condition on one line, and what differs from run to run normalised.
 */
export function describeObject(resource: string, type: string, object: WatchedObject, norm: Normaliser): string[] {
  const deleted = type === 'DELETED' ? ['deleted'] : [];
  if (resource === 'nodes') return [...deleted, ...describeNode(object, norm)];
  if (resource === 'endpointslices') return [...deleted, ...describeSlice(object, norm)];
  const { metadata, kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  const kept = Object.fromEntries(Object.entries(metadata).filter(([field]) => !chanceMetadata.has(field)));
  return [...deleted, ...flatten('metadata', kept as Json, norm), ...flatten('', withoutCgroupV1(rest) as Json, norm)];
}

/** Who manages which fields, a line for each field. */
export function describeManagers({ metadata }: WatchedObject, norm: Normaliser): string[] {
  const { managedFields = [] } = metadata as {
    managedFields?: { manager: string; operation: string; subresource?: string; fieldsV1: JsonObject }[];
  };
  return managedFields
    .flatMap(({ manager, operation, subresource, fieldsV1 }) => {
      const owner = `managed by ${manager} ${operation}${subresource ? ` ${subresource}` : ''}`;
      return ownedFields(fieldsV1)
        .filter(isOfKubernetes)
        .map((field) => norm.text(`${owner}: ${field}`));
    })
    .sort();
}

/** On cgroup v1 the kubelet owns a limit that nobody set. */
function isOfKubernetes(field: string): boolean {
  return !field.startsWith('f:status f:resources');
}

function ownedFields(fields: JsonObject): string[] {
  return Object.entries(fields).flatMap(([field, inner]) => {
    const deeper = ownedFields(inner as JsonObject);
    return deeper.length === 0 ? [field] : deeper.map((rest) => `${field} ${rest}`);
  });
}

/** On cgroup v1, where the recordings were made, a Pod without limits seems to have an absurd one for memory. */
function withoutCgroupV1(object: { readonly status?: JsonObject }): unknown {
  const { limits, ...resources } = (object.status?.['resources'] ?? {}) as { limits?: JsonObject };
  if (limits?.['memory'] !== '9007199254740988Ki') return object;
  const { memory: _memory, ...kept } = limits;
  return {
    ...object,
    status: { ...object.status, resources: { ...resources, ...(Object.keys(kept).length > 0 && { limits: kept }) } },
  };
}

function describeNode({ spec, status }: WatchedObject, norm: Normaliser): string[] {
  const { podCIDR: _cidr, podCIDRs: _cidrs, providerID: _id, taints = [], ...kept } = spec ?? {};
  const conditions = (status?.['conditions'] ?? []) as Json;
  return [
    ...flatten('spec', kept, norm),
    ...(taints as JsonObject[]).map((taint) => norm.text(`taint ${JSON.stringify(sorted(taint))}`)),
    ...flatten('status.conditions', conditions, norm),
  ];
}

function describeSlice({ metadata, endpoints, ports, addressType }: WatchedObject, norm: Normaliser): string[] {
  const rows = ((endpoints ?? []) as JsonObject[]).map((endpoint) =>
    norm.text(`endpoint ${JSON.stringify(sorted({ ...endpoint, targetRef: endpoint['targetRef'] ?? null }))}`),
  );
  return [
    ...flatten('metadata', { labels: metadata['labels'], ownerReferences: metadata['ownerReferences'] } as Json, norm),
    ...flatten('', { ports: ports ?? null, addressType } as Json, norm),
    ...rows.sort(),
  ];
}

function flatten(path: string, value: Json | undefined, norm: Normaliser): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return flattenList(path, value as readonly Json[], norm);
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length === 0) return [`${norm.name(path)}: {}`];
    return entries.flatMap(([field, inner]) => flatten(path ? `${path}.${field}` : field, inner, norm));
  }
  return [`${norm.name(path)}: ${leaf(path, value, norm)}`];
}

function flattenList(path: string, list: readonly Json[], norm: Normaliser): string[] {
  if (path.endsWith('conditions')) return list.map((condition) => describeCondition(condition as JsonObject, norm));
  const keys = list.map((element) => keyOf(element as JsonObject));
  if (keys.some((key) => key === undefined) || new Set(keys).size < keys.length)
    return [`${path}: ${norm.text(JSON.stringify(sorted(list)))}`];
  const order = list.length > 1 ? [`${path} in order: ${norm.text(keys.join(' '))}`] : [];
  return [
    ...order,
    ...list.flatMap((element, index) => flatten(`${path}[${norm.text(keys[index] ?? '')}]`, element, norm)),
  ];
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly [field: string]: Json | undefined;
}

/** On one line, so that what changed stands beside its reason. */
function describeCondition(condition: JsonObject, norm: Normaliser): string {
  const { type, status, reason, message, ...rest } = condition as Condition;
  const others = Object.entries(rest)
    .filter(([field]) => !field.endsWith('Time') || rest[field] === null)
    .map(([field, value]) => ` ${field} ${JSON.stringify(value)}`);
  const why = reason === undefined ? '' : ` ${reason}`;
  const words = message === undefined ? '' : `: ${JSON.stringify(message)}`;
  return norm.text(`condition ${type}=${status}${why}${words}${others.join('')}`);
}

function keyOf(element: JsonObject): string | undefined {
  if (element === null || typeof element !== 'object') return undefined;
  const key = element['name'] ?? element['type'];
  return typeof key === 'string' ? key : undefined;
}

function leaf(path: string, value: Json, norm: Normaliser): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/(^|\.)labels\.(pod-template-hash|controller-revision-hash)$/.test(path)) return '<hash>';
  if (path.endsWith('.resourceVersion')) return '<rv>';
  // A timestamp is there or not; when it is, is compared as the moment when the state came.
  return JSON.stringify(norm.text(value));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([field, inner]) => [field, sorted(inner)]),
  );
}
