import type * as z from 'zod';
import type { TermFault } from '../faults.ts';
import { didYouMean } from '../nearest.ts';
import { termSchema } from '../term-schema.ts';
import type { FrontMatter, Path } from './front-matter.ts';

/** Says each thing that zod found wrong in our words, at its place in the file. */
export function schemaFaults(issues: readonly z.core.$ZodIssue[], head: FrontMatter): TermFault[] {
  return issues.flatMap((issue) => {
    const name = nameOf(issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => head.fault([...issue.path, key], sayUnknownKey(key, issue.path)));
    }
    const value = valueAt(head.value, issue.path);
    if (value === undefined) return [head.fault(issue.path, `${name} is missing; ${sayExpected(issue)}.`)];
    return [head.fault(issue.path, `${name} ${sayExpected(issue)}, but is ${sayValue(value)}.`)];
  });
}

function nameOf(path: Path): string {
  if (path.length === 0) return 'The front matter';
  const last = path.at(-1);
  return typeof last === 'number' ? `Item ${last + 1} of \`${path.slice(0, -1).join('.')}\`` : `\`${path.join('.')}\``;
}

function sayUnknownKey(key: string, path: Path): string {
  const known = path.length === 0 ? Object.keys(termSchema.shape) : (fieldsBelow[String(path[0])] ?? []);
  const more = didYouMean(key, known) || ` Its fields are ${known.map((name) => `\`${name}\``).join(', ')}.`;
  return `\`${key}\` is not a field of ${path.length === 0 ? 'a term' : `\`${String(path[0])}\``}.${more}`;
}

const fieldsBelow: Record<string, readonly string[]> = {
  match: Object.keys(termSchema.shape.match.unwrap().shape),
  since: Object.keys(termSchema.shape.since.unwrap().shape),
  contrast: Object.keys(termSchema.shape.contrast.unwrap().element.shape),
  source: Object.keys(termSchema.shape.source.unwrap().shape),
};

const typeNames: Record<string, string> = {
  string: 'a text; put a number in quotes',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

function sayExpected(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${typeNames[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map((v) => `\`${String(v)}\``).join(', ')}`;
  if (issue.code === 'invalid_union') return 'must be `auto`, `none` or a list of plural forms';
  if (issue.code === 'too_small') return 'must not be empty';
  if (issue.code === 'invalid_format' && issue.format === 'url') return 'must be a whole URL, with `https://`';
  return issue.message;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

function sayValue(value: unknown): string {
  if (value === null || value === '') return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `\`${JSON.stringify(value)}\``;
}
