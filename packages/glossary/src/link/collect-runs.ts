import { manualTermId } from './manual-term.ts';
import type { MarkdownNode } from './markdown-node.ts';
import { isUnlinked, unlinkedHtmlElement } from './unlinked-nodes.ts';

/** A text node and where its words stand in its run. */
export interface Piece {
  readonly node: MarkdownNode;
  readonly parent: MarkdownNode;
  readonly start: number;
}

/** The words of one block, such as a paragraph or a table cell. What is never linked stands in it as one U+FFFC. */
export interface Run {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Grows at each H2. */
  readonly section: number;
}

/** A place where the author named the term. */
export interface ManualTerm {
  readonly id: string;
  readonly node: MarkdownNode;
  readonly section: number;
}

export interface Heading {
  readonly text: MarkdownNode;
  readonly section: number;
  /** How many runs stand before it. */
  readonly at: number;
}

/** A piece of code in a sentence. */
export interface InlineCode {
  readonly text: string;
  /** How many runs stand before the one that it is in. */
  readonly at: number;
}

/** The words of a tree, in reading order. */
export interface Words {
  readonly runs: readonly Run[];
  readonly codes: readonly InlineCode[];
  readonly manual: readonly ManualTerm[];
  readonly headings: readonly Heading[];
}

const unknown = '\uFFFC';

const phrasing = new Set(
  [
    'text',
    'emphasis',
    'strong',
    'delete',
    'break',
    'inlineCode',
    'link',
    'linkReference',
    'image',
    'imageReference',
  ].concat(['mdxJsxTextElement', 'mdxTextExpression', 'textDirective', 'inlineMath', 'footnoteReference']),
);

/** Reads a tree without changing it. @param section the section that the tree begins in */
export function collectWords(tree: MarkdownNode, section: number): Words {
  const words: Collecting = { runs: [], codes: [], manual: [], headings: [], section };
  collectBlock(tree, words);
  return words;
}

interface Collecting extends Words {
  readonly runs: Run[];
  readonly codes: InlineCode[];
  readonly manual: ManualTerm[];
  readonly headings: Heading[];
  section: number;
}

function collectBlock(node: MarkdownNode, words: Collecting): void {
  if (node.type === 'heading') {
    if ((node.depth ?? 1) <= 2) words.section += 1;
    words.headings.push({ text: node, section: words.section, at: words.runs.length });
    return;
  }
  if (isUnlinked(node) && manualTermId(node) === undefined) return;
  const children = node.children ?? [];
  if (children.some((child) => phrasing.has(child.type))) return collectRun(node, words);
  const body = node.type === 'table' ? children.slice(1) : children;
  for (const child of body) {
    const id = manualTermId(child);
    if (id === undefined) collectBlock(child, words);
    else words.manual.push({ id, node: child, section: words.section });
  }
}

function collectRun(block: MarkdownNode, words: Collecting): void {
  let text = '';
  const pieces: Piece[] = [];
  const flatten = (parent: MarkdownNode): void => {
    let closing: string | undefined;
    for (const node of parent.children ?? []) {
      const id = manualTermId(node);
      if (id !== undefined) words.manual.push({ id, node, section: words.section });
      if (node.type === 'inlineCode') words.codes.push({ text: node.value ?? '', at: words.runs.length });
      if (node.type === 'html') closing = htmlState(closing, node.value ?? '');
      if (node.type === 'break') text += '\n';
      else if (id !== undefined || closing !== undefined || isUnlinked(node)) text += unknown;
      else if (node.type === 'text') {
        pieces.push({ node, parent, start: text.length });
        text += node.value ?? '';
      } else flatten(node);
    }
  };
  flatten(block);
  words.runs.push({ text, pieces, section: words.section });
}

function htmlState(closing: string | undefined, html: string): string | undefined {
  if (closing === undefined) return unlinkedHtmlElement(html);
  return html === `</${closing}>` ? undefined : closing;
}
