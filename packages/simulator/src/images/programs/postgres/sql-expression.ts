import { SqlError, type SqlReader, type SqlToken } from './sql-tokens.ts';

export type SqlValue = string | number | boolean | null;
/** A row as an expression sees it, by the names of its columns. */
export type SqlRow = ReadonlyMap<string, SqlValue>;

export interface SqlExpression {
  /** What its column is called when nobody says. */
  readonly name: string;
  /** Of what all rows together give. */
  readonly isAggregate: boolean;
  /** The column that it is, and nothing else: as a row knows it, and where it stands. */
  readonly column?: string;
  readonly at?: number;
  readonly evaluate: (row: SqlRow, group: readonly SqlRow[]) => SqlValue;
}

/** What functions without arguments give: the session's. */
export interface SqlSession {
  readonly user: string;
  readonly database: string;
  readonly version: string;
  now(): string;
}

const precedence: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['=', '<>', '!=', '<', '>', '<=', '>=', 'like', 'ilike'],
  ['||'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads an expression: operators, comparisons, `and`, `or`, `not`, `is null`, `in`, functions. */
export function readExpression(reader: SqlReader, session: SqlSession, level = 0): SqlExpression {
  if (level === 2 && reader.skip('not')) {
    const inner = readExpression(reader, session, 2);
    return inverse(inner);
  }
  if (level >= precedence.length) return readPrimary(reader, session);
  let left = readExpression(reader, session, level + 1);
  for (;;) {
    const operator = precedence[level]?.find((one) => reader.skip(one));
    if (operator !== undefined) {
      left = combined(operator, left, readExpression(reader, session, level + 1));
      continue;
    }
    if (level !== 2) return left;
    const isNot = /^(in|between|like|ilike)$/.test(reader.peek(1).text) && reader.skip('not');
    const range = readRange(reader, session, left);
    if (range) {
      left = isNot ? inverse(range) : range;
      continue;
    }
    if (isNot) {
      const like = reader.skip('like') ? 'like' : reader.skip('ilike') ? 'ilike' : reader.fail();
      left = inverse(combined(like, left, readExpression(reader, session, level + 1)));
      continue;
    }
    const isNegated = reader.skip('is', 'not', 'null');
    if (isNegated || reader.skip('is', 'null')) {
      const inner = left;
      left = {
        name: '?column?',
        isAggregate: inner.isAggregate,
        evaluate: (row, group) => (inner.evaluate(row, group) === null) !== isNegated,
      };
    } else return left;
  }
}

/** `in (…)` and `between … and …`. */
function readRange(reader: SqlReader, session: SqlSession, inner: SqlExpression): SqlExpression | undefined {
  if (reader.skip('in', '(')) {
    const choices = reader.list(() => readExpression(reader, session));
    reader.expect(')');
    return {
      name: '?column?',
      isAggregate: inner.isAggregate,
      evaluate: (row, group) => choices.some((one) => one.evaluate(row, group) === inner.evaluate(row, group)),
    };
  }
  if (!reader.skip('between')) return undefined;
  const low = readExpression(reader, session, 3);
  reader.expect('and');
  return combined('and', combined('>=', inner, low), combined('<=', inner, readExpression(reader, session, 3)));
}

function inverse({ isAggregate, evaluate }: SqlExpression): SqlExpression {
  return { name: '?column?', isAggregate, evaluate: (row, group) => negated(evaluate(row, group)) };
}

function negated(value: SqlValue): SqlValue {
  return value === null ? null : !value;
}

function combined(operator: string, left: SqlExpression, right: SqlExpression): SqlExpression {
  return {
    name: '?column?',
    isAggregate: left.isAggregate || right.isAggregate,
    evaluate: (row, group) => apply(operator, left.evaluate(row, group), right.evaluate(row, group)),
  };
}

function apply(operator: string, a: SqlValue, b: SqlValue): SqlValue {
  if (operator === 'or') return a === true || b === true ? true : a === null || b === null ? null : false;
  if (operator === 'and') return a === false || b === false ? false : a === null || b === null ? null : true;
  if (a === null || b === null) return null;
  const [x, y] = typeof a === 'number' || typeof b === 'number' ? [Number(a), Number(b)] : [String(a), String(b)];
  switch (operator) {
    case '=':
      return x === y;
    case '<>':
    case '!=':
      return x !== y;
    case '<':
      return x < y;
    case '>':
      return x > y;
    case '<=':
      return x <= y;
    case '>=':
      return x >= y;
    case 'like':
    case 'ilike':
      return likeOf(String(b), operator === 'ilike').test(String(a));
    case '||':
      return `${shown(a)}${shown(b)}`;
    case '+':
      return Number(x) + Number(y);
    case '-':
      return Number(x) - Number(y);
    case '*':
      return Number(x) * Number(y);
    default:
      if (Number(y) === 0) throw new SqlError('division by zero');
      return operator === '%'
        ? Number(x) % Number(y)
        : Number.isInteger(x) && Number.isInteger(y)
          ? Math.trunc(Number(x) / Number(y))
          : Number(x) / Number(y);
  }
}

function likeOf(glob: string, ignoresCase: boolean): RegExp {
  const body = glob
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${body}$`, ignoresCase ? 'is' : 's');
}

/** A value as it is sent: `t` and `f` for truth. */
export function shown(value: SqlValue): string {
  return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
}

function constant(value: SqlValue, name = '?column?'): SqlExpression {
  return { name, isAggregate: false, evaluate: () => value };
}

function readPrimary(reader: SqlReader, session: SqlSession): SqlExpression {
  const token = reader.next;
  if (reader.skip('(')) {
    const inner = readExpression(reader, session);
    reader.expect(')');
    return inner;
  }
  if (reader.skip('-')) return combined('-', constant(0), readPrimary(reader, session));
  if (token.kind === 'number') return constant(Number(reader.take().text));
  if (token.kind === 'string') return typed(reader, constant(reader.take().text));
  if (token.kind !== 'name') return reader.fail();
  reader.take();
  if (token.text === 'case') return readCase(reader, session);
  if (token.text === 'true' || token.text === 'false') return constant(token.text === 'true');
  if (token.text === 'null') return constant(null);
  if (token.text === 'current_user' || token.text === 'session_user') return constant(session.user, token.text);
  if (token.text === 'current_timestamp') return constant(session.now(), token.text);
  if (reader.skip('(')) return readCall(reader, session, token.text);
  return columnNamed(token, reader.skip('.') ? reader.name().text : undefined);
}

/** `name`, or `table.name`. */
function columnNamed({ text, at }: SqlToken, second: string | undefined): SqlExpression {
  const [name, key] = second === undefined ? [text, text] : [second, `${text}.${second}`];
  return {
    name,
    isAggregate: false,
    column: key,
    at,
    evaluate: (row) => {
      const value = row.get(key);
      if (value !== undefined) return value;
      if (second === undefined && row.has(`?${name}`))
        throw new SqlError(`column reference "${name}" is ambiguous`, { at });
      if (second !== undefined && !row.has(`${text}.`))
        throw new SqlError(`missing FROM-clause entry for table "${text}"`, { at });
      throw new SqlError(second === undefined ? `column "${name}" does not exist` : `column ${key} does not exist`, {
        at,
      });
    },
  };
}

/** `case when … then … else … end`, with a value after `case` or without. */
function readCase(reader: SqlReader, session: SqlSession): SqlExpression {
  const subject = reader.next.text === 'when' ? undefined : readExpression(reader, session);
  const branches: { readonly when: SqlExpression; readonly then: SqlExpression }[] = [];
  while (reader.skip('when')) {
    const when = readExpression(reader, session);
    reader.expect('then');
    branches.push({ when: subject ? combined('=', subject, when) : when, then: readExpression(reader, session) });
  }
  const otherwise = reader.skip('else') ? readExpression(reader, session) : constant(null);
  reader.expect('end');
  return {
    name: 'case',
    isAggregate: branches.some(({ when, then }) => when.isAggregate || then.isAggregate) || otherwise.isAggregate,
    evaluate: (row, group) =>
      (branches.find(({ when }) => when.evaluate(row, group) === true)?.then ?? otherwise).evaluate(row, group),
  };
}

/** `'…'::type`: the text stays as it is. */
function typed(reader: SqlReader, expression: SqlExpression): SqlExpression {
  if (!reader.skip('::')) return expression;
  return { ...expression, name: reader.name().text };
}

const ofText: Readonly<Record<string, (text: string) => SqlValue>> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  length: (text) => text.length,
};

const ofValues: Readonly<Record<string, (values: readonly SqlValue[]) => SqlValue>> = {
  coalesce: (values) => values.find((value) => value !== null) ?? null,
  concat: (values) => values.map((value) => (value === null ? '' : shown(value))).join(''),
  abs: ([value = null]) => (value === null ? null : Math.abs(Number(value))),
  nullif: ([a = null, b = null]) => (a === b ? null : a),
  round: ([value = null, digits = 0]) => {
    if (value === null) return null;
    return Number(digits) > 0 ? Number(value).toFixed(Number(digits)) : Math.round(Number(value));
  },
};

function readCall(reader: SqlReader, session: SqlSession, name: string): SqlExpression {
  const isStar = reader.skip('*');
  const isDistinct = reader.skip('distinct');
  const args = isStar || reader.next.text === ')' ? [] : reader.list(() => readExpression(reader, session));
  reader.expect(')');
  const [first] = args;
  const own: Readonly<Record<string, () => SqlValue>> = {
    version: () => session.version,
    now: () => session.now(),
    current_database: () => session.database,
  };
  const fixed = own[name];
  if (fixed) return { name, isAggregate: false, evaluate: fixed };
  if (name === 'count') {
    const counts = (group: readonly SqlRow[]) => {
      if (!first) return group.length;
      const values = group.map((row) => first.evaluate(row, group)).filter((value) => value !== null);
      return isDistinct ? new Set(values).size : values.length;
    };
    return { name, isAggregate: true, evaluate: (_row, group) => counts(group) };
  }
  if (first && /^(max|min|sum|avg)$/.test(name)) {
    return {
      name,
      isAggregate: true,
      evaluate: (_row, group) =>
        aggregate(
          name,
          group.map((row) => first.evaluate(row, group)).filter((value) => value !== null),
        ),
    };
  }
  const several = ofValues[name];
  if (several)
    return {
      name,
      isAggregate: args.some(({ isAggregate }) => isAggregate),
      evaluate: (row, group) => several(args.map((one) => one.evaluate(row, group))),
    };
  const change = ofText[name];
  if (!change || !first)
    throw new SqlError(`function ${name}() is not simulated here; use a real cluster: --engine kind`);
  return {
    name,
    isAggregate: first.isAggregate,
    evaluate: (row, group) => {
      const value = first.evaluate(row, group);
      return value === null ? null : change(String(value));
    },
  };
}

function aggregate(name: string, values: readonly Exclude<SqlValue, null>[]): SqlValue {
  if (values.length === 0) return null;
  const sum = () => values.reduce<number>((total, value) => total + Number(value), 0);
  if (name === 'sum') return sum();
  if (name === 'avg') return average(sum(), values.length);
  return values.reduce((best, value) => ((name === 'max' ? value > best : value < best) ? value : best));
}

/** A mean with as many decimals as numeric has. @see PostgreSQL src/backend/utils/adt/numeric.c select_div_scale */
function average(sum: number, count: number): string {
  const digit = (value: number) => {
    const size = Math.abs(value);
    let weight = 0;
    while (size >= 10_000 ** (weight + 1)) weight += 1;
    return { weight, first: Math.floor(size / 10_000 ** weight) };
  };
  const [a, b] = [digit(sum), digit(count)];
  const weight = a.weight - b.weight - (a.first <= b.first ? 1 : 0);
  const decimals = Math.max(0, 16 - weight * 4);
  if (!Number.isSafeInteger(sum)) return (sum / count).toFixed(decimals);
  const scaled = (BigInt(Math.abs(sum)) * 10n ** BigInt(decimals) * 2n + BigInt(count)) / (2n * BigInt(count));
  const digits = String(scaled).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${sum < 0 ? '-' : ''}${digits.slice(0, point)}${decimals === 0 ? '' : `.${digits.slice(point)}`}`;
}
