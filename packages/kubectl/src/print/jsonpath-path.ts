import { usageError } from '../cli/kubectl-error.ts';

/** One step of a path. */
export type PathStep =
  | { readonly type: 'field'; readonly names: readonly string[] }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'root' }
  | { readonly type: 'index'; readonly indexes: readonly number[] }
  | {
      readonly type: 'slice';
      readonly start: number | undefined;
      readonly end: number | undefined;
      readonly step: number;
    }
  | { readonly type: 'filter'; readonly left: readonly PathStep[]; readonly operator: string; readonly right: Operand };

/** What a filter compares with; undefined: the path only has to be there. */
export type Operand =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'path'; readonly steps: readonly PathStep[] }
  | undefined;

/** Parses `.a.b`, `$.a[0]`, `.a[*].b`, `.a[?(@.b=="c")].d`, `..a`, `['a','b']`. @throws KubectlError */
export function parsePath(path: string, template: string): PathStep[] {
  const steps: PathStep[] = [];
  let rest = path;
  const take = (pattern: RegExp) => {
    const match = pattern.exec(rest);
    if (match) rest = rest.slice(match[0].length);
    return match;
  };
  if (take(/^\$/)) steps.push({ type: 'root' });
  else take(/^@/);
  while (rest !== '') {
    if (take(/^\.\./)) {
      steps.push({ type: 'recursive' });
      rest = rest.startsWith('[') ? rest : `.${rest}`;
    } else if (take(/^\.\*/)) steps.push({ type: 'wildcard' });
    else if (rest.startsWith('[') || rest.startsWith('.[')) steps.push(parseBracket(takeBracket(), template));
    else {
      const match = take(/^\.((?:\\.|[^.[\]\s\\])*)/);
      if (!match)
        throw usageError(`error parsing jsonpath ${template}, unrecognized character in action: ${rest[0] ?? ''}`);
      const name = (match[1] ?? '').replace(/\\(.)/g, '$1');
      if (name !== '') steps.push({ type: 'field', names: [name] });
    }
  }
  return steps;

  function takeBracket(): string {
    take(/^\./);
    let depth = 0;
    let quote: string | undefined;
    for (let i = 0; i < rest.length; i += 1) {
      const character = rest[i];
      if (quote !== undefined) quote = character === quote ? undefined : quote;
      else if (character === '"' || character === "'") quote = character;
      else if (character === '[') depth += 1;
      else if (character === ']') {
        depth -= 1;
        if (depth === 0) {
          const inner = rest.slice(1, i);
          rest = rest.slice(i + 1);
          return inner.trim();
        }
      }
    }
    throw usageError(`error parsing jsonpath ${template}, unterminated array`);
  }
}

function parseBracket(inner: string, template: string): PathStep {
  if (inner === '*') return { type: 'wildcard' };
  if (/^-?\d+(\s*,\s*-?\d+)*$/.test(inner)) return { type: 'index', indexes: inner.split(',').map(Number) };
  if (/^'.*'$|^".*"$/s.test(inner)) {
    return {
      type: 'field',
      names: [...inner.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2] ?? ''),
    };
  }
  const slice = /^(-?\d*):(-?\d*)(?::(\d+))?$/.exec(inner);
  if (slice) {
    const [, start = '', end = '', step = '1'] = slice;
    return { type: 'slice', start: numberOr(start), end: numberOr(end), step: Number(step) };
  }
  const filter = /^\?\((.*)\)$/s.exec(inner);
  if (filter) return parseFilter((filter[1] ?? '').trim(), template);
  throw usageError(`error parsing jsonpath ${template}, invalid array index ${inner}`);
}

function parseFilter(text: string, template: string): PathStep {
  const match = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(text);
  if (!match) return { type: 'filter', left: parsePath(text, template), operator: 'exists', right: undefined };
  const [, left = '', operator = '', right = ''] = match;
  return { type: 'filter', left: parsePath(left, template), operator, right: parseOperand(right.trim(), template) };
}

function parseOperand(text: string, template: string): Operand {
  if (/^["'].*["']$/s.test(text)) return { type: 'value', value: text.slice(1, -1) };
  if (text === 'true' || text === 'false') return { type: 'value', value: text === 'true' };
  if (/^-?\d+(\.\d+)?$/.test(text)) return { type: 'value', value: Number(text) };
  return { type: 'path', steps: parsePath(text, template) };
}

function numberOr(text: string): number | undefined {
  return text === '' ? undefined : Number(text);
}
