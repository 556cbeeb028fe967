/** What `kubectl get` printed, as columns and rows. */
export interface PrintedTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads the tables that `kubectl get` prints: a header in capitals, columns that begin where their heading does, an
 * empty line between tables.
 * @returns undefined when any part of the text is no table
 */
export function parseTables(text: string): readonly PrintedTable[] | undefined {
  const parts = text.trimEnd().split(/\n\s*\n/);
  const tables = parts.map(parseTable);
  return tables.every((table) => table !== undefined) ? tables : undefined;
}

function parseTable(text: string): PrintedTable | undefined {
  const [header = '', ...lines] = text.split('\n');
  if (lines.length === 0 || !isTableHeader(header)) return undefined;
  const columns = [...header.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ name: match[0], from: match.index }));
  const rows = lines.map((line) =>
    cellsOf(
      line,
      columns.map(({ from }) => from),
    ),
  );
  if (!rows.every((row) => row !== undefined)) return undefined;
  return { columns: columns.map(({ name }) => name), rows };
}

/** Whether a line is the header of a table: words in capitals, and columns between them. */
export function isTableHeader(line: string): boolean {
  return (
    /^[A-Z][A-Z0-9()%/-]*(?: +[A-Z][A-Z0-9()%/-]*)*\s*$/.test(line) &&
    (/ {2}/.test(line.trim()) || /^\w+$/.test(line.trim()))
  );
}

/** @returns undefined when something stands across the beginning of a column */
function cellsOf(line: string, starts: readonly number[]): readonly string[] | undefined {
  const across = starts.some((from) => from > 0 && from <= line.length && line[from - 1] !== ' ');
  if (across || line.trim() === '') return undefined;
  return starts.map((from, index) => line.slice(from, starts[index + 1]).trim());
}
