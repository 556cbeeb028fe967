import type { MarkdownNode } from '@podlab/glossary';
import { toHtml } from 'hast-util-to-html';
import { toHast } from 'mdast-util-to-hast';

/** HTML of a Markdown tree of ours. Raw HTML in it is left out. */
export function renderMarkdown(tree: MarkdownNode): string {
  return toHtml(toHast(tree as unknown as Parameters<typeof toHast>[0]));
}
