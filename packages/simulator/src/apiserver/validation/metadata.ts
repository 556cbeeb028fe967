import {
  dnsLabelFaults,
  fieldErrors,
  labelKeyFaults,
  labelValueFaults,
  type FieldError,
  type KubeObject,
  type Stored,
} from '@podlab/apimachinery';
import type { AnyResourceDefinition } from '../registry/definition.ts';

type Meta = NonNullable<KubeObject['metadata']>;
type Owner = NonNullable<Meta['ownerReferences']>[number];

/** @see k8s.io/apimachinery/pkg/api/validation/objectmeta.go (v1.36) */
const maxAnnotationBytes = 256 * 1024;
const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Faults of the metadata of an object to be created. */
export function validateMetadata(definition: AnyResourceDefinition, meta: Meta): FieldError[] {
  const faults: FieldError[] = [];
  if (!meta.name) {
    faults.push(fieldErrors.required('metadata.name', 'name or generateName is required'));
  } else {
    faults.push(...fieldErrors.invalidEach('metadata.name', meta.name, definition.nameFaults(meta.name)));
  }
  if (definition.namespaced && meta.namespace) {
    faults.push(...fieldErrors.invalidEach('metadata.namespace', meta.namespace, dnsLabelFaults(meta.namespace)));
  }
  // Events, of which there are most, have none of these.
  const { labels, annotations, ownerReferences, finalizers } = meta;
  if (labels ?? annotations ?? ownerReferences) faults.push(...validateOpenMetadata(meta));
  if (finalizers) faults.push(...finalizerFaults(finalizers), ...finalizerOwnerFaults(finalizers));
  return faults;
}

/** Of these, the names of finalizers are looked at in updates too: of other kinds the new spec is validated only. */
const wholeInUpdates = new Set([
  'pods',
  'configmaps',
  'secrets',
  'services',
  'serviceaccounts',
  'persistentvolumeclaims',
  'persistentvolumes',
  'endpoints',
  'endpointslices',
  'limitranges',
  'jobs',
  'roles',
  'rolebindings',
  'clusterroles',
  'clusterrolebindings',
  'storageclasses',
  'ingressclasses',
]);

/**
 * Faults of finalizers that an update sets, beyond those of any change of metadata.
 * @see kubernetes v1.36 pkg/apis/core/validation/validation.go, where kinds have `Validate…Update` call `Validate…`
 */
export function validateNewFinalizers(plural: string, meta: Meta, old: Stored['metadata']): FieldError[] {
  if (meta.finalizers === old.finalizers || !wholeInUpdates.has(plural)) return [];
  return finalizerFaults(meta.finalizers ?? []);
}

/** Faults of what clients may change in metadata, and of changes that they may not make. */
export function validateMetadataUpdate(meta: Meta, old: Stored['metadata']): FieldError[] {
  const faults: FieldError[] = [];
  if (
    meta.labels !== old.labels ||
    meta.annotations !== old.annotations ||
    meta.ownerReferences !== old.ownerReferences
  ) {
    faults.push(...validateOpenMetadata(meta));
  }
  if (meta.finalizers !== old.finalizers) faults.push(...finalizerOwnerFaults(meta.finalizers ?? []));
  if (old.deletionTimestamp) {
    const added = (meta.finalizers ?? []).filter((finalizer) => !old.finalizers?.includes(finalizer));
    if (added.length > 0) {
      const list = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`;
      faults.push(
        fieldErrors.forbidden(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`,
        ),
      );
    }
  }
  return faults;
}

/** Faults of labels under a path. */
export function validateLabels(labels: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...labelKeyFaults(key).map((fault) => fieldErrors.invalid(path, key, fault)),
    ...labelValueFaults(value).map((fault) => fieldErrors.invalid(path, value, fault)),
  ]);
}

/** Faults of annotations under a path. */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const faults = entries.flatMap(([key]) => fieldErrors.invalidEach(path, key, labelKeyFaults(key.toLowerCase())));
  const bytes = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return bytes > maxAnnotationBytes ? [...faults, fieldErrors.tooLong(path, maxAnnotationBytes)] : faults;
}

function validateOpenMetadata(meta: Meta): FieldError[] {
  return [
    ...validateLabels(meta.labels, 'metadata.labels'),
    ...validateAnnotations(meta.annotations, 'metadata.annotations'),
    ...ownerFaults(meta.ownerReferences ?? []),
  ];
}

/** Their path does not say which. */
function ownerFaults(owners: NonNullable<Meta['ownerReferences']>): FieldError[] {
  const path = 'metadata.ownerReferences';
  let first: string | undefined;
  return owners.flatMap(({ apiVersion = '', kind = '', name = '', uid = '', controller }: Partial<Owner>) => {
    const missing = (field: string, detail: string) => fieldErrors.invalid(`${path}.${field}`, '', detail);
    const faults = [
      ...(apiVersion === '' ? [missing('apiVersion', 'version must not be empty')] : []),
      ...(kind === '' ? [missing('kind', 'must not be empty')] : []),
      ...(name === '' ? [missing('name', 'must not be empty')] : []),
      ...(uid === '' ? [missing('uid', 'must not be empty')] : []),
    ];
    if (apiVersion === 'v1' && kind === 'Event') {
      const detail = '/v1, Kind=Event is disallowed from being an owner';
      faults.push(fieldErrors.invalid(path, { apiVersion, kind, name, uid }, detail));
    }
    if (!controller) return faults;
    if (first !== undefined) {
      const both = `${first} and ${kind}/${name}`;
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${both}`;
      faults.push(fieldErrors.invalid(path, owners.map(printOwner), detail));
    }
    first ??= `${kind}/${name}`;
    return faults;
  });
}

function printOwner({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: Owner): object {
  return { apiVersion, kind, name, uid, controller, blockOwnerDeletion };
}

/** Faults of the names of finalizers. */
function finalizerFaults(finalizers: readonly string[]): FieldError[] {
  const path = 'metadata.finalizers';
  const faults = finalizers.flatMap((name) => fieldErrors.invalidEach(path, name, labelKeyFaults(name)));
  if (['orphan', 'foregroundDeletion'].every((name) => finalizers.includes(name))) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
    faults.push(fieldErrors.invalid(path, finalizers, detail));
  }
  return faults;
}

/** That finalizers are the API's own or say whose they are. */
function finalizerOwnerFaults(finalizers: readonly string[]): FieldError[] {
  const detail = 'name is neither a standard finalizer name nor is it fully qualified';
  return finalizers.flatMap((name, index) =>
    name.includes('/') || standardFinalizers.includes(name)
      ? []
      : [fieldErrors.invalid(`metadata.finalizers[${index}]`, name, detail)],
  );
}
