import { isMap, type Stored } from '@podlab/apimachinery';
import { type DescribeWriter, writeAnnotations, writePairs } from './describe-writer.ts';

/** Fields that the head tells already, or nobody reads. */
const told = new Set([
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
]);
/** Letters of a name that belong together: `podIP` is told as `Pod IP`. */
const acronyms = new Set(['API', 'URL', 'UID', 'GUID']);

/** Writes an object of a kind that kubectl has no words of its own for: all its fields. */
export function describeAny(writer: DescribeWriter, object: Stored): void {
  writer.line(0, `Name:\t${object.metadata.name}`);
  writer.line(0, `Namespace:\t${object.metadata.namespace ?? ''}`);
  writePairs(writer, 'Labels', object.metadata.labels);
  writeAnnotations(writer, 'Annotations', object.metadata.annotations);
  writeFields(writer, 0, object, '');
}

function writeFields(writer: DescribeWriter, level: number, fields: object, path: string): void {
  for (const [name, value] of Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const at = `${path}.${name}`;
    if (told.has(at) || value === undefined) continue;
    if (Array.isArray(value)) {
      writer.line(level, `${labelOf(name)}:`);
      for (const item of value) {
        if (isMap(item)) writeFields(writer, level + 1, item, at);
        else writer.line(level + 1, String(item));
      }
    } else if (isMap(value)) {
      writer.line(level, `${labelOf(name)}:`);
      writeFields(writer, level + 1, value, at);
    } else writer.line(level, `${labelOf(name)}:\t${value === null ? '<nil>' : String(value)}`);
  }
}

/** `creationTimestamp` as `Creation Timestamp`. What is no plain name stays as it is. */
function labelOf(name: string): string {
  if (!/^[A-Za-z-]+$/.test(name)) return name;
  const parts = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-+/g) ?? [name];
  const words: string[] = [];
  for (let i = 0; i < parts.length; i += 1) {
    const [part = '', next = ''] = [parts[i], parts[i + 1]];
    const joins = /^[A-Z]{2,}$/.test(part) && /^[A-Z]/.test(next);
    words.push(joins ? part + next : part);
    if (joins) i += 1;
  }
  return words
    .map((word) =>
      acronyms.has(word.toUpperCase()) ? word.toUpperCase() : `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`,
    )
    .join(' ');
}
