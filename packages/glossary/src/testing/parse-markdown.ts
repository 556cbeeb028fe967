import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { type MarkdownNode, textOf } from '../link/markdown-node.ts';

/** A page as Docusaurus parses it: CommonMark with tables and directives, or MDX. */
export function parseMarkdown(text: string, format: 'md' | 'mdx' = 'md'): MarkdownNode {
  const processor = unified().use(remarkParse).use(remarkGfm).use(remarkDirective);
  return (format === 'mdx' ? processor.use(remarkMdx) : processor).parse(text) as unknown as MarkdownNode;
}

/** The text of a tree with its links in brackets, and later occurrences in parentheses: `a [Pod] is a (Pod)`. */
export function showLinks(node: MarkdownNode): string {
  const { className } = node.data?.hProperties ?? {};
  const inner = node.children
    ? node.children.map(showLinks).join(node.type === 'root' ? '\n' : '')
    : (node.value ?? '');
  if (className === 'gl') return `[${textOf(node)}]`;
  return className === 'gl-again' ? `(${textOf(node)})` : inner;
}
