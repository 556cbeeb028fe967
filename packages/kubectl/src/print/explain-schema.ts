import { indentLines, wrapWords } from './wrap-words.ts';

/** What is read of an OpenAPI v3 schema. */
export interface OpenApiSchema {
  readonly type?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema | boolean;
  readonly allOf?: readonly OpenApiSchema[];
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly [extension: `x-${string}`]: unknown;
}

export interface OpenApiDocument {
  readonly components?: { readonly schemas?: Readonly<Record<string, OpenApiSchema>> };
}

/** A place in a schema. */
export interface ExplainedPlace {
  readonly schema: OpenApiSchema;
  /** The names of fields, outermost first; empty: the schema itself. */
  readonly path: readonly string[];
  readonly recursive: boolean;
}

const shownEnums = 4;

/**
 * The text of `kubectl explain` about a field, after its head.
 * @returns undefined when there is no such field
 * @see k8s.io/kubectl/pkg/explain/v2/templates/plaintext.tmpl (v1.36), whose layout this is
 */
export function describeField(document: OpenApiDocument, place: ExplainedPlace): string | undefined {
  const { schema, path, recursive } = place;
  const resolved = resolve(document, schema);
  const [field, ...rest] = path;
  if (field === undefined) {
    const description = descriptionOf(document, resolved);
    const shown = indentLines(wrapWords(description === '' ? '<empty>' : description, 76), 4);
    const fields = fieldList(document, { schema: resolved, level: 1, recursive, seen: new Set() });
    return `DESCRIPTION:\n${shown}\n${fields === '' ? '' : `FIELDS:\n${fields}`}`;
  }
  const property = resolved.properties?.[field];
  if (property) {
    const head = `FIELD: ${field} <${typeOf(document, property)}>\n${enumText(property)}\n\n`;
    const body = describeField(document, { schema: property, path: rest, recursive });
    return body === undefined ? undefined : (rest.length === 0 ? head : '') + body;
  }
  for (const inner of innerSchemas(resolved)) {
    const text = describeField(document, { schema: inner, path, recursive });
    if (text !== undefined) return text;
  }
  return undefined;
}

interface FieldListing {
  readonly schema: OpenApiSchema;
  readonly level: number;
  readonly recursive: boolean;
  /** References on the way here: a schema inside itself is not shown again. */
  readonly seen: ReadonlySet<string>;
}

function fieldList(document: OpenApiDocument, { schema, level, recursive, seen }: FieldListing): string {
  const reference = schema.$ref;
  if (reference !== undefined && seen.has(reference)) return '';
  const nextSeen = reference === undefined ? seen : new Set([...seen, reference]);
  const resolved = resolve(document, schema);
  const own = Object.entries(resolved.properties ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, property]) => {
      const detail = fieldDetail(document, { name, schema: property, parent: resolved, level, short: recursive });
      if (!recursive) return detail;
      return detail + fieldList(document, { schema: property, level: level + 1, recursive, seen: nextSeen });
    });
  const inner = innerSchemas(resolved).map((one) =>
    fieldList(document, { schema: one, level, recursive, seen: nextSeen }),
  );
  return [...own, ...inner].join('');
}

function fieldDetail(
  document: OpenApiDocument,
  field: {
    readonly name: string;
    readonly schema: OpenApiSchema;
    readonly parent: OpenApiSchema;
    readonly level: number;
    readonly short: boolean;
  },
): string {
  const { name, schema, parent, level, short } = field;
  const indent = level * 2;
  const required = parent.required?.includes(name) ? ' -required-' : '';
  const line = `${indentLines(name, indent)}\t<${typeOf(document, schema)}>${required}${shortEnumText(schema, indent)}\n`;
  if (short) return line;
  const description =
    schema.description === undefined || schema.description === '' ? '<no description>' : schema.description;
  return `${line}${indentLines(wrapWords(description, 78 - indent), indent + 2)}\n\n`;
}

function descriptionOf(document: OpenApiDocument, schema: OpenApiSchema): string {
  const resolved = resolve(document, schema);
  const own = resolved.description === undefined || resolved.description === '' ? '' : `${resolved.description}\n`;
  return (
    own +
    innerSchemas(resolved)
      .map((one) => descriptionOf(document, one))
      .join('')
  );
}

function typeOf(document: OpenApiDocument, schema: OpenApiSchema): string {
  if (schema.items) return `[]${typeOf(document, schema.items)}`;
  const values = schema.additionalProperties;
  if (typeof values === 'object') return `map[string]${typeOf(document, values)}`;
  const [only, ...more] = schema.allOf ?? [];
  if (only && !schema.properties && more.length === 0) return typeOf(document, only);
  if (schema.$ref !== undefined) {
    const { type } = resolve(document, schema);
    if (type === undefined || type === 'object') return schema.$ref.split(/[./]/).at(-1) ?? 'Object';
    return type;
  }
  return schema.type === undefined || schema.type === 'object' ? 'Object' : schema.type;
}

function enumText({ enum: values }: OpenApiSchema): string {
  if (!values) return '';
  return `ENUM:${values.map((value) => `\n    ${enumValue(value)}`).join('')}`;
}

function shortEnumText({ enum: values }: OpenApiSchema, indent: number): string {
  if (!values) return '';
  const shown = values.slice(0, shownEnums).map(enumValue).join(', ');
  return `\n${' '.repeat(indent)}enum: ${shown}${values.length > shownEnums ? ', ....' : ''}`;
}

function enumValue(value: unknown): string {
  return value === '' ? '""' : String(value);
}

/** What a schema is made of besides its own fields: alternatives, a list's items, a map's values. */
function innerSchemas({ allOf = [], items, additionalProperties }: OpenApiSchema): OpenApiSchema[] {
  return [
    ...allOf,
    ...(items ? [items] : []),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ];
}

function resolve(document: OpenApiDocument, schema: OpenApiSchema): OpenApiSchema {
  const name = schema.$ref?.split('/').at(-1);
  return (name === undefined ? undefined : document.components?.schemas?.[name]) ?? schema;
}
