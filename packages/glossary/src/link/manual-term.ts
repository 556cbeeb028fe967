import { attributesOf, type MarkdownNode } from './markdown-node.ts';

/** `<T id="sidecar">helper</T>` in MDX, or the directive `:t[helper]{#sidecar}` in Markdown. @returns its id */
export function manualTermId(node: MarkdownNode): string | undefined {
  const isElement = (node.type === 'mdxJsxTextElement' || node.type === 'mdxJsxFlowElement') && node.name === 'T';
  const isDirective = node.type === 'textDirective' && node.name === 't';
  if (!isElement && !isDirective) return undefined;
  const { id } = attributesOf(node);
  return typeof id === 'string' ? id : '';
}
