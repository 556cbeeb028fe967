import type { MarkdownNode } from '@podlab/glossary';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

const jsx = unified().use(remarkParse).use(remarkMdx).freeze();

type Fence = MarkdownNode & { readonly lang?: string | null; readonly meta?: string | null };

/**
 * Turns a fence `tsx live` into a LiveCode that holds what its code makes, so that the page has it before anything runs.
 * @throws Error with file and line when the code is not an element of JSX
 */
export function remarkLiveCode() {
  return (tree: MarkdownNode, file: { readonly path: string }): void => {
    visit(tree as Parameters<typeof visit>[0], 'code', (node, index, parent) => {
      const { lang, meta, value = '', position } = node as Fence;
      if ((lang !== 'tsx' && lang !== 'jsx') || meta?.split(' ').includes('live') !== true) return;
      const made = (jsx.parse(value) as unknown as MarkdownNode).children ?? [];
      if (made.length === 0 || made.some(({ type }) => type !== 'mdxJsxFlowElement')) {
        throw new Error(
          `${file.path}:${position?.start.line ?? 1}: a live fence holds elements such as <BackOffExplorer />, and nothing else`,
        );
      }
      const live: MarkdownNode = {
        type: 'mdxJsxFlowElement',
        name: 'LiveCode',
        attributes: [{ type: 'mdxJsxAttribute', name: 'code', value }],
        children: made,
      };
      (parent as MarkdownNode | undefined)?.children?.splice(index ?? 0, 1, live);
    });
  };
}
