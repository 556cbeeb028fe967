import { readExpression, type SqlRow, type SqlSession, type SqlValue } from './sql-expression.ts';
import type { SqlReader } from './sql-tokens.ts';

/** A column of one of the tables that a statement reads. */
export interface SourceColumn {
  /** What the statement calls its table. */
  readonly table: string;
  readonly name: string;
  readonly isPrimary: boolean;
}

/** The rows that a statement reads, of one table or of several that are joined. */
export interface SqlSource {
  readonly columns: readonly SourceColumn[];
  readonly rows: readonly (readonly SqlValue[])[];
}

const ends =
  /^(where|group|having|order|limit|offset|union|join|inner|left|right|full|cross|on|using|set|returning|values)$/;

/**
 * Reads what follows `from`: tables with other names, with commas or (inner, left, cross) joins between them.
 * @param table reads a table's name and gives what is in it, under the name that the statement has for it
 */
export function readSource(
  reader: SqlReader,
  session: SqlSession,
  table: () => { readonly name: string; readonly source: SqlSource },
): SqlSource {
  let all = readItem(reader, table);
  for (;;) {
    if (reader.skip(',') || reader.skip('cross', 'join')) {
      all = joined(all, readItem(reader, table), () => true);
      continue;
    }
    const isLeft = reader.skip('left', 'outer', 'join') || reader.skip('left', 'join');
    if (!isLeft && !reader.skip('join') && !reader.skip('inner', 'join')) return all;
    all = joined(all, readItem(reader, table), (columns) => readCondition(reader, session, columns), isLeft);
  }
}

/** A name that a table or a column gets, with `as` or without. */
export function readAlias(reader: SqlReader): string | undefined {
  if (reader.skip('as')) return reader.name().text;
  return reader.next.kind === 'name' && !ends.test(reader.next.text) ? reader.name().text : undefined;
}

function readItem(reader: SqlReader, table: () => { readonly name: string; readonly source: SqlSource }): SqlSource {
  const { name, source } = table();
  const alias = readAlias(reader) ?? name;
  return { ...source, columns: source.columns.map((column) => ({ ...column, table: alias })) };
}

type Condition = (row: SqlRow) => boolean;

function readCondition(reader: SqlReader, session: SqlSession, columns: readonly SourceColumn[]): Condition {
  if (reader.skip('using', '(')) {
    const names = reader.list(() => reader.name().text);
    reader.expect(')');
    return (row) =>
      names.every((name) => {
        const [left, right] = columns.filter((column) => column.name === name).map((column) => row.get(keyOf(column)));
        return left !== null && left === right;
      });
  }
  reader.expect('on');
  const on = readExpression(reader, session);
  return (row) => on.evaluate(row, []) === true;
}

function joined(
  left: SqlSource,
  right: SqlSource,
  readOn: (columns: readonly SourceColumn[]) => Condition | true,
  isLeft = false,
): SqlSource {
  const columns = [...left.columns, ...right.columns];
  const on = readOn(columns);
  const row = rowMaker(columns);
  const rows = left.rows.flatMap((a) => {
    const found = right.rows.map((b) => [...a, ...b]).filter((values) => on === true || on(row(values)));
    return found.length === 0 && isLeft ? [[...a, ...right.columns.map(() => null)]] : found;
  });
  return { columns, rows };
}

/** How a row knows a column for certain. */
export function keyOf({ table, name }: Pick<SourceColumn, 'table' | 'name'>): string {
  return `${table}.${name}`;
}

/** Makes rows as expressions see them: a name that two tables have is only marked. */
export function rowMaker(columns: readonly SourceColumn[]): (values: readonly SqlValue[]) => SqlRow {
  const keys = columns.map((column) => {
    const isAlone = columns.filter(({ name }) => name === column.name).length === 1;
    return [keyOf(column), isAlone ? column.name : `?${column.name}`, `${column.table}.`] as const;
  });
  return (values) => {
    const row = new Map<string, SqlValue>();
    for (const [index, [full, short, table]] of keys.entries()) {
      const value = values[index] ?? null;
      row.set(full, value).set(short, value).set(table, null);
    }
    return row;
  };
}
