/** The Markdown that labs are written in: headings, paragraphs, lists, fences, emphasis, code, links. */
export type Block =
  | { readonly kind: 'heading'; readonly spans: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly spans: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly spans: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly spans: readonly Inline[] };

export function parseMarkdown(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = markdown.trim().split(/\r?\n/);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const fence = /^\s*```(\S*)/.exec(line);
    const end = fence ? endOfFence(lines, at + 1) : endOfParagraph(lines, at);
    if (fence) blocks.push({ kind: 'code', language: fence[1] ?? '', text: lines.slice(at + 1, end - 1).join('\n') });
    else if (line.trim() !== '') addBlock(blocks, lines.slice(at, end));
    at = end;
  }
  return blocks;
}

/** @returns the line behind the closing fence */
function endOfFence(lines: readonly string[], from: number): number {
  const close = lines.findIndex((line, index) => index >= from && /^\s*```\s*$/.test(line));
  return close === -1 ? lines.length + 1 : close + 1;
}

const item = /^\s*(?:[-*]|(\d+)\.)\s+/;

function endOfParagraph(lines: readonly string[], from: number): number {
  let at = from + 1;
  if (lines[from]?.trim() === '') return at;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || /^\s*```|^#{1,6} /.test(line) || item.test(line) || /^#{1,6} /.test(lines[from] ?? ''))
      break;
    at++;
  }
  return at;
}

function addBlock(blocks: Block[], lines: readonly string[]): void {
  const [first = ''] = lines;
  const text = lines.map((line) => line.trim()).join(' ');
  const marker = item.exec(first);
  if (/^#{1,6} /.test(first)) blocks.push({ kind: 'heading', spans: parseInline(text.replace(/^#+ /, '')) });
  else if (marker) addItem(blocks, marker[1] !== undefined, parseInline(text.replace(item, '')));
  else blocks.push({ kind: 'paragraph', spans: parseInline(text) });
}

function addItem(blocks: Block[], ordered: boolean, spans: readonly Inline[]): void {
  const last = blocks.at(-1);
  if (last?.kind === 'list' && last.ordered === ordered) {
    blocks[blocks.length - 1] = { ...last, items: [...last.items, spans] };
  } else blocks.push({ kind: 'list', ordered, items: [spans] });
}

const inline = /`([^`]+)`|\*\*((?:[^*]|\*(?!\*))+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)/;

export function parseInline(text: string): readonly Inline[] {
  const match = inline.exec(text);
  if (!match) return text === '' ? [] : [{ kind: 'text', text }];
  const [whole, code, strong, emphasis, label, href] = match;
  const before = text.slice(0, match.index);
  return [
    ...(before === '' ? [] : [{ kind: 'text', text: before } as const]),
    inlineOf({ code, strong, emphasis, label, href }),
    ...parseInline(text.slice(match.index + whole.length)),
  ];
}

function inlineOf(
  found: Readonly<Record<'code' | 'strong' | 'emphasis' | 'label' | 'href', string | undefined>>,
): Inline {
  if (found.code !== undefined) return { kind: 'code', text: found.code };
  if (found.strong !== undefined) return { kind: 'strong', spans: parseInline(found.strong) };
  if (found.emphasis !== undefined) return { kind: 'emphasis', spans: parseInline(found.emphasis) };
  return { kind: 'link', href: found.href ?? '', spans: parseInline(found.label ?? '') };
}

/** Whether a piece of code is a command for the lab's terminal. */
export function isCommand(code: string): boolean {
  return /^(kubectl|check|hint|next|reset|answer|fast-forward)( |$)/.test(code) && !code.includes('\n');
}

/** The commands in a text, each once, as they come. */
export function commandsOf(markdown: string): readonly string[] {
  const found = parseMarkdown(markdown).flatMap((block): readonly string[] => {
    if (block.kind === 'code') return block.text.split('\n');
    return (block.kind === 'list' ? block.items.flat() : block.spans).flatMap((span) =>
      span.kind === 'code' ? [span.text] : [],
    );
  });
  return [...new Set(found.filter(isCommand))];
}
