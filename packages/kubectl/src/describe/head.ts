import type { Stored } from '@podlab/apimachinery';
import { type DescribeWriter, writeAnnotations, writePairs } from './describe-writer.ts';

/** Name, namespace where there is one, labels and annotations: how most descriptions begin. */
export function writeHead(writer: DescribeWriter, { metadata }: Stored): void {
  writer.line(0, `Name:\t${metadata.name}`);
  if (metadata.namespace !== undefined) writer.line(0, `Namespace:\t${metadata.namespace}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
}

/** `[a b]`, as Go prints a list. */
export function goList(words: readonly string[] = []): string {
  return `[${words.join(' ')}]`;
}

/** `a=b,c=d` in order of keys, or `<none>`. */
export function pairsText(pairs: Readonly<Record<string, string>> = {}): string {
  const words = Object.keys(pairs)
    .toSorted()
    .map((key) => `${key}=${pairs[key] ?? ''}`);
  return words.length === 0 ? '<none>' : words.join(',');
}
