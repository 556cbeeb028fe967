/** A node of a Markdown tree, as far as linking looks at it. Trees of mdast, with MDX and directives, have this shape. */
export interface MarkdownNode {
  type: string;
  value?: string;
  children?: MarkdownNode[];
  depth?: number;
  url?: string;
  name?: string | null;
  /** An array in MDX, a record in directives. */
  attributes?: unknown;
  data?: { hName?: string; hProperties?: Record<string, unknown>; directiveLabel?: boolean; [more: string]: unknown };
  position?: { readonly start: { readonly line: number; readonly column: number } };
}

/** Names and values of the attributes of a JSX element or a directive; a value that is an expression is `true`. */
export function attributesOf(node: MarkdownNode): Readonly<Record<string, unknown>> {
  const given = node.attributes;
  if (!Array.isArray(given)) return { ...(given as object | undefined), ...node.data?.hProperties };
  return Object.fromEntries(
    (given as { readonly name?: string; readonly value?: unknown }[]).map(({ name, value }) => [
      name ?? '',
      typeof value === 'string' ? value : true,
    ]),
  );
}

/** The words of a node, as a reader sees them. */
export function textOf(node: MarkdownNode): string {
  return node.children ? node.children.map(textOf).join('') : (node.value ?? '');
}
