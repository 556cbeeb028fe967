/** A POSIX regular expression, taken apart. */
export type RegexNode =
  /** One character; `source` is what matches it in JavaScript. */
  | { readonly kind: 'atom'; readonly source: string }
  /** A place; `source` is what holds there in JavaScript. */
  | { readonly kind: 'place'; readonly source: string }
  | { readonly kind: 'reference'; readonly group: number }
  | { readonly kind: 'group'; readonly node: RegexNode }
  | { readonly kind: 'sequence'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly node: RegexNode; readonly min: number; readonly max: number };

/** The same as the source of a JavaScript regular expression. */
export function javaScriptSource(node: RegexNode): string {
  switch (node.kind) {
    case 'atom':
    case 'place':
      return node.source;
    case 'reference':
      return `\\${node.group}(?!\\d)`;
    case 'group':
      return `(${javaScriptSource(node.node)})`;
    case 'sequence':
      return node.nodes.map(javaScriptSource).join('');
    case 'choice':
      return `(?:${node.nodes.map(javaScriptSource).join('|')})`;
    case 'repeat': {
      const inner = javaScriptSource(node.node);
      const isOne = node.node.kind === 'atom' || node.node.kind === 'group';
      return `${isOne ? inner : `(?:${inner})`}${quantifier(node.min, node.max)}`;
    }
  }
}

function quantifier(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === 0 && max === 1 ? '?' : `{${min},${max}}`;
}

/** Whether a part of an expression, or the whole, is so. */
export function hasPart(node: RegexNode, is: (part: RegexNode) => boolean): boolean {
  if (is(node)) return true;
  if (node.kind === 'group' || node.kind === 'repeat') return hasPart(node.node, is);
  return (node.kind === 'sequence' || node.kind === 'choice') && node.nodes.some((part) => hasPart(part, is));
}
