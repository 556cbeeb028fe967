import type { MarkdownNode } from '@podlab/glossary';

type Node = MarkdownNode & { readonly ordered?: boolean | null; readonly lang?: string | null };

/** Writes a tree as the Markdown that a lab page reads: no escapes, no nesting of lists. */
export function writeMarkdown(node: Node): string {
  const inside = (separator: string) => (node.children ?? []).map(writeMarkdown).join(separator);
  switch (node.type) {
    case 'root':
      return inside('\n\n');
    case 'heading':
      return `${'#'.repeat(node.depth ?? 1)} ${inside('')}`;
    case 'list':
      return (node.children ?? [])
        .map((item, index) => `${node.ordered === true ? `${index + 1}.` : '-'} ${writeMarkdown(item)}`)
        .join('\n');
    case 'listItem':
      return inside(' ');
    case 'code':
      return `\`\`\`${node.lang ?? ''}\n${node.value ?? ''}\n\`\`\``;
    case 'inlineCode':
      return `\`${node.value ?? ''}\``;
    case 'strong':
      return `**${inside('')}**`;
    case 'emphasis':
      return `*${inside('')}*`;
    case 'link':
      return `[${inside('')}](${node.url ?? ''})`;
    default:
      return node.value ?? inside('');
  }
}
