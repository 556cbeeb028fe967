import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { TermFault } from '../faults.ts';

export type Path = readonly PropertyKey[];

/** The YAML at the head of a file, whose values can be found again in its text. */
export interface FrontMatter {
  readonly value: unknown;
  /** Markdown below the front matter, without blank lines around it. */
  readonly body: string;
  /** Makes a fault about the key that `path` ends with, or about the nearest value above it. */
  fault(path: Path, message: string): TermFault;
}

/** @returns undefined when there is none or it is not YAML; `faults` then says why */
export function readFrontMatter(file: string, content: string, faults: TermFault[]): FrontMatter | undefined {
  const head = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*$/m.exec(content);
  if (!head || head.index !== 0) {
    faults.push({
      file,
      line: 1,
      message: 'A term file must begin with front matter: YAML between two lines of `---`.',
    });
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(head[1] ?? '', { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const message =
      error.code === 'DUPLICATE_KEY' ? 'This key is there twice.' : `This is not valid YAML: ${error.message}.`;
    faults.push({ file, line: lines.linePos(error.pos[0]).line + 1, message });
  }
  if (document.errors.length > 0) return undefined;
  return {
    value: document.toJS(),
    body: content.slice(head[0].length).trim(),
    fault: (path, message) => ({ file, line: lines.linePos(offsetOf(document, path)).line + 1, message }),
  };
}

function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const above = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(above) ? above.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = (pair?.key ?? document.getIn(path.slice(0, length), true)) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}
