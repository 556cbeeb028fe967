/** A fenced block of a Markdown page. */
export interface Fence {
  /** The first word after the backticks; empty when there is none. */
  readonly language: string;
  /** What follows it: `after=30s`, `title="pod.yaml"`, `host`; a bare word has the value `''`. */
  readonly meta: ReadonlyMap<string, string>;
  /** The number, from 1, of the line with the opening backticks. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** A page that cannot be read; the message begins with the file and the line. */
export class PageError extends Error {
  override readonly name = 'PageError';
}

/**
 * Finds the fences of a page that begin in the first column.
 * @throws PageError when one is not closed, or when a console fence is indented, as nobody would run it
 */
export function findFences(file: string, text: string): Fence[] {
  const fences: Fence[] = [];
  let open: { fence: Fence & { lines: string[] }; ticks: string } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (open) {
      if (line.trimEnd() === open.ticks) {
        fences.push(open.fence);
        open = undefined;
      } else open.fence.lines.push(line);
      continue;
    }
    if (/^\s+```console/.test(line))
      throw new PageError(`${file}:${index + 1}: a console fence must begin in the first column, or it is not run.`);
    const opening = /^(`{3,})(\S*)\s*(.*)$/.exec(line);
    if (!opening) continue;
    const [, ticks = '', language = '', words = ''] = opening;
    open = { ticks, fence: { language, meta: parseMeta(words), line: index + 1, lines: [] } };
  }
  if (open) throw new PageError(`${file}:${open.fence.line}: this fence must be closed by a line of ${open.ticks}.`);
  return fences;
}

function parseMeta(words: string): Map<string, string> {
  const found = words.matchAll(/([^\s=]+)(?:=(?:"([^"]*)"|(\S+)))?/g);
  return new Map([...found].map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
}
