import { type Document, isAlias, isMap, isScalar, LineCounter, type Node, parseAllDocuments, type Range } from 'yaml';
import type { LabFault } from '../faults.ts';

export type Path = readonly PropertyKey[];

/** A YAML file whose values can be found again in its text. */
export interface YamlDocument {
  readonly value: unknown;
  /** Makes a fault about the value at `path`, or about the nearest value above it. */
  fault(path: Path, message: string): LabFault;
  /** Makes a fault about the key `key` of the map at `path`. */
  faultAtKey(path: Path, key: string, message: string): LabFault;
  /** Makes a fault about the character `offset` of the text at `path`, as far as it is written on one line. */
  faultInText(path: Path, offset: number, message: string): LabFault;
}

/**
 * Parses YAML.
 * @param dialect `1.2` for our own files; `kubectl` reads as kubectl does: YAML 1.1 without dates and base 60
 * @param faults gets every syntax error, duplicate keys and tabs among them
 */
export function parseYaml(
  text: string,
  file: string,
  dialect: '1.2' | 'kubectl',
  faults: LabFault[],
): readonly YamlDocument[] {
  const lines = new LineCounter();
  const at = (offset: number, message: string): LabFault => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, message };
  };
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    ...(dialect === 'kubectl' ? { version: '1.1' as const, customTags: withoutDatesAndBase60 } : {}),
  });
  const documents = Array.isArray(parsed) ? (parsed as Document[]) : [];
  for (const error of documents.flatMap((document) => document.errors)) {
    faults.push(at(error.pos[0], sayYamlError(error.code, error.message)));
  }
  if (documents.some((document) => document.errors.length > 0)) return [];
  return documents.map((document) => positioned(document, at));
}

type TagLike = string | { readonly tag?: string; readonly format?: string };

function withoutDatesAndBase60<T extends TagLike>(tags: T[]): T[] {
  return tags.filter(
    (tag) => typeof tag === 'string' || (tag.tag !== 'tag:yaml.org,2002:timestamp' && tag.format !== 'TIME'),
  );
}

function sayYamlError(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'This key is there twice; a map may hold a key only once.';
  if (code === 'TAB_AS_INDENT') return 'Tabs must not be used to indent YAML; use spaces.';
  return `This is not valid YAML: ${message}.`;
}

function positioned(document: Document, at: (offset: number, message: string) => LabFault): YamlDocument {
  const start = (node: Node | null | undefined): number | undefined => (node?.range as Range | undefined)?.[0];
  const fault = (path: Path, message: string) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const offset = start(nodeAt(document, path.slice(0, length)));
      if (offset !== undefined) return at(offset, message);
    }
    return at(0, message);
  };
  return {
    value: document.toJS({ maxAliasCount: 100 }),
    fault,
    faultAtKey(path, key, message) {
      const map = nodeAt(document, path);
      const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key) : null;
      const offset = start(pair?.key as Node | undefined);
      return offset === undefined ? fault(path, message) : at(offset, message);
    },
    faultInText(path, offset, message) {
      const node = nodeAt(document, path);
      const from = start(node);
      if (!isScalar(node) || from === undefined) return fault(path, message);
      if (node.type === 'PLAIN') return at(from + offset, message);
      return at(node.type?.startsWith('QUOTE') ? from + 1 + offset : from, message);
    },
  };
}

function nodeAt(document: Document, path: Path): Node | undefined {
  let node: unknown = document.contents;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    const collection = node as { get?: (key: unknown, keepScalar: boolean) => unknown } | null;
    node = collection?.get?.(typeof key === 'symbol' ? String(key) : key, true);
  }
  return (node as Node | null) ?? undefined;
}
