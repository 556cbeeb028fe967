import { readExpression, type SqlExpression, type SqlSession, type SqlValue, shown } from './sql-expression.ts';
import { readOutputs, resolveOutputs, runSelect, type Selected } from './sql-select.ts';
import { readSource, rowMaker, type SourceColumn, type SqlSource } from './sql-source.ts';
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
  readonly columns: Column[];
  rows: SqlValue[][];
  lastSerial: number;
}

/** What a statement gives. */
export interface SqlResult {
  /** Such as `INSERT 0 1`; of `\\d` with what follows its rows. */
  readonly tag: string;
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly SqlValue[])[];
  readonly notice?: string;
  /** Of the notice. Default: `NOTICE`. */
  readonly severity?: 'NOTICE' | 'WARNING';
}

/** Tables, and as much SQL as labs need: create, insert, select with joins and groups, update, delete. */
export class SqlDatabase {
  readonly #tables: Map<string, Table>;

  /** @param written what `dump` gave */
  constructor(written?: string) {
    this.#tables = new Map(written === undefined ? [] : (JSON.parse(written) as [string, Table][]));
  }

  dump(): string {
    return JSON.stringify([...this.#tables]);
  }

  /** As it is now, for a transaction: what is done there is seen here when it is taken over. */
  copy(): SqlDatabase {
    return new SqlDatabase(this.dump());
  }

  /** Takes over the tables that a transaction has changed. @param before what `dump` gave when it began */
  takeOver(changed: SqlDatabase, before: string): void {
    const known = new Map(
      (JSON.parse(before) as [string, Table][]).map(([name, table]) => [name, JSON.stringify(table)]),
    );
    for (const [name, table] of changed.#tables)
      if (known.get(name) !== JSON.stringify(table)) this.#tables.set(name, table);
    for (const name of known.keys()) if (!changed.#tables.has(name)) this.#tables.delete(name);
  }

  /** `\\d`: the columns of a table, and its indexes. @throws SqlError */
  describe(name: string): SqlResult {
    const table = this.#tables.get(name);
    if (!table) throw new SqlError(`Did not find any relation named "${name}".`);
    const rows = table.columns.map((column) => [
      column.name,
      shownType(column.type),
      '',
      column.isRequired || column.isSerial ? 'not null' : '',
      column.isSerial ? `nextval('${name}_${column.name}_seq'::regclass)` : (column.defaultSql?.trim() ?? ''),
    ]);
    const indexes = table.columns
      .filter(({ isUnique }) => isUnique)
      .map(({ name: column, isPrimary }) =>
        isPrimary
          ? `    "${name}_pkey" PRIMARY KEY, btree (${column})`
          : `    "${name}_${column}_key" UNIQUE CONSTRAINT, btree (${column})`,
      );
    const footer = indexes.length === 0 ? '' : `Indexes:\n${indexes.join('\n')}\n`;
    return { tag: `DESCRIBE\n${footer}`, columns: ['Column', 'Type', 'Collation', 'Nullable', 'Default'], rows };
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
    if (reader.skip('alter', 'table')) return this.#alter(reader, sql, session);
    if (reader.skip('truncate')) {
      reader.skip('table');
      this.#table(reader).rows = [];
      return { tag: 'TRUNCATE TABLE' };
    }
    const plain = ['set', 'vacuum', 'checkpoint'].find((word) => reader.skip(word));
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

  /** Columns that come and go; other alterations are refused. */
  #alter(reader: SqlReader, sql: string, session: SqlSession): SqlResult {
    const tableName = reader.next.text;
    const table = this.#table(reader);
    const isAdded = reader.skip('add');
    if (!isAdded && !reader.skip('drop'))
      throw new SqlError('ALTER of this kind is not simulated here; use a real cluster: --engine kind');
    reader.skip('column');
    const name = reader.next.text;
    const index = table.columns.findIndex((column) => column.name === name);
    if (isAdded) {
      if (index >= 0) throw new SqlError(`column "${name}" of relation "${tableName}" already exists`);
      const column = readColumn(reader, sql);
      const value = column.defaultSql === undefined ? null : defaultOf(column.defaultSql, column.type, session);
      table.columns.push(column);
      for (const row of table.rows) row.push(value);
    } else {
      if (index < 0) throw new SqlError(`column "${name}" of relation "${tableName}" does not exist`);
      table.columns.splice(index, 1);
      for (const row of table.rows) row.splice(index, 1);
    }
    return { tag: 'ALTER TABLE' };
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
    const returned = readReturning(reader, session, { columns: columnsOf(nameOf, table.columns), rows });
    return { tag: `INSERT 0 ${rows.length}`, ...returned };
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
      return defaultSql === undefined ? null : defaultOf(defaultSql, type, session);
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
    const result = runSelect(reader, session, () => readSource(reader, session, () => this.#source(reader)));
    return { tag: `SELECT ${result.rows.length}`, ...result };
  }

  #source(reader: SqlReader) {
    const name = reader.peek(1).text === '.' ? reader.peek(2).text : reader.next.text;
    const { columns, rows } = this.#table(reader);
    return { name, source: { columns: columnsOf(name, columns), rows } };
  }

  #update(reader: SqlReader, session: SqlSession): SqlResult {
    const tableName = reader.next.text;
    const table = this.#table(reader);
    const columns = columnsOf(tableName, table.columns);
    const makeRow = rowMaker(columns);
    reader.expect('set');
    const changes = reader.list(() => {
      const { text: name, at } = reader.name();
      const index = table.columns.findIndex((column) => column.name === name);
      if (index < 0) throw new SqlError(`column "${name}" of relation "${tableName}" does not exist`, { at });
      reader.expect('=');
      return {
        index,
        expression: readExpression(reader, session),
      };
    });
    const where = reader.skip('where') ? readExpression(reader, session) : undefined;
    where?.evaluate(makeRow([]), []);
    const rows: SqlValue[][] = [];
    for (const values of table.rows) {
      const row = makeRow(values);
      if (where && where.evaluate(row, []) !== true) continue;
      for (const { index, expression } of changes)
        values[index] = fitting(expression.evaluate(row, []), table.columns[index]?.type ?? '');
      rows.push(values);
    }
    // A changed row is written anew, behind the others.
    table.rows = [...table.rows.filter((values) => !rows.includes(values)), ...rows];
    return { tag: `UPDATE ${rows.length}`, ...readReturning(reader, session, { columns, rows }) };
  }

  #delete(reader: SqlReader, session: SqlSession): SqlResult {
    const tableName = reader.next.text;
    const table = this.#table(reader);
    const columns = columnsOf(tableName, table.columns);
    const makeRow = rowMaker(columns);
    const where = reader.skip('where') ? readExpression(reader, session) : undefined;
    where?.evaluate(makeRow([]), []);
    const rows = table.rows.filter((values) => where === undefined || where.evaluate(makeRow(values), []) === true);
    const returned = readReturning(reader, session, { columns, rows });
    table.rows = table.rows.filter((values) => !rows.includes(values));
    return { tag: `DELETE ${rows.length}`, ...returned };
  }
}

function columnsOf(table: string, columns: readonly Column[]): SourceColumn[] {
  return columns.map(({ name, isPrimary }) => ({ table, name, isPrimary }));
}

/** The outputs of `returning`, of rows that a statement has changed. */
function readReturning(reader: SqlReader, session: SqlSession, source: SqlSource): Partial<Selected> {
  if (!reader.skip('returning')) return {};
  const outputs = resolveOutputs(readOutputs(reader, session), source.columns);
  const makeRow = rowMaker(source.columns);
  return {
    columns: outputs.map(({ name }) => name),
    rows: source.rows.map(makeRow).map((row) => outputs.map(({ evaluate }) => evaluate(row, []))),
  };
}

function defaultOf(text: string, type: string, session: SqlSession): SqlValue {
  return fitting(readExpression(new SqlReader(text), session).evaluate(new Map(), []), type);
}

function readColumn(reader: SqlReader, sql: string): Column {
  const name = reader.name().text;
  const type = reader.name().text;
  const length = reader.skip('(') ? reader.take().text : undefined;
  if (length !== undefined) while (!reader.skip(')')) reader.take();
  const kind = /^(varchar|char|character)$/.test(type) && length !== undefined ? `${type}(${length})` : type;
  let [isRequired, isUnique, isPrimary] = [false, false, false];
  let defaultSql: string | undefined;
  while (reader.next.text !== ',' && reader.next.text !== ')' && reader.next.kind !== 'end') {
    if (reader.skip('primary', 'key')) [isRequired, isUnique, isPrimary] = [true, true, true];
    else if (reader.skip('not', 'null')) isRequired = true;
    else if (reader.skip('unique')) isUnique = true;
    else if (reader.skip('default')) {
      const { at } = reader.next;
      let depth = 0;
      while (depth > 0 || !/^[,)]$|^(not|primary|unique)$/.test(reader.next.text)) {
        const { text, kind } = reader.take();
        if (kind === 'end') break;
        depth += text === '(' ? 1 : text === ')' ? -1 : 0;
      }
      defaultSql = sql.slice(at, reader.next.at);
    } else if (reader.skip('(')) while (!reader.skip(')')) reader.take();
    else reader.take();
  }
  return { name, type: kind, isSerial: /serial/.test(type), isRequired, isUnique, isPrimary, defaultSql };
}

const numeric = /^(int|integer|int4|int8|bigint|smallint|serial|bigserial|numeric|decimal|real|float|double)$/;

/** A value as a column of a type takes it. @throws SqlError when it does not fit */
function fitting(value: SqlValue, type: string): SqlValue {
  const length = /^(?:varchar|character|char)\((\d+)\)$/.exec(type)?.[1];
  if (value !== null && length !== undefined && shown(value).length > Number(length)) {
    const kind = type.startsWith('varchar') ? 'character varying' : 'character';
    throw new SqlError(`value too long for type ${kind}(${length})`);
  }
  if (typeof value === 'string' && type.startsWith('bool') && /^(t|true|yes|on|1|f|false|no|off|0)$/i.test(value))
    return /^(t|true|yes|on|1)$/i.test(value);
  if (value === null || !numeric.test(type) || typeof value === 'number') return value;
  if (/^-?\d+(\.\d+)?$/.test(String(value))) return Number(value);
  const name = /^int(eger|4)?$|serial/.test(type) ? 'integer' : type;
  throw new SqlError(`invalid input syntax for type ${name}: "${shown(value)}"`);
}

/** A type as PostgreSQL calls it. */
function shownType(type: string): string {
  const [, name = type, length = ''] = /^(\w+)(\(\d+\))?$/.exec(type) ?? [];
  return `${longTypes[name] ?? name}${length}`;
}

const longTypes: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  serial: 'integer',
  bigserial: 'bigint',
  varchar: 'character varying',
  char: 'character',
  bool: 'boolean',
  decimal: 'numeric',
  double: 'double precision',
  float: 'double precision',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
};
