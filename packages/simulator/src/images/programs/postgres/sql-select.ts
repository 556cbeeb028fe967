import { readExpression, type SqlExpression, type SqlRow, type SqlSession, type SqlValue } from './sql-expression.ts';
import { keyOf, readAlias, rowMaker, type SourceColumn, type SqlSource } from './sql-source.ts';
import { SqlError, type SqlReader } from './sql-tokens.ts';

/** What a select gives. */
export interface Selected {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** A row, with those that were grouped into it. */
interface Item {
  readonly row: SqlRow;
  readonly group: readonly SqlRow[];
}

/** Reads and runs what follows `select`. @param from reads what follows `from` */
export function runSelect(reader: SqlReader, session: SqlSession, from: () => SqlSource): Selected {
  const isDistinct = reader.skip('distinct');
  const parts = readOutputs(reader, session);
  const source = reader.skip('from') ? from() : { columns: [], rows: [[]] };
  const makeRow = rowMaker(source.columns);
  const empty = makeRow([]);
  const outputs = resolveOutputs(parts, source.columns);
  const where = reader.skip('where') ? readExpression(reader, session) : undefined;
  const groups = reader.skip('group', 'by')
    ? reader.list(() => readKey(reader, session, outputs, source.columns))
    : undefined;
  const having = reader.skip('having') ? readExpression(reader, session) : undefined;
  const order = reader.skip('order', 'by') ? reader.list(() => readOrder(reader, session, outputs, empty)) : [];
  const limit = reader.skip('limit') && !reader.skip('all') ? Number(reader.take().text) : Infinity;
  const offset = reader.skip('offset') ? Number(reader.take().text) : 0;
  if (reader.next.kind !== 'end') reader.fail();
  const isGrouped = groups !== undefined || having !== undefined || outputs.some(({ isAggregate }) => isAggregate);
  const used = [...outputs, ...order.map(({ expression }) => expression), ...(having ? [having] : [])];
  for (const expression of where ? [...used, where] : used) expression.evaluate(empty, [empty]);
  if (isGrouped) checkGrouped(used, groups ?? [], source.columns);
  const found = source.rows.map(makeRow).filter((row) => where === undefined || where.evaluate(row, []) === true);
  const items: Item[] = isGrouped ? grouped(found, groups, empty) : found.map((row) => ({ row, group: [] }));
  const kept = having ? items.filter(({ row, group }) => having.evaluate(row, group) === true) : items;
  kept.sort((a, b) => compareBy(order, a, b));
  const rows = kept.map(({ row, group }) => outputs.map(({ evaluate }) => evaluate(row, group)));
  const chosen = isDistinct ? distinct(rows) : rows;
  return { columns: outputs.map(({ name }) => name), rows: chosen.slice(offset, offset + limit) };
}

/** What a statement gives of rows that it has: after `select`, or after `returning`. */
type Output = SqlExpression | { readonly all: string | undefined };

/** Reads outputs with their names; `*` and `t.*` are all columns. */
export function readOutputs(reader: SqlReader, session: SqlSession): readonly Output[] {
  return reader.list((): Output => {
    if (reader.skip('*')) return { all: undefined };
    const [table, dot, star] = [reader.peek(0), reader.peek(1), reader.peek(2)];
    if (table.kind === 'name' && dot.text === '.' && star.text === '*') {
      for (let index = 0; index < 3; index += 1) reader.take();
      return { all: table.text };
    }
    const expression = readExpression(reader, session);
    const alias = reader.next.text === 'from' ? undefined : readAlias(reader);
    return alias === undefined ? expression : { ...expression, name: alias };
  });
}

/** Outputs with `*` as the columns that there are. */
export function resolveOutputs(parts: readonly Output[], columns: readonly SourceColumn[]): readonly SqlExpression[] {
  return parts.flatMap((part) => {
    if (!('all' in part)) return [part];
    return columns.filter(({ table }) => part.all === undefined || part.all === table).map(columnOf);
  });
}

function columnOf(column: SourceColumn): SqlExpression {
  const key = keyOf(column);
  return { name: column.name, isAggregate: false, column: key, evaluate: (row) => row.get(key) ?? null };
}

/** A key of `group by` or `order by`: an output's name or number, or an expression. */
function readKey(
  reader: SqlReader,
  session: SqlSession,
  outputs: readonly SqlExpression[],
  columns: readonly SourceColumn[],
): SqlExpression {
  const { kind, text } = reader.next;
  const expression = readExpression(reader, session);
  if (kind === 'number' && expression.column === undefined) return outputs[Number(text) - 1] ?? expression;
  const isColumn = columns.some(({ name }) => name === expression.name);
  const named = expression.column !== undefined && !isColumn && outputs.find(({ name }) => name === expression.name);
  return named || expression;
}

function readOrder(reader: SqlReader, session: SqlSession, outputs: readonly SqlExpression[], empty: SqlRow) {
  const { kind, text } = reader.next;
  const written = readExpression(reader, session);
  const byNumber = kind === 'number' ? outputs[Number(text) - 1] : undefined;
  // A name stands for an output first, and only then for a column.
  const byName = written.column === text ? outputs.find(({ name }) => name === text) : undefined;
  const expression = byNumber ?? byName ?? written;
  expression.evaluate(empty, [empty]);
  const isDown = reader.skip('desc');
  reader.skip('asc');
  const nulls = reader.skip('nulls', 'first') ? 'first' : reader.skip('nulls', 'last') ? 'last' : undefined;
  return { expression, isDown, isNullFirst: nulls === undefined ? isDown : nulls === 'first' };
}

/** Columns that stand alone must be grouped by, unless the key of their table is. */
function checkGrouped(
  used: readonly SqlExpression[],
  groups: readonly SqlExpression[],
  columns: readonly SourceColumn[],
): void {
  const find = (key: string) => columns.find((column) => keyOf(column) === key || column.name === key);
  const by = new Set(groups.flatMap(({ column }) => (column === undefined ? [] : [find(column)])));
  const whole = new Set([...by].flatMap((column) => (column?.isPrimary ? [column.table] : [])));
  for (const { column, at } of used) {
    const own = column === undefined ? undefined : find(column);
    if (own === undefined || by.has(own) || whole.has(own.table)) continue;
    throw new SqlError(
      `column "${keyOf(own)}" must appear in the GROUP BY clause or be used in an aggregate function`,
      at === undefined ? {} : { at },
    );
  }
}

function grouped(rows: readonly SqlRow[], keys: readonly SqlExpression[] | undefined, empty: SqlRow): Item[] {
  if (keys === undefined) return [{ row: rows[0] ?? empty, group: rows }];
  const groups = new Map<string, SqlRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map(({ evaluate }) => evaluate(row, [])));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map((group) => ({ row: group[0] ?? empty, group }));
}

function distinct(rows: readonly (readonly SqlValue[])[]): (readonly SqlValue[])[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function compareBy(order: readonly ReturnType<typeof readOrder>[], a: Item, b: Item): number {
  for (const { expression, isDown, isNullFirst } of order) {
    const [x, y] = [expression.evaluate(a.row, a.group), expression.evaluate(b.row, b.group)];
    if (x === y) continue;
    if (x === null || y === null) return (x === null) === isNullFirst ? -1 : 1;
    return x < y === isDown ? 1 : -1;
  }
  return 0;
}
