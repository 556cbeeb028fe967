import type { Style } from './style.ts';

const widest = 88;

/** Sets the Markdown of labs (paragraphs, lists, code, emphasis) for a terminal, without going through HTML. */
export function renderMarkdown(markdown: string, style: Style, columns: number): string[] {
  const width = Math.max(20, Math.min(columns, widest));
  const lines: string[] = [];
  let paragraph: string[] = [];
  let fenced = false;
  const endParagraph = () => {
    if (paragraph.length > 0) lines.push(...wrapItem(paragraph.join(' '), style, width));
    paragraph = [];
  };
  for (const line of markdown.trim().split(/\r?\n/)) {
    if (/^\s*```/.test(line)) {
      endParagraph();
      fenced = !fenced;
    } else if (fenced) lines.push(`    ${style.code(line)}`);
    else if (line.trim() === '') {
      endParagraph();
      lines.push('');
    } else if (/^#{1,6} /.test(line)) {
      endParagraph();
      lines.push(style.strong(line.replace(/^#+ /, '')));
    } else if (/^\s*([-*]|\d+\.) /.test(line)) {
      endParagraph();
      paragraph = [line.trimEnd()];
    } else paragraph.push(paragraph.length > 0 ? line.trim() : line.trimEnd());
  }
  endParagraph();
  return lines.filter((line, index) => line !== '' || lines[index - 1] !== '');
}

/** Wraps text to a width, every line indented by `indent`. */
export function wrapText(text: string, style: Style, width: number, indent = ''): string[] {
  return wrapWords(text, Math.max(20, width - indent.length)).map((line) => indent + renderSpans(line, style));
}

function wrapItem(text: string, style: Style, width: number): string[] {
  const [, bullet = '', rest = text] = /^(\s*(?:[-*]|\d+\.) )(.*)$/.exec(text) ?? [];
  const hang = ' '.repeat(bullet.length);
  return wrapWords(rest, width - bullet.length).map(
    (line, index) => (index === 0 ? bullet.replace('*', '-') : hang) + renderSpans(line, style),
  );
}

/** Breaks between words, and never inside `code`, so that a command can be copied. */
function wrapWords(text: string, width: number): string[] {
  const words = text.trim().match(/(?:[^\s`]|`[^`]*`)+/g) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

function renderSpans(line: string, style: Style): string {
  const plainLinks = line.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)');
  return plainLinks.replace(/`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*/g, (_, code, strong, emphasis) => {
    if (code !== undefined) return style.colored ? style.code(code) : `\`${code}\``;
    if (strong !== undefined) return style.strong(strong);
    return emphasis;
  });
}
