import type * as z from 'zod';
import type { LabFault } from '../faults.ts';
import type { JsonSchema } from '../json-schema.ts';
import { suggestion, withArticle } from '../words.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

type Issue = z.core.$ZodIssue;

/** Says each thing that zod found wrong in our words, at its place in the file. */
export function schemaFaults(issues: readonly Issue[], document: YamlDocument, schema: JsonSchema): LabFault[] {
  return issues.flatMap((issue) => faultsOf(issue, [], document, schema));
}

function faultsOf(issue: Issue, above: Path, document: YamlDocument, schema: JsonSchema): LabFault[] {
  const path = [...above, ...issue.path];
  const field = path.at(-1);
  const value = valueAt(document.value, path);
  const name = typeof field === 'number' ? `item ${field + 1}` : `\`${String(field ?? 'the file')}\``;
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(fieldsOf(schemaAt(schema, path)));
    const owner = nounAt(schema, path);
    return issue.keys.map((key) =>
      document.faultAtKey(
        path,
        key,
        `\`${key}\` is not a field of ${owner}.${suggestion(key, known, 'Its fields are')}`,
      ),
    );
  }
  if (value === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_union')) {
    const owner = nounAt(schema, path.slice(0, -1));
    return [document.fault(path, `${name} is missing from ${owner}.`)];
  }
  if (issue.code === 'invalid_type') {
    return [document.fault(path, `${name} must be ${sayType(issue.expected)}, but is ${sayValue(value)}.`)];
  }
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    const only = known.length === 1 ? `must be \`${known[0]}\`, but is` : 'must not be';
    const more = known.length === 1 ? '' : suggestion(String(value), known, 'It must be one of');
    return [document.fault(path, `${name} ${only} ${sayValue(value)}.${more}`)];
  }
  if (issue.code === 'invalid_union') {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    const branch = isMap ? issue.errors.find((errors) => !errors.some(isTypeOfWhole)) : undefined;
    if (branch) return branch.flatMap((inner) => faultsOf(inner, path, document, schema));
    return [document.fault(path, `${name} must be ${sayUnion(schemaAt(schema, path))}, but is ${sayValue(value)}.`)];
  }
  if (issue.code === 'too_small') {
    const what = Array.isArray(value) ? `must hold at least ${issue.minimum}` : `must be at least ${issue.minimum}`;
    return [document.fault(path, `${name} ${what}, but ${Array.isArray(value) ? 'holds' : 'is'} ${sayAmount(value)}.`)];
  }
  if (issue.code === 'too_big') {
    return [document.fault(path, `${name} must be at most ${issue.maximum}, but is ${sayAmount(value)}.`)];
  }
  return [document.fault(path, `${name} ${issue.message}, but is ${sayValue(value)}.`)];
}

function isTypeOfWhole(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function schemaAt(root: JsonSchema, path: Path): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const key of path) {
    schema = branches(schema)
      .map((branch) => childOf(branch, key))
      .find((child) => child !== undefined);
  }
  return schema;
}

function childOf(schema: JsonSchema, key: PropertyKey): JsonSchema | undefined {
  if (typeof key === 'number') return schema.items;
  const more = schema.additionalProperties;
  return schema.properties?.[String(key)] ?? (typeof more === 'object' ? more : undefined);
}

function branches(schema: JsonSchema | undefined): readonly JsonSchema[] {
  return schema === undefined ? [] : (schema.anyOf ?? [schema]);
}

function fieldsOf(schema: JsonSchema | undefined): Readonly<Record<string, unknown>> {
  const found = branches(schema).find((branch) => branch.properties ?? branch.propertyNames?.enum);
  const names = found?.propertyNames?.enum;
  return found?.properties ?? Object.fromEntries((names ?? []).map((name) => [name, true]));
}

/** `a check`, or the name of the field where the schema has no noun for it. */
function nounAt(root: JsonSchema, path: Path): string {
  const title = branches(schemaAt(root, path)).find((branch) => branch.title)?.title;
  if (title !== undefined) return withArticle(title);
  const field = path.findLast((key) => typeof key === 'string');
  return field === undefined ? 'the file' : `\`${field}\``;
}

const typeNames: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function sayType(type: string): string {
  return typeNames[type] ?? withArticle(type);
}

function sayUnion(schema: JsonSchema | undefined): string {
  const said = branches(schema).map((branch) => {
    if (branch.enum) return branch.enum.map((value) => `\`${String(value)}\``).join(', ');
    if (branch.const !== undefined) return `\`${JSON.stringify(branch.const)}\``;
    const fields = Object.keys(branch.properties ?? {}).map((name) => `\`${name}\``);
    return fields.length > 0 ? `a map with ${fields.join(', ')}` : sayType(branch.type ?? 'value');
  });
  return said.join(' or ');
}

function sayValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `the text \`${value}\`` : `\`${JSON.stringify(value)}\``;
}

function sayAmount(value: unknown): string {
  return Array.isArray(value) ? String(value.length) : String(value);
}
