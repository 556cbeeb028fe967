import {
  readExpression,
  type SqlExpression,
  type SqlRow,
  type SqlSession,
  type SqlValue,
  shown,
} from './sql-expression.ts';
import { SqlError, SqlReader } from './sql-tokens.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isSerial: boolean;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isPrimary: boolean;
  /** As it was written. */
  readonly defaultSql: string | undefined;
}

interface Table {
  readonly columns: readonly Column[];
  rows: SqlValue[][];
  lastSerial: number;
}

/** What a statement gives. */
export interface SqlResult {
  /** Such as `INSERT 0 1`. */
  readonly tag: string;
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly SqlValue[])[];
  readonly notice?: string;
}

/** Tables, and as much SQL as labs need: create, insert, select from one table, update, delete. */
export class SqlDatabase {
  readonly #tables: Map<string, Table>;

  /** @param written what `dump` gave */
  constructor(written?: string) {
    this.#tables = new Map(written === undefined ? [] : (JSON.parse(written) as [string, Table][]));
  }

  dump(): string {
    return JSON.stringify([...this.#tables]);
  }

  get tableNames(): string[] {
    return [...this.#tables.keys()].sort();
  }

  /** @throws SqlError */
  execute(sql: string, session: SqlSession): SqlResult {
    const reader = new SqlReader(sql);
    if (reader.skip('select')) return this.#select(reader, session);
    if (reader.skip('insert', 'into')) return this.#insert(reader, session);
    if (reader.skip('update')) return this.#update(reader, session);
    if (reader.skip('delete', 'from')) return this.#delete(reader, session);
    if (reader.skip('create', 'table')) return this.#create(reader, sql);
    if (reader.skip('drop', 'table')) return this.#drop(reader);
    if (reader.skip('truncate')) {
      reader.skip('table');
      this.#table(reader).rows = [];
      return { tag: 'TRUNCATE TABLE' };
    }
    const plain = ['begin', 'commit', 'rollback', 'set', 'vacuum', 'checkpoint'].find((word) => reader.skip(word));
    if (plain !== undefined) return { tag: plain.toUpperCase() };
    if (/^(alter|grant|revoke|create|drop|explain|with|copy|show|comment|lock)$/.test(reader.next.text)) {
      throw new SqlError(
        `${reader.next.text.toUpperCase()} of this kind is not simulated here; use a real cluster: --engine kind`,
      );
    }
    return reader.fail();
  }

  #table(reader: SqlReader): Table {
    const first = reader.name();
    const name = reader.skip('.') ? reader.name().text : first.text;
    const table = this.#tables.get(name);
    if (!table) throw new SqlError(`relation "${name}" does not exist`, { at: first.at });
    return table;
  }

  #create(reader: SqlReader, sql: string): SqlResult {
    const isCalm = reader.skip('if', 'not', 'exists');
    const name = reader.name().text;
    if (this.#tables.has(name)) {
      if (!isCalm) throw new SqlError(`relation "${name}" already exists`);
      return { tag: 'CREATE TABLE', notice: `relation "${name}" already exists, skipping` };
    }
    reader.expect('(');
    const columns = reader.list(() => readColumn(reader, sql));
    reader.expect(')');
    this.#tables.set(name, { columns, rows: [], lastSerial: 0 });
    return { tag: 'CREATE TABLE' };
  }

  #drop(reader: SqlReader): SqlResult {
    const isCalm = reader.skip('if', 'exists');
    const name = reader.name().text;
    if (this.#tables.delete(name)) return { tag: 'DROP TABLE' };
    if (!isCalm) throw new SqlError(`table "${name}" does not exist`);
    return { tag: 'DROP TABLE', notice: `table "${name}" does not exist, skipping` };
  }

  #insert(reader: SqlReader, session: SqlSession): SqlResult {
    const nameOf = reader.next.text;
    const table = this.#table(reader);
    const names = reader.skip('(') ? reader.list(() => reader.name().text) : table.columns.map(({ name }) => name);
    reader.skip(')');
    reader.expect('values');
    const given = reader.list(() => {
      reader.expect('(');
      const values = reader.list(() => (reader.skip('default') ? undefined : readExpression(reader, session)));
      reader.expect(')');
      return values;
    });
    const rows = given.map((values) => this.#newRow(nameOf, table, { names, values, session }));
    table.rows.push(...rows);
    const returning = reader.skip('returning') ? readOutputs(reader, session, table) : undefined;
    const tag = `INSERT 0 ${rows.length}`;
    return returning
      ? {
          tag,
          ...project(
            returning,
            rows.map((row) => rowOf(table, row)),
          ),
        }
      : { tag };
  }

  #newRow(
    tableName: string,
    table: Table,
    {
      names,
      values,
      session,
    }: { names: readonly string[]; values: readonly (SqlExpression | undefined)[]; session: SqlSession },
  ): SqlValue[] {
    const unknown = names.find((name) => !table.columns.some((column) => column.name === name));
    if (unknown !== undefined) throw new SqlError(`column "${unknown}" of relation "${tableName}" does not exist`);
    if (values.length > names.length) throw new SqlError('INSERT has more expressions than target columns');
    const row = table.columns.map(({ name, isSerial, defaultSql, type }): SqlValue => {
      const value = values[names.indexOf(name)];
      if (value) return fitting(value.evaluate(new Map(), []), type);
      if (isSerial) return (table.lastSerial += 1);
      return defaultSql === undefined
        ? null
        : fitting(readExpression(new SqlReader(defaultSql), session).evaluate(new Map(), []), type);
    });
    for (const [index, { name, isRequired, isUnique, isPrimary }] of table.columns.entries()) {
      const value = row[index] ?? null;
      if (isRequired && value === null) {
        const detail = `Failing row contains (${row.map((one) => (one === null ? 'null' : shown(one))).join(', ')}).`;
        throw new SqlError(`null value in column "${name}" of relation "${tableName}" violates not-null constraint`, {
          detail,
        });
      }
      if (isUnique && table.rows.some((other) => other[index] === value)) {
        const constraint = isPrimary ? `${tableName}_pkey` : `${tableName}_${name}_key`;
        throw new SqlError(`duplicate key value violates unique constraint "${constraint}"`, {
          detail: `Key (${name})=(${shown(value)}) already exists.`,
        });
      }
    }
    return row;
  }

  #select(reader: SqlReader, session: SqlSession): SqlResult {
    const start = new SqlOutputs(reader, session);
    const table = reader.skip('from') ? this.#table(reader) : undefined;
    const where = reader.skip('where') ? readExpression(reader, session) : undefined;
    const outputs = start.resolve(table);
    const all = table ? table.rows.map((row) => rowOf(table, row)) : [new Map<string, SqlValue>()];
    const found = all.filter((row) => where === undefined || where.evaluate(row, []) === true);
    if (reader.skip('order', 'by')) {
      const keys = reader.list(() => {
        const expression = readExpression(reader, session);
        const isDown = reader.skip('desc');
        reader.skip('asc');
        return { expression, isDown };
      });
      found.sort((a, b) => compareBy(keys, a, b));
    }
    const limit = reader.skip('limit') ? Number(reader.take().text) : Infinity;
    const offset = reader.skip('offset') ? Number(reader.take().text) : 0;
    if (reader.next.kind !== 'end') reader.fail();
    const result = outputs.some(({ isAggregate }) => isAggregate)
      ? { columns: outputs.map(({ name }) => name), rows: [outputs.map(({ evaluate }) => evaluate(new Map(), found))] }
      : project(outputs, found.slice(offset, offset + limit));
    return { tag: `SELECT ${result.rows.length}`, ...result };
  }

  #update(reader: SqlReader, session: SqlSession): SqlResult {
    const table = this.#table(reader);
    reader.expect('set');
    const changes = reader.list(() => {
      const name = reader.name().text;
      reader.expect('=');
      return {
        index: table.columns.findIndex((column) => column.name === name),
        expression: readExpression(reader, session),
      };
    });
    const where = reader.skip('where') ? readExpression(reader, session) : undefined;
    let count = 0;
    for (const values of table.rows) {
      const row = rowOf(table, values);
      if (where && where.evaluate(row, []) !== true) continue;
      for (const { index, expression } of changes)
        values[index] = fitting(expression.evaluate(row, []), table.columns[index]?.type ?? '');
      count += 1;
    }
    return { tag: `UPDATE ${count}` };
  }

  #delete(reader: SqlReader, session: SqlSession): SqlResult {
    const table = this.#table(reader);
    const where = reader.skip('where') ? readExpression(reader, session) : undefined;
    const kept = table.rows.filter(
      (values) => where !== undefined && where.evaluate(rowOf(table, values), []) !== true,
    );
    const count = table.rows.length - kept.length;
    table.rows = kept;
    return { tag: `DELETE ${count}` };
  }
}

/** What a select gives; `*` is known only once its table is. */
class SqlOutputs {
  readonly #parts: readonly (SqlExpression | '*')[];

  constructor(reader: SqlReader, session: SqlSession) {
    this.#parts = reader.list(() => {
      if (reader.skip('*')) return '*';
      const expression = readExpression(reader, session);
      const isNamed =
        reader.skip('as') ||
        (reader.next.kind === 'name' && !/^(from|where|order|limit|offset)$/.test(reader.next.text));
      return isNamed ? { ...expression, name: reader.name().text } : expression;
    });
  }

  resolve(table: Table | undefined): readonly SqlExpression[] {
    return this.#parts.flatMap((part) =>
      part === '*' ? (table?.columns ?? []).map(({ name }) => columnOf(name)) : [part],
    );
  }
}

function readOutputs(reader: SqlReader, session: SqlSession, table: Table): readonly SqlExpression[] {
  return new SqlOutputs(reader, session).resolve(table);
}

function columnOf(name: string): SqlExpression {
  return { name, isAggregate: false, evaluate: (row) => row.get(name) ?? null };
}

function project(outputs: readonly SqlExpression[], rows: readonly SqlRow[]) {
  return {
    columns: outputs.map(({ name }) => name),
    rows: rows.map((row) => outputs.map(({ evaluate }) => evaluate(row, []))),
  };
}

function rowOf({ columns }: Table, values: readonly SqlValue[]): SqlRow {
  return new Map(columns.map(({ name }, index) => [name, values[index] ?? null]));
}

function compareBy(keys: readonly { expression: SqlExpression; isDown: boolean }[], a: SqlRow, b: SqlRow): number {
  for (const { expression, isDown } of keys) {
    const [x, y] = [expression.evaluate(a, []), expression.evaluate(b, [])];
    if (x === y) continue;
    const isLess = x !== null && (y === null || x < y);
    return isLess === isDown ? 1 : -1;
  }
  return 0;
}

function readColumn(reader: SqlReader, sql: string): Column {
  const name = reader.name().text;
  const type = reader.name().text;
  if (reader.skip('(')) while (!reader.skip(')')) reader.take();
  let [isRequired, isUnique, isPrimary] = [false, false, false];
  let defaultSql: string | undefined;
  while (reader.next.text !== ',' && reader.next.text !== ')') {
    if (reader.skip('primary', 'key')) [isRequired, isUnique, isPrimary] = [true, true, true];
    else if (reader.skip('not', 'null')) isRequired = true;
    else if (reader.skip('unique')) isUnique = true;
    else if (reader.skip('default')) {
      const { at } = reader.next;
      let depth = 0;
      while (depth > 0 || !/^[,)]$|^(not|primary|unique)$/.test(reader.next.text)) {
        const { text, kind } = reader.take();
        if (kind === 'end') reader.fail();
        depth += text === '(' ? 1 : text === ')' ? -1 : 0;
      }
      defaultSql = sql.slice(at, reader.next.at);
    } else if (reader.next.kind === 'end') reader.fail();
    else reader.take();
  }
  return { name, type, isSerial: /serial/.test(type), isRequired, isUnique, isPrimary, defaultSql };
}

const numeric = /^(int|integer|int4|int8|bigint|smallint|serial|bigserial|numeric|decimal|real|float|double)$/;

/** A value as a column of a type takes it. @throws SqlError when it does not fit */
function fitting(value: SqlValue, type: string): SqlValue {
  if (value === null || !numeric.test(type) || typeof value === 'number') return value;
  if (/^-?\d+(\.\d+)?$/.test(String(value))) return Number(value);
  const name = /^int(eger|4)?$|serial/.test(type) ? 'integer' : type;
  throw new SqlError(`invalid input syntax for type ${name}: "${shown(value)}"`);
}
