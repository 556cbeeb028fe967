import { type ApiField, apiType, findKindType, type ValueType } from '../schema/api-schema.ts';
import { descriptionOf } from './descriptions.ts';

/** A kind whose schema is asked for. */
export interface SchemaKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Schemas by name. */
export type Schemas = Record<string, object>;

const packageNames: Readonly<Record<string, string>> = {
  apps: 'io.k8s.api.apps.v1',
  authentication: 'io.k8s.api.authentication.v1',
  authorization: 'io.k8s.api.authorization.v1',
  'autoscaling.v1': 'io.k8s.api.autoscaling.v1',
  'autoscaling.v2': 'io.k8s.api.autoscaling.v2',
  batch: 'io.k8s.api.batch.v1',
  coordination: 'io.k8s.api.coordination.v1',
  core: 'io.k8s.api.core.v1',
  discovery: 'io.k8s.api.discovery.v1',
  events: 'io.k8s.api.events.v1',
  meta: 'io.k8s.apimachinery.pkg.apis.meta.v1',
  networking: 'io.k8s.api.networking.v1',
  policy: 'io.k8s.api.policy.v1',
  rbac: 'io.k8s.api.rbac.v1',
  scheduling: 'io.k8s.api.scheduling.v1',
  storage: 'io.k8s.api.storage.v1',
};

const scalars: Readonly<Record<string, object>> = {
  s: { type: 'string', default: '' },
  b: { type: 'boolean', default: false },
  y: { type: 'string', format: 'byte' },
  D: { type: 'string' },
};

/** Values with a name and a way of being written of their own. */
const named: Readonly<Record<string, { readonly name: string; readonly schema: object }>> = {
  T: {
    name: 'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
    schema: { type: 'string', format: 'date-time', description: 'A time, such as `2026-11-24T12:00:00Z`.' },
  },
  M: {
    name: 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime',
    schema: { type: 'string', format: 'date-time', description: 'A time with fractions of a second.' },
  },
  F: {
    name: 'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1',
    schema: { type: 'object', description: 'A set of fields.' },
  },
  Q: {
    name: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
    schema: {
      oneOf: [{ type: 'string' }, { type: 'number' }],
      description: 'An amount, such as `250m` (a quarter), `1.5`, `64Mi` (64 × 1024 × 1024) or `1G`.',
    },
  },
  I: {
    name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    schema: {
      format: 'int-or-string',
      oneOf: [{ type: 'integer' }, { type: 'string' }],
      description: 'A whole number, or a text such as `25%` or the name of a port.',
    },
  },
  R: {
    name: 'io.k8s.apimachinery.pkg.runtime.RawExtension',
    schema: { type: 'object', description: 'An object of any kind.' },
  },
};

/**
 * The schemas of kinds and of all that they are made of, from the table of API types, as OpenAPI v3 has them. Kinds that
 * the table does not have are left out.
 */
export function schemasOf(kinds: readonly SchemaKind[]): Schemas {
  const schemas: Schemas = {};
  for (const kind of kinds) {
    const typeName = findKindType(kind.group, kind.version, kind.kind);
    if (typeName === undefined) continue;
    addType(schemas, typeName);
    const name = schemaName(typeName);
    const schema = schemas[name] as { readonly properties: object };
    schemas[name] = {
      ...schema,
      properties: { ...typeProperties, ...schema.properties },
      'x-kubernetes-group-version-kind': [kind],
    };
  }
  return Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What every kind has besides its own fields. */
const typeProperties = {
  apiVersion: {
    type: 'string',
    description: 'The group and version in which the object is written, such as `apps/v1`.',
  },
  kind: { type: 'string', description: 'What the object is, such as `Deployment`. It cannot be changed.' },
};

function addType(schemas: Schemas, typeName: string): void {
  const name = schemaName(typeName);
  if (name in schemas) return;
  schemas[name] = {};
  const fields = [...apiType(typeName).byName.values()];
  const required = fields.filter(({ isAlwaysWritten }) => isAlwaysWritten).map((field) => field.name);
  const description = descriptionOf(typeName);
  schemas[name] = {
    ...(description ? { description } : {}),
    type: 'object',
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(
      fields
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map((field) => [field.name, fieldSchema(schemas, typeName, field)]),
    ),
  };
}

function fieldSchema(schemas: Schemas, typeName: string, field: ApiField): object {
  const own =
    descriptionOf(typeName, field.name) ?? (field.type.form === 'struct' ? descriptionOf(field.type.name) : undefined);
  return {
    ...(own ? { description: own } : {}),
    ...valueSchema(schemas, field.type, field.isPointer),
    ...(field.isAtomic && field.type.form === 'list' ? { 'x-kubernetes-list-type': 'atomic' } : {}),
    ...(field.isAtomic && field.type.form !== 'list' ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    ...(field.isSet ? { 'x-kubernetes-list-type': 'set' } : {}),
    ...(field.listKeys ? { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': field.listKeys } : {}),
  };
}

function valueSchema(schemas: Schemas, type: ValueType, isPointer = false): object {
  switch (type.form) {
    case 'list':
      return { type: 'array', items: valueSchema(schemas, type.item) };
    case 'map':
      return { type: 'object', additionalProperties: valueSchema(schemas, type.value) };
    case 'struct':
      addType(schemas, type.name);
      return {
        ...(isPointer ? {} : { default: {} }),
        allOf: [{ $ref: `#/components/schemas/${schemaName(type.name)}` }],
      };
    case 'n':
      return type.goName.startsWith('float')
        ? { type: 'number', format: 'double' }
        : { type: 'integer', format: type.goName };
    default: {
      const own = named[type.form];
      if (own) {
        schemas[own.name] ??= own.schema;
        return { allOf: [{ $ref: `#/components/schemas/${own.name}` }] };
      }
      const { default: standard, ...schema } = (scalars[type.form] ?? {}) as { readonly default?: unknown };
      return isPointer || standard === undefined ? schema : { ...schema, default: standard };
    }
  }
}

function schemaName(typeName: string): string {
  const dot = typeName.lastIndexOf('.');
  const home = typeName.slice(0, dot);
  return `${packageNames[home] ?? home}.${typeName.slice(dot + 1)}`;
}
