import {
  decodeUtf8,
  deepEqual,
  fieldErrors,
  formatTime,
  isMap,
  StatusError,
  statuses,
  type KubeObject,
  type Stored,
} from '@podlab/apimachinery';
import { parse as parseYaml } from 'yaml';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import { changedFields } from '../../fields/changed-fields.ts';
import {
  difference,
  isEmptySet,
  noFields,
  pathsOf,
  union,
  type FieldSet,
  withNamedPlaces,
} from '../../fields/field-set.ts';
import { fieldsOf } from '../../fields/fields-of.ts';
import { typedPath } from '../../fields/typed-path.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';
import {
  findConflicts,
  formatManagedFields,
  isSameOwner,
  managersAfterApply,
  parseManagedFields,
  type FieldOwner,
  type ManagedFields,
} from '../../fields/managed-fields.ts';
import { fieldsOfLastApplied, withNewLastApplied } from '../../fields/last-applied.ts';
import { mergeApplied, withoutFields } from '../../fields/merge-applied.ts';
import { findKindType } from '../../schema/api-schema.ts';
import { createObject } from '../../writes/create-object.ts';
import { updateObject } from '../../writes/update-object.ts';
import { apiVersionOf, storeKey } from '../../writes/write-context.ts';
import type { HttpContext } from '../http-context.ts';
import { objectResponse } from './read-objects.ts';
import { repeatedKeys, yamlFault } from '../bodies/repeated-fields.ts';
import { warningAnyway, warningHeaders } from '../bodies/responses.ts';
import { checkKind, isDryRun, warningsOf } from './post-object.ts';
import { type NamedTarget } from './write-objects.ts';

/** The content type of server-side apply. */
export const applyType = 'application/apply-patch+yaml';

/** The manager that kubectl applies as unless told otherwise: what it applied as a client is heeded then. */
const kubectlManager = 'kubectl';

/**
 * Server-side apply: what the configuration names becomes so and belongs to the manager; what it named before and no
 * longer names goes, unless others own it too.
 * @throws StatusError 409 when others own what it would change, unless `force`
 * @see k8s.io/apimachinery/pkg/util/managedfields, sigs.k8s.io/structured-merge-diff/merge (v1.36)
 */
export function applyObject(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const { definition, namespace, name } = target;
  const type = findKindType(definition.group, definition.version, definition.kind);
  if (type === undefined || target.subresource !== undefined) {
    throw statuses.badRequest(
      `server-side apply is not supported here for ${definition.kind}; use \`kubectl apply\` without --server-side`,
    );
  }
  return warningAnyway((told) => {
    told.push(...checkRepeated(request.body, query));
    const owner: FieldOwner = { manager: applier(query), operation: 'Apply', apiVersion: apiVersionOf(definition) };
    const { applied, configuration } = readConfiguration(context, target, request);
    const dryRun = isDryRun(query);
    const now = formatTime(context.writes.timers.nowMs());
    let before: Stored | undefined;
    if (!context.writes.store.get(definition.plural, storeKey(definition, namespace, name))) {
      const manage = () =>
        formatManagedFields(managersAfterApply(type, [], { owner, applied, taken: noFields, isChanged: true, now }));
      const created = createObject(context.writes, definition, namespace, applied, { dryRun, manage });
      const all = warningsOf(context, definition, created, undefined);
      return objectResponse(context, definition, created, { status: 201, headers: warningHeaders([...told, ...all]) });
    }
    let plan: ApplyPlan = { merged: applied, isChanged: true, managers: [], taken: noFields };
    const updated = updateObject(context.writes, definition, {
      namespace,
      name,
      dryRun,
      change: (existing) => {
        before = existing;
        const managers = parseManagedFields(existing.metadata.managedFields);
        plan = planApply(type, existing, applied, { owner, managers, force: query.get('force') === 'true' });
        const merged = plan.merged as KubeObject;
        return owner.manager === kubectlManager ? withNewLastApplied(merged, configuration) : merged;
      },
      manage: () => formatManagedFields(managersAfterApply(type, plan.managers, { owner, applied, ...plan, now })),
    });
    const all = warningsOf(context, definition, updated, before);
    return objectResponse(context, definition, updated, { headers: warningHeaders([...told, ...all]) });
  });
}

/** Keys that stand twice. @returns warnings @throws StatusError 400 when validation is strict */
function checkRepeated(body: Uint8Array | undefined, query: URLSearchParams): readonly string[] {
  const repeated = repeatedKeys(decodeUtf8(body ?? new Uint8Array()));
  const validation = query.get('fieldValidation') ?? 'Warn';
  if (validation === 'Ignore') return [];
  if (validation !== 'Strict' || repeated.length === 0) return repeated;
  throw statuses.badRequest(`error strict decoding YAML: error converting YAML to JSON: ${yamlFault(repeated)}`);
}

interface ApplyPlan {
  readonly merged: unknown;
  /** Whether that is another object. */
  readonly isChanged: boolean;
  readonly managers: readonly ManagedFields[];
  /** Fields that others lose. */
  readonly taken: FieldSet;
}

function planApply(
  type: string,
  live: KubeObject,
  applied: unknown,
  by: { readonly owner: FieldOwner; readonly managers: readonly ManagedFields[]; readonly force: boolean },
): ApplyPlan {
  const { owner, managers } = by;
  const merged = mergeApplied(type, live, applied);
  const conflicts = findConflicts(managers, owner, changedFields(type, live, merged).written);
  if (conflicts.length > 0 && !by.force) {
    const allowed = owner.manager === kubectlManager ? fieldsOfLastApplied(type, owner.apiVersion, live) : noFields;
    const left = conflicts
      .map((conflict) => ({ ...conflict, fields: difference(conflict.fields, allowed) }))
      .filter(({ fields }) => !isEmptySet(fields));
    if (left.length > 0) throw conflictStatus(left);
  }
  const taken = conflicts.reduce((all, { fields }) => union(all, fields), noFields);
  const before = managers.find((entry) => isSameOwner(entry, owner))?.fields ?? noFields;
  const others = managers.filter((entry) => !isSameOwner(entry, owner));
  const kept = others.reduce((all, { fields }) => union(all, fields), fieldsOf(type, applied));
  const dropped = difference(before, withNamedPlaces(kept));
  const left = withoutFields(type, merged, dropped);
  return { merged: left, isChanged: !deepEqual(left, live), managers, taken: union(taken, noFields) };
}

function applier(query: URLSearchParams): string {
  const manager = query.get('fieldManager');
  if (manager) return manager;
  throw statuses.invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
    fieldErrors.required('fieldManager', 'is required for apply patch'),
  ]);
}

function readConfiguration(
  { codec }: HttpContext,
  { definition, name, namespace }: NamedTarget,
  request: ApiRequest,
): {
  readonly applied: KubeObject;
  /** As it was sent. */
  readonly configuration: Record<string, unknown>;
} {
  const body = parseConfiguration(request.body);
  checkKind(body, definition);
  const { object, strictFaults } = codec.incoming(body, definition);
  const { metadata } = object;
  if (metadata?.managedFields?.length) throw statuses.badRequest('metadata.managedFields must be nil');
  if (!metadata?.name) {
    throw statuses.badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (metadata.name !== name) {
    throw statuses.badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw statuses.badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (strictFaults.length > 0) throw notTyped(definition, `${metadata.namespace ?? ''}/${name}`, body, strictFaults);
  const { status: _status, ...rest } = object;
  const applied = definition.hasStatus ? rest : object;
  return { applied: { ...applied, metadata: { ...metadata, name } }, configuration: body };
}

/** Whatever the validation of fields: what is applied has to be typed to be merged. @see sigs.k8s.io/structured-merge-diff */
function notTyped(
  { group, version, kind }: AnyResourceDefinition,
  name: string,
  body: unknown,
  faults: readonly string[],
): StatusError {
  const type = findKindType(group, version, kind) ?? '';
  const places: string[] = [];
  const found = faults.flatMap((fault) => {
    const [path = ''] = /(?<=").*(?=")/.exec(fault) ?? [];
    // Nothing of a map is looked at once something in it is not known.
    if (places.some((place) => path.startsWith(place))) return [];
    places.push(path.slice(0, path.lastIndexOf('.') + 1));
    return [`${typedPath(type, body, path)}: field not declared in schema`];
  });
  const why = found.length === 1 ? found[0] : ['errors:', ...found.map((one) => `  ${one}`)].join('\n');
  const message = `failed to create typed patch object (${name}; ${group}/${version}, Kind=${kind}): ${why}`;
  return new StatusError({ message, code: 500 });
}

function parseConfiguration(body: Uint8Array | undefined): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseYaml(decodeUtf8(body ?? new Uint8Array()), { uniqueKeys: false });
  } catch (error) {
    throw statuses.badRequest(`error decoding YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isMap(value)) return value;
  throw statuses.badRequest('error decoding YAML: the configuration must be an object');
}

function conflictStatus(
  conflicts: readonly { readonly owner: ManagedFields; readonly fields: FieldSet }[],
): StatusError {
  const all = conflicts
    .map(({ owner, fields }) => ({ who: ownerText(owner), paths: pathsOf(fields) }))
    .toSorted((a, b) => (a.who < b.who ? -1 : 1));
  const causes = all.flatMap(({ who, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  );
  const [only] = causes;
  const message =
    only && causes.length === 1
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ` +
        all
          .map(({ who, paths }) => [`conflicts with ${who}:`, ...paths.map((path) => `- ${path}`)].join('\n'))
          .join('\n');
  return new StatusError({ message, reason: 'Conflict', details: { causes }, code: 409 });
}

function ownerText({ manager, operation, apiVersion, subresource }: ManagedFields): string {
  const part = subresource ? ` with subresource ${JSON.stringify(subresource)}` : '';
  return `${JSON.stringify(manager)}${part}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
