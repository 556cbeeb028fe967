/** A piece of SQL: where it stands matters for what an error says. */
export interface SqlToken {
  readonly kind: 'name' | 'number' | 'string' | 'sign' | 'end';
  /** Names in lower case unless they are in quotes. */
  readonly text: string;
  readonly at: number;
}

/** An error as PostgreSQL tells it. `at`: the place in the statement that it is about. */
export class SqlError extends Error {
  readonly at: number | undefined;
  readonly detail: string | undefined;
  constructor(message: string, { at, detail }: { at?: number; detail?: string } = {}) {
    super(message);
    this.at = at;
    this.detail = detail;
  }
}

const pattern =
  /\s+|--[^\n]*|(?<string>'(?:[^']|'')*')|"(?<quoted>[^"]*)"|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_$]*)|(?<sign><>|!=|<=|>=|::|\|\||[-+*/%=<>(),.;])/gy;

/** Cuts a statement into pieces. @throws SqlError for a character that begins none */
export function tokensOf(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  pattern.lastIndex = 0;
  let at = 0;
  while (at < sql.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(sql);
    if (!match) throw new SqlError(`syntax error at or near "${sql.slice(at).split(/\s/)[0] ?? ''}"`, { at });
    const { string, quoted, number, name, sign } = match.groups ?? {};
    if (string !== undefined) tokens.push({ kind: 'string', text: string.slice(1, -1).replaceAll("''", "'"), at });
    else if (quoted !== undefined) tokens.push({ kind: 'name', text: quoted, at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.toLowerCase(), at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
    at += match[0].length;
  }
  return tokens;
}

/** Statements by the semicolons between them; each without its own. */
export function statementsOf(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  for (const { kind, text, at } of tokensOf(sql)) {
    if (kind !== 'sign' || text !== ';') continue;
    statements.push(sql.slice(start, at));
    start = at + 1;
  }
  return [...statements, sql.slice(start)].filter((statement) => statement.trim() !== '');
}

/** Reads pieces one after the other. */
export class SqlReader {
  readonly #tokens: readonly SqlToken[];
  readonly #end: SqlToken;
  #next = 0;

  constructor(sql: string) {
    this.#tokens = tokensOf(sql);
    this.#end = { kind: 'end', text: '', at: sql.length };
  }

  get next(): SqlToken {
    return this.#tokens[this.#next] ?? this.#end;
  }

  /** What comes after the next `ahead` pieces. */
  peek(ahead: number): SqlToken {
    return this.#tokens[this.#next + ahead] ?? this.#end;
  }

  take(): SqlToken {
    const token = this.next;
    this.#next += 1;
    return token;
  }

  /** Takes these words or signs if they come next. */
  skip(...texts: readonly string[]): boolean {
    const isNext = texts.every((text, index) => {
      const token = this.#tokens[this.#next + index];
      return token?.text === text && token.kind !== 'string';
    });
    if (isNext) this.#next += texts.length;
    return isNext;
  }

  expect(...texts: readonly string[]): void {
    if (!this.skip(...texts)) this.fail();
  }

  name(): SqlToken {
    return this.next.kind === 'name' ? this.take() : this.fail();
  }

  /** @throws SqlError about what comes next */
  fail(): never {
    const { kind, text, at } = this.next;
    if (kind === 'end') throw new SqlError('syntax error at end of input', { at });
    throw new SqlError(`syntax error at or near "${text}"`, { at });
  }

  /** Several, with commas between them. */
  list<T>(read: () => T): T[] {
    const all = [read()];
    while (this.skip(',')) all.push(read());
    return all;
  }
}
