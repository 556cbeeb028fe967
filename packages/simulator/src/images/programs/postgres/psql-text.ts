/** What came back for one statement. */
export interface PsqlTable {
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface PsqlFormat {
  /** Values with `separator` between them, one row a line. */
  readonly isPlain: boolean;
  readonly isBare: boolean;
  /** A block for each row, a line for each of its values. */
  readonly isExpanded?: boolean;
  readonly separator: string;
}

/** A table as psql prints it, with the count of its rows; `title` above it. */
export function tableText(
  { columns, rows }: PsqlTable,
  { isPlain, isBare, isExpanded = false, separator }: PsqlFormat,
  title?: string,
  footer?: string,
): string {
  if (isExpanded) return expandedText({ columns, rows }, { isPlain, isBare, separator });
  const count = `(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})\n`;
  if (isPlain) {
    const lines = rows.map((row) => row.map((value) => value ?? '').join(separator));
    const all = isBare ? lines : [columns.map(({ name }) => name).join(separator), ...lines];
    return `${all.map((line) => `${line}\n`).join('')}${isBare ? '' : count}`;
  }
  const widths = columns.map(({ name }, index) =>
    Math.max(...(isBare ? [] : [name.length]), ...rows.map((row) => row[index]?.length ?? 0), 0),
  );
  const head = ` ${columns.map(({ name }, index) => centred(name, widths[index] ?? 0)).join(' | ')} \n`;
  const rule = `${widths.map((width) => '-'.repeat(width + 2)).join('+')}\n`;
  const lines = rows.map((row) => {
    const cells = columns.map(({ isNumber }, index) => {
      const value = row[index] ?? '';
      const width = widths[index] ?? 0;
      if (isNumber) return value.padStart(width);
      return index === columns.length - 1 ? value : value.padEnd(width);
    });
    return ` ${cells.join(' | ')}\n`;
  });
  if (isBare) return `${lines.join('')}\n`;
  const above =
    title === undefined ? '' : `${' '.repeat(Math.max(0, Math.floor((rule.length - 1 - title.length) / 2)))}${title}\n`;
  const isCounted = title === undefined || !/relations|roles/.test(title);
  return `${above}${head}${rule}${lines.join('')}${footer ?? (isCounted || title?.includes('relations') ? count : '')}\n`;
}

function expandedText({ columns, rows }: PsqlTable, { isPlain, isBare, separator }: PsqlFormat): string {
  if (rows.length === 0) return isBare ? '' : '(0 rows)\n\n';
  const wide = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length), 0);
  const names = wide(columns.map(({ name }) => name));
  const values = wide(rows.flatMap((row) => row.map((value) => value ?? '')));
  const blocks = rows.map((row, index) => {
    const lines = columns.map(({ name }, at) =>
      isPlain ? `${name}${separator}${row[at] ?? ''}\n` : `${name.padEnd(names)} | ${row[at] ?? ''}\n`,
    );
    return `${isPlain || isBare ? (index === 0 ? '' : '\n') : `${recordLine(index + 1, names, values)}\n`}${lines.join('')}`;
  });
  return `${blocks.join('')}${isPlain ? '' : '\n'}`;
}

/** @see PostgreSQL src/fe_utils/print.c print_aligned_vertical_line */
function recordLine(record: number, names: number, values: number): string {
  const title = `-[ RECORD ${record} ]`;
  const beyond = Math.max(title.length + 1, names) - names;
  const left = '-'.repeat(Math.max(0, names - title.length - 1));
  const between = '-+-'.slice(Math.min(3, beyond));
  return `${title}${left}${between}${'-'.repeat(Math.max(0, values - Math.max(0, beyond - 3)))}`;
}

function centred(text: string, width: number): string {
  const left = Math.floor((width - text.length) / 2);
  return `${' '.repeat(left)}${text}`.padEnd(width);
}

/** The line of a statement that an error is about, with a mark under the place. */
export function placeText(sql: string, at: number): string {
  const before = sql.slice(0, at);
  const line = before.split('\n').length;
  const start = before.lastIndexOf('\n') + 1;
  const text = sql.slice(start).split('\n')[0] ?? '';
  const label = `LINE ${line}: `;
  return `${label}${text}\n${' '.repeat(label.length + at - start)}^`;
}
