import { formatTime, newNameSuffix, StatusError, statuses, type KubeObject, type Stored } from '@podlab/apimachinery';
import { admitWrite } from '../admission/admit-write.ts';
import { admitNamespace } from '../admission/namespace-lifecycle.ts';
import { dropDisabled } from '../defaults/disabled-fields.ts';
import { cloneJson } from '../objects/share-structure.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { validateMetadata } from '../validation/metadata.ts';
import {
  admissionContext,
  apiVersionOf,
  drawUid,
  groupResourceOf,
  storeKey,
  type WriteContext,
  type WriteRequestOptions,
} from './write-context.ts';

/** Longest base of a generated name: what is over is cut off. @see k8s.io/apiserver/pkg/storage/names/generate.go */
const maxGeneratedBaseLength = 58;
/** @see k8s.io/apiserver/pkg/registry/generic/registry/store.go `maxNameGenerationCreateAttempts` */
const maxNameAttempts = 8;

export interface CreateOptions extends WriteRequestOptions {
  /** Nobody changes what the input's fields hold any more: they need not be copied. */
  readonly isGivenAway?: boolean;
  /** Is told of the object once nothing in it is wrong: it may still be refused, for what else there is. */
  readonly onValid?: (object: Stored) => void;
}

/**
 * Creates an object: system fields, defaults, admission, validation, in the API server's order.
 * Does not change `input`.
 * @param namespace of the request; undefined for cluster-scoped resources
 * @throws StatusError
 */
export function createObject(
  context: WriteContext,
  definition: AnyResourceDefinition,
  namespace: string | undefined,
  input: KubeObject,
  options: CreateOptions = {},
): Stored {
  if (input.metadata?.resourceVersion) {
    throw statuses.badRequest('resourceVersion should not be set on objects to be created');
  }
  const draft = newDraft(context, definition, { namespace, input, isGivenAway: options.isGivenAway ?? false });
  const meta = draft.metadata;
  definition.applyDefaults(draft);
  if (definition.namespaced) admitNamespace(context.store, definition, namespace ?? '', meta.name ?? '');
  const isNewStatus = definition.hasStatus && !definition.keepsStatusOnCreate;
  if (isNewStatus && draft.status !== undefined) delete draft.status;
  if (definition.hasGeneration) (meta as { generation?: number }).generation = 1;
  generateName(context, definition, meta);
  // Before admission: nobody owns what the server itself decides.
  const managedFields = options.manage?.(draft as Stored, undefined);
  if (managedFields) meta.managedFields = managedFields;
  if (isNewStatus && definition.firstStatus) draft.status = cloneJson(definition.firstStatus);
  dropDisabled(draft);
  definition.prepareCreate(draft, admissionContext(context, options.dryRun));
  const faults = validateMetadata(definition, meta);
  faults.push(...definition.validateCreate(draft));
  if (faults.length > 0) throw statuses.invalid(definition, meta.name ?? '', faults);
  options.onValid?.(draft as Stored);
  const key = storeKey(definition, namespace, meta.name ?? '');
  const dryRun = options.dryRun ?? false;
  admitWrite(admissionContext(context), { definition, namespace, object: draft, dryRun });
  const existing = context.store.get(definition.plural, key);
  if (existing) throw alreadyExists(definition, existing);
  if (dryRun) return draft as Stored;
  return context.store.put(definition.plural, key, draft);
}

function newDraft(
  context: WriteContext,
  definition: AnyResourceDefinition,
  {
    namespace,
    input,
    isGivenAway,
  }: { readonly namespace: string | undefined; readonly input: KubeObject; readonly isGivenAway: boolean },
): KubeObject & { metadata: NonNullable<KubeObject['metadata']> } {
  const { apiVersion: _apiVersion, kind: _kind, metadata = {}, ...rest } = input;
  const { name, generateName: base, labels, annotations, finalizers, ownerReferences } = metadata;
  return {
    apiVersion: apiVersionOf(definition),
    kind: definition.kind,
    metadata: newMetadata({
      name,
      generateName: base || undefined,
      namespace: definition.namespaced ? namespace : undefined,
      uid: drawUid(context),
      creationTimestamp: formatTime(context.timers.nowMs()),
      labels,
      annotations,
      finalizers: finalizers?.length ? finalizers : undefined,
      ownerReferences: ownerReferences?.length ? ownerReferences : undefined,
    }),
    ...(isGivenAway ? rest : cloneJson(rest)),
  };
}

/** Without the fields that are undefined, of which there always are some. */
function newMetadata(wanted: NonNullable<KubeObject['metadata']>): NonNullable<KubeObject['metadata']> {
  const { name, generateName: base, namespace, uid, creationTimestamp } = wanted;
  const { labels, annotations, finalizers, ownerReferences } = wanted;
  const metadata: { -readonly [Field in keyof typeof wanted]: (typeof wanted)[Field] } = {};
  if (name !== undefined) metadata.name = cloneJson(name);
  if (base !== undefined) metadata.generateName = cloneJson(base);
  if (namespace !== undefined) metadata.namespace = namespace;
  if (uid !== undefined) metadata.uid = uid;
  if (creationTimestamp !== undefined) metadata.creationTimestamp = creationTimestamp;
  if (labels !== undefined) metadata.labels = cloneJson(labels);
  if (annotations !== undefined) metadata.annotations = cloneJson(annotations);
  if (finalizers !== undefined) metadata.finalizers = cloneJson(finalizers);
  if (ownerReferences !== undefined) metadata.ownerReferences = cloneJson(ownerReferences);
  return metadata;
}

function generateName(
  context: WriteContext,
  definition: AnyResourceDefinition,
  meta: NonNullable<KubeObject['metadata']>,
): void {
  if (meta.name || !meta.generateName) return;
  const base = meta.generateName.slice(0, maxGeneratedBaseLength);
  for (let attempt = 1; ; attempt += 1) {
    meta.name = base + newNameSuffix(context.names);
    const taken = context.store.get(definition.plural, storeKey(definition, meta.namespace, meta.name));
    if (!taken || attempt >= maxNameAttempts) return;
  }
}

function alreadyExists(definition: AnyResourceDefinition, existing: Stored) {
  const error = statuses.alreadyExists(groupResourceOf(definition), existing.metadata.name);
  if (!existing.metadata.deletionTimestamp) return error;
  return new StatusError({ ...error.status, message: `object is being deleted: ${error.message}` });
}
