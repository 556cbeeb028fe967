/** What a person would type to do the same: one line, with standard input as a here-document below it. */
export function formatCommandLine(command: { readonly argv: readonly string[]; readonly stdin?: string }): string {
  const line = command.argv.map(quote).join(' ');
  if (command.stdin === undefined) return line;
  return `${line} <<'EOF'\n${command.stdin.replace(/\n?$/, '\n')}EOF`;
}

/** Quotes for a POSIX shell, only where needed. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
