import { resources } from '../registry/resources.ts';
import { type ApiField, apiType, findKindType, type ValueType } from '../schema/api-schema.ts';
import { descriptionOf } from './descriptions.ts';
import { type FieldNotes, notesOf } from './field-notes.ts';
import { schemaName } from './schema-name.ts';

/** A kind whose schema is asked for. */
export interface SchemaKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Schemas by name. */
export type Schemas = Record<string, object>;

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
    addKind(schemas, typeName, kind);
  }
  // A claim is a kind in a StatefulSet's template too.
  for (const { group, version, kind } of resources) {
    const typeName = findKindType(group, version, kind);
    if (typeName !== undefined && schemaName(typeName) in schemas) addKind(schemas, typeName, { group, version, kind });
  }
  return Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function addKind(schemas: Schemas, typeName: string, kind: SchemaKind): void {
  const name = schemaName(typeName);
  const schema = schemas[name] as { readonly properties: object };
  schemas[name] = {
    ...schema,
    properties: { ...typeProperties, ...schema.properties },
    'x-kubernetes-group-version-kind': [kind],
  };
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
  const notes = notesOf(typeName);
  const required = fields.filter((field) => isRequired(field, notes)).map((field) => field.name);
  const description = descriptionOf(typeName);
  schemas[name] = {
    ...(description ? { description } : {}),
    type: 'object',
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(
      fields
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map((field) => [field.name, fieldSchema(schemas, typeName, field, notes)]),
    ),
  };
}

function isRequired({ name, isAlwaysWritten }: ApiField, { required, optional }: FieldNotes): boolean {
  return isAlwaysWritten ? !optional.has(name) : required.has(name);
}

function fieldSchema(schemas: Schemas, typeName: string, field: ApiField, { values }: FieldNotes): object {
  const own =
    descriptionOf(typeName, field.name) ?? (field.type.form === 'struct' ? descriptionOf(field.type.name) : undefined);
  return {
    ...(own ? { description: own } : {}),
    ...valueSchema(schemas, field.type, { isPointer: field.isPointer, values: values.get(field.name) }),
    ...(field.isAtomic && field.type.form === 'list' ? { 'x-kubernetes-list-type': 'atomic' } : {}),
    ...(field.isAtomic && field.type.form !== 'list' ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    ...(field.isSet ? { 'x-kubernetes-list-type': 'set' } : {}),
    ...(field.listKeys ? { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': field.listKeys } : {}),
  };
}

interface Place {
  readonly isPointer?: boolean;
  /** What the text, or each in the list or map, may be. */
  readonly values?: readonly string[] | undefined;
}

function valueSchema(schemas: Schemas, type: ValueType, { isPointer = false, values }: Place): object {
  switch (type.form) {
    case 'list':
      return { type: 'array', items: valueSchema(schemas, type.item, { values }) };
    case 'map':
      return { type: 'object', additionalProperties: valueSchema(schemas, type.value, { values }) };
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
      const { default: standard, ...plain } = (scalars[type.form] ?? {}) as { readonly default?: unknown };
      const schema = values ? { ...plain, enum: values } : plain;
      return isPointer || standard === undefined ? schema : { ...schema, default: standard };
    }
  }
}
