/** One line of a terminal session. */
export interface ConsoleLine {
  /** `more` goes on with a command whose line ended in a backslash. */
  readonly kind: 'command' | 'more' | 'output';
  readonly text: string;
}

/** Splits a session as docs write it: commands begin with `$ `, everything else was printed. */
export function parseConsole(session: string): ConsoleLine[] {
  const lines: ConsoleLine[] = [];
  for (const text of session.split('\n')) {
    const last = lines.at(-1);
    const goesOn = last !== undefined && last.kind !== 'output' && last.text.endsWith('\\');
    if (text.startsWith('$ ')) lines.push({ kind: 'command', text: text.slice(2) });
    else lines.push({ kind: goesOn ? 'more' : 'output', text });
  }
  return lines;
}

/** What a reader wants to paste: the commands alone. */
export function commandsOf(lines: readonly ConsoleLine[]): string {
  return lines
    .filter(({ kind }) => kind !== 'output')
    .map(({ text }) => text)
    .join('\n');
}
