import { goEscaped, sortKeys } from '@podlab/apimachinery';
import { usageError } from '../cli/kubectl-error.ts';
import { type PathStep, parsePath } from './jsonpath-path.ts';
import { walk } from './jsonpath-walk.ts';

type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'path'; readonly steps: readonly PathStep[] }
  | { readonly type: 'range'; readonly steps: readonly PathStep[]; readonly body: readonly Node[] };

/**
 * Prints an object through a JSONPath template, as `-o jsonpath` does: text outside of braces stands for itself, `{.a.b}`
 * for a field, `{range …}{end}` repeats. What is not there prints nothing.
 * @throws KubectlError for a template that is none
 * @see k8s.io/client-go/util/jsonpath (v1.36)
 */
export function printJsonPath(template: string, object: unknown): string {
  const { nodes } = parseTemplate(splitTemplate(template), 0, template);
  return printNodes(nodes, object, object);
}

/** The values that one path leads to; a bare `metadata.name` or `.metadata.name` is taken for `{.metadata.name}`. */
export function findByPath(path: string, object: unknown): unknown[] {
  const inner = path.replace(/^\{(.*)\}$/s, '$1');
  return walk(parsePath(inner.startsWith('.') || inner.startsWith('[') ? inner : `.${inner}`, path), object, object);
}

interface Piece {
  readonly type: 'brace' | 'text';
  readonly text: string;
}

function splitTemplate(template: string): Piece[] {
  const pieces: Piece[] = [];
  let index = 0;
  while (index < template.length) {
    const open = template.indexOf('{', index);
    if (open < 0) return [...pieces, { type: 'text', text: template.slice(index) }];
    if (open > index) pieces.push({ type: 'text', text: template.slice(index, open) });
    const close = closingBrace(template, open);
    if (close < 0) throw usageError(`error parsing jsonpath ${template}, unclosed action`);
    pieces.push({ type: 'brace', text: template.slice(open + 1, close).trim() });
    index = close + 1;
  }
  return pieces;
}

function closingBrace(template: string, open: number): number {
  let quote: string | undefined;
  for (let i = open + 1; i < template.length; i += 1) {
    const character = template[i];
    if (character === '\\') i += 1;
    else if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '}') return i;
  }
  return -1;
}

function parseTemplate(pieces: readonly Piece[], start: number, template: string): { nodes: Node[]; next: number } {
  const nodes: Node[] = [];
  let index = start;
  for (;;) {
    const piece = pieces[index];
    if (!piece) {
      return { nodes, next: index };
    }
    index += 1;
    if (piece.type === 'text') nodes.push({ type: 'text', text: piece.text });
    else if (piece.text === 'end') {
      if (start === 0) throw usageError(`error parsing jsonpath ${template}, not in range, nothing to end`);
      return { nodes, next: index };
    } else if (piece.text.startsWith('range ')) {
      const body = parseTemplate(pieces, index, template);
      nodes.push({ type: 'range', steps: parsePath(piece.text.slice(6).trim(), template), body: body.nodes });
      index = body.next;
    } else if (/^["']/.test(piece.text)) nodes.push({ type: 'text', text: unquote(piece.text) });
    else nodes.push({ type: 'path', steps: parsePath(piece.text, template) });
  }
}

function unquote(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return text.slice(1, -1).replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}

function printNodes(nodes: readonly Node[], object: unknown, root: unknown): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return node.text;
      const values = walk(node.steps, object, root);
      if (node.type === 'path') return values.map(valueText).join(' ');
      return values.map((value) => printNodes(node.body, value, root)).join('');
    })
    .join('');
}

/** Text as it is; maps and lists in JSON. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : goEscaped(JSON.stringify(sortKeys(value)));
}
