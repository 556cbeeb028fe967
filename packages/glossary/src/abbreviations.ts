/** A line `*[term]: definition` of a page. */
export interface Abbreviation {
  readonly term: string;
  readonly definition: string;
  /** From 1. */
  readonly line: number;
}

/** A page without its abbreviations; every line is still where it was. */
export interface ExtractedAbbreviations {
  readonly content: string;
  readonly abbreviations: readonly Abbreviation[];
}

const definitionLine = /^\*\[([^\\\]]+)\] ?:[ ]*(.*)$/;

/**
 * Takes the abbreviations out of Markdown or MDX before a parser can misread them, and leaves empty lines in their place.
 * The grammar is that of Python-Markdown's `abbr` extension, as mkdocs-material uses it: at the start of a line, at most
 * one space before the colon, the definition on the same line or on the next. Front matter, fenced and indented code, and
 * comments are left alone. A later definition of the same term replaces an earlier one.
 * @see https://python-markdown.github.io/extensions/abbreviations/
 */
export function extractAbbreviations(content: string): ExtractedAbbreviations {
  const lines = content.split('\n');
  const text = lines.map((line) => line.replace(/\r$/, ''));
  const isProse = proseLines(text);
  const byTerm = new Map<string, Abbreviation>();
  for (let i = 0; i < text.length; i += 1) {
    const found = isProse[i] ? definitionLine.exec(text[i] ?? '') : null;
    if (!found) continue;
    const [, term = '', here = ''] = found;
    const onNextLine = here.trim() === '' && isProse[i + 1] === true && isContinuation(text[i + 1] ?? '');
    const definition = (onNextLine ? (text[i + 1] ?? '') : here).trim();
    if (definition === '') continue;
    byTerm.delete(term);
    byTerm.set(term, { term, definition, line: i + 1 });
    for (const taken of onNextLine ? [i, i + 1] : [i]) lines[taken] = lines[taken]?.endsWith('\r') ? '\r' : '';
  }
  return { content: lines.join('\n'), abbreviations: [...byTerm.values()].toSorted((a, b) => a.line - b.line) };
}

function isContinuation(line: string): boolean {
  return line.trim() !== '' && !definitionLine.test(line);
}

/** Which lines are neither front matter, nor in a fence, nor in a comment. */
function proseLines(lines: readonly string[]): readonly boolean[] {
  let closing: RegExp | undefined = lines[0]?.trimEnd() === '---' ? /^---\s*$/ : undefined;
  return lines.map((line, i) => {
    if (closing) {
      if (i > 0 && closing.test(line)) closing = undefined;
      return false;
    }
    closing = closingOf(line);
    return closing === undefined;
  });
}

/** What ends the block that this line opens and leaves open; undefined when it opens none. */
function closingOf(line: string): RegExp | undefined {
  const fence = /^[ >]*(?:[-*+] +|\d+[.)] +)?(`{3,}|~{3,})([^`]*)$/.exec(line)?.[1];
  if (fence) return new RegExp(`^[ >]*${fence[0]}{${fence.length},}\\s*$`);
  if (/<!--(?![\s\S]*-->)/.test(line)) return /-->/;
  if (/\{\/\*(?![\s\S]*\*\/)/.test(line)) return /\*\//;
  return undefined;
}
