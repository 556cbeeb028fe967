import { attributesOf, type MarkdownNode } from './markdown-node.ts';

const unlinkedTypes = new Set([
  'code',
  'inlineCode',
  'link',
  'linkReference',
  'image',
  'imageReference',
  'math',
  'inlineMath',
  'definition',
  'html',
  'yaml',
  'toml',
  'mdxjsEsm',
  'mdxFlowExpression',
  'mdxTextExpression',
  'footnoteReference',
]);

const unlinkedElements = new Set(
  ['a', 'code', 'pre', 'kbd', 'samp', 'button', 'summary', 'th', 'thead', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'].concat([
    'Link',
    'NoTerm',
    'CodeBlock',
    'mdxAdmonitionTitle',
  ]),
);

/** Whether the words in a node are never linked. */
export function isUnlinked(node: MarkdownNode): boolean {
  if (unlinkedTypes.has(node.type) || node.data?.directiveLabel) return true;
  const element = node.name ?? node.data?.hName;
  if (element !== undefined && unlinkedElements.has(element)) return true;
  const attributes = attributesOf(node);
  if ('data-nogl' in attributes || 'dataNogl' in attributes) return true;
  const isQuote = node.type === 'blockquote' || element === 'blockquote';
  return isQuote && ['cite', 'data-source', 'dataSource'].some((name) => name in attributes);
}

/** The element that a piece of raw HTML opens, when its words are not linked until it is closed. */
export function unlinkedHtmlElement(html: string): string | undefined {
  const [, name = '', attributes = ''] = /^<([A-Za-z][\w-]*)\b([^>]*[^/>])?>$/.exec(html) ?? [];
  const isWanted = unlinkedElements.has(name) || /\bdata-nogl\b/.test(attributes);
  return isWanted ? name : undefined;
}
