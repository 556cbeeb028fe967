import type { FieldHint } from '@podlab/lab-ui/model';
import { isMap, isPair, isScalar, isSeq, parseDocument, visit, type Document } from 'yaml';

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

interface ApiResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/** What the cluster's own OpenAPI documents say of fields. */
export interface FieldSchemas {
  findResource(apiVersion: string, kind: string): { readonly name: string; readonly namespaced: boolean } | undefined;
  /** Fields that may stand at an offset of a manifest, without those that are there. */
  complete(yaml: string, offset: number): readonly FieldHint[];
}

type Schemas = Readonly<Record<string, Schema>>;
type Path = readonly (string | number)[];

/** @param get asks the API for a document */
export function openSchemas(get: (path: string) => string): FieldSchemas {
  const documents = new Map<string, Schemas>();
  const pathOf = (apiVersion: string) => (apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`);
  const schemasOf = (apiVersion: string): Schemas => {
    const known = documents.get(apiVersion);
    if (known) return known;
    const { components } = readJson(get(`/openapi/v3/${pathOf(apiVersion)}`)) as { components?: { schemas?: Schemas } };
    const schemas = components?.schemas ?? {};
    documents.set(apiVersion, schemas);
    return schemas;
  };
  return {
    findResource: (apiVersion, kind) => {
      const { resources = [] } = readJson(get(`/${pathOf(apiVersion)}`)) as ApiResourceList;
      return resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
    },
    complete: (yaml, offset) => {
      const place = findPlace(yaml, offset);
      if (!place) return [];
      const { apiVersion, kind, path, present } = place;
      if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
        return path.length === 0 ? topFields.filter(({ name }) => !present.has(name)) : [];
      }
      const schemas = schemasOf(apiVersion);
      const root = Object.values(schemas).find((schema) =>
        schema['x-kubernetes-group-version-kind']?.some((gvk) => gvk.kind === kind && inGroup(gvk, apiVersion)),
      );
      const schema = path.reduce<Schema | undefined>((at, part) => childOf(resolve(at, schemas), part), root);
      return fieldsOf(resolve(schema, schemas), schemas).filter(({ name }) => !present.has(name));
    },
  };
}

const topFields: readonly FieldHint[] = [
  {
    name: 'apiVersion',
    type: 'string',
    description: 'Version of the API that the object is of, such as v1.',
    required: true,
  },
  { name: 'kind', type: 'string', description: 'What the object is, such as Pod.', required: true },
  { name: 'metadata', type: 'object', description: 'Its name, labels and annotations.', required: true },
  { name: 'spec', type: 'object', description: 'What is wanted.', required: false },
];

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function inGroup(
  { group, version }: { readonly group: string; readonly version: string },
  apiVersion: string,
): boolean {
  return (group === '' ? version : `${group}/${version}`) === apiVersion;
}

function resolve(schema: Schema | undefined, schemas: Schemas): Schema | undefined {
  const ref = schema?.$ref ?? schema?.allOf?.[0]?.$ref;
  if (ref === undefined) return schema;
  return resolve(schemas[ref.slice(ref.lastIndexOf('/') + 1)], schemas);
}

function childOf(schema: Schema | undefined, part: string | number): Schema | undefined {
  if (typeof part === 'number') return schema?.items;
  const more = schema?.additionalProperties;
  return schema?.properties?.[part] ?? (typeof more === 'object' ? more : undefined);
}

function fieldsOf(schema: Schema | undefined, schemas: Schemas): readonly FieldHint[] {
  return Object.entries(schema?.properties ?? {}).map(([name, field]) => {
    const resolved = resolve(field, schemas);
    return {
      name,
      type: resolved?.type ?? 'object',
      description: field.description ?? resolved?.description ?? '',
      required: schema?.required?.includes(name) ?? false,
    };
  });
}

interface FieldPlace {
  readonly apiVersion: unknown;
  readonly kind: unknown;
  readonly path: Path;
  readonly present: ReadonlySet<string>;
}

/** Puts a word where the cursor is, so that the parser says where in the object that is. */
const probe = 'podlabProbe';

function findPlace(yaml: string, offset: number): FieldPlace | undefined {
  const lineStart = yaml.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = yaml.indexOf('\n', offset) < 0 ? yaml.length : yaml.indexOf('\n', offset);
  const line = yaml.slice(lineStart, offset);
  const typed = /[A-Za-z0-9]*$/.exec(line)?.[0] ?? '';
  if (!/^[\s-]*$/.test(line.slice(0, line.length - typed.length))) return undefined;
  const before = yaml.slice(0, offset - typed.length);
  const start = Math.max(0, ...[...before.matchAll(/^---.*\n/gm)].map(({ index, 0: mark }) => index + mark.length));
  const after = yaml.slice(lineEnd);
  const end = /^---/m.exec(after)?.index ?? after.length;
  const document = parseDocument(`${before.slice(start)}${probe}:${after.slice(0, end)}`);
  const found = findProbe(document);
  if (!found) return undefined;
  return { apiVersion: document.get('apiVersion'), kind: document.get('kind'), ...found };
}

function findProbe(document: Document): Pick<FieldPlace, 'path' | 'present'> | undefined {
  let found: Pick<FieldPlace, 'path' | 'present'> | undefined;
  visit(document, {
    Pair: (_key, pair, ancestors) => {
      if (!isScalar(pair.key) || pair.key.value !== probe) return undefined;
      const parent = ancestors.at(-1);
      const names = isMap(parent) ? parent.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')) : [];
      found = { path: pathTo(ancestors), present: new Set(names) };
      return visit.BREAK;
    },
  });
  return found;
}

function pathTo(ancestors: readonly unknown[]): Path {
  return ancestors.flatMap((ancestor, index): Path => {
    const next = ancestors[index + 1];
    if (isSeq(ancestor) && next !== undefined) return [ancestor.items.indexOf(next)];
    return isPair(ancestor) && isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
  });
}
