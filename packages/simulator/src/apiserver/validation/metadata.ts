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

/** @see k8s.io/apimachinery/pkg/api/validation/objectmeta.go (v1.36) */
const maxAnnotationBytes = 256 * 1024;

/** Faults of the metadata of an object to be created. */
export function validateMetadata(definition: AnyResourceDefinition, meta: Meta): FieldError[] {
  const faults: FieldError[] = [];
  if (!meta.name) {
    faults.push(fieldErrors.required('metadata.name', 'name or generateName is required'));
  } else {
    faults.push(
      ...definition.nameFaults(meta.name).map((fault) => fieldErrors.invalid('metadata.name', meta.name, fault)),
    );
  }
  if (definition.namespaced && meta.namespace) {
    const { namespace } = meta;
    faults.push(
      ...dnsLabelFaults(namespace).map((fault) => fieldErrors.invalid('metadata.namespace', namespace, fault)),
    );
  }
  return [...faults, ...validateOpenMetadata(meta)];
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

function validateOpenMetadata(meta: Meta): FieldError[] {
  const annotations = Object.entries(meta.annotations ?? {});
  const faults = annotations.flatMap(([key]) =>
    labelKeyFaults(key.toLowerCase()).map((fault) => fieldErrors.invalid('metadata.annotations', key, fault)),
  );
  const bytes = annotations.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (bytes > maxAnnotationBytes) {
    faults.push({
      type: 'FieldValueTooLong',
      field: 'metadata.annotations',
      body: `Too long: may not be more than ${maxAnnotationBytes} bytes`,
    });
  }
  const controllers = (meta.ownerReferences ?? []).filter((reference) => reference.controller);
  if (controllers.length > 1) {
    faults.push(
      fieldErrors.invalid(
        'metadata.ownerReferences',
        meta.ownerReferences,
        `Only one reference can have Controller set to true. Found "true" in references for ${controllers
          .slice(0, 2)
          .map(({ kind, name }) => `${kind}/${name}`)
          .join(' and ')}`,
      ),
    );
  }
  return [...validateLabels(meta.labels, 'metadata.labels'), ...faults];
}
