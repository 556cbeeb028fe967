import { SqlError, type SqlReader } from './sql-tokens.ts';

export type SqlValue = string | number | boolean | null;
/** A row as an expression sees it, by the names of its columns. */
export type SqlRow = ReadonlyMap<string, SqlValue>;

export interface SqlExpression {
  /** What its column is called when nobody says. */
  readonly name: string;
  /** Of what all rows together give. */
  readonly isAggregate: boolean;
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
    return { ...inner, name: '?column?', evaluate: (row, group) => negated(inner.evaluate(row, group)) };
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
    const isNegated = reader.skip('is', 'not', 'null');
    if (isNegated || reader.skip('is', 'null')) {
      const inner = left;
      left = {
        ...inner,
        name: '?column?',
        evaluate: (row, group) => (inner.evaluate(row, group) === null) !== isNegated,
      };
    } else if (reader.skip('in', '(')) {
      const inner = left;
      const choices = reader.list(() => readExpression(reader, session));
      reader.expect(')');
      left = {
        ...inner,
        name: '?column?',
        evaluate: (row, group) => choices.some((one) => one.evaluate(row, group) === inner.evaluate(row, group)),
      };
    } else return left;
  }
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

function readPrimary(reader: SqlReader, session: SqlSession): SqlExpression {
  const token = reader.next;
  const constant = (value: SqlValue, name = '?column?'): SqlExpression => ({
    name,
    isAggregate: false,
    evaluate: () => value,
  });
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
  if (token.text === 'true' || token.text === 'false') return constant(token.text === 'true');
  if (token.text === 'null') return constant(null);
  if (token.text === 'current_user' || token.text === 'session_user') return constant(session.user, token.text);
  if (token.text === 'current_timestamp') return constant(session.now(), token.text);
  if (reader.skip('(')) return readCall(reader, session, token.text);
  const name = reader.skip('.') ? reader.name().text : token.text;
  return {
    name,
    isAggregate: false,
    evaluate: (row) => {
      const value = row.get(name);
      if (value === undefined) throw new SqlError(`column "${name}" does not exist`, { at: token.at });
      return value;
    },
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

function readCall(reader: SqlReader, session: SqlSession, name: string): SqlExpression {
  const isStar = reader.skip('*');
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
    const counts = (group: readonly SqlRow[]) =>
      first ? group.filter((row) => first.evaluate(row, group) !== null).length : group.length;
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
  if (name === 'avg') return (sum() / values.length).toFixed(16).replace(/^(-?\d{2,})(\.\d*?)\d$/, '$1$2');
  return values.reduce((best, value) => ((name === 'max' ? value > best : value < best) ? value : best));
}
