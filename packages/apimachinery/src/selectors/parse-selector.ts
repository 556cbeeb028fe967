import {
  type LabelOperator,
  type LabelRequirement,
  newRequirement,
  type Selector,
  SelectorError,
  sorted,
} from './label-selector.ts';

/**
 * Parses the string grammar of `-l` and `?labelSelector=`: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`,
 * `!a`, `a>1`, `a<1`, joined by commas. Empty text selects everything.
 * @throws SelectorError worded as Kubernetes words it
 * @see k8s.io/apimachinery/pkg/labels/selector.go `Parse` (v1.36)
 */
export function parseSelector(text: string): Selector {
  const tokens = tokenize(text);
  let position = 0;
  const peek = () => tokens[position] ?? end;
  const take = () => {
    const token = peek();
    position += 1;
    return token;
  };
  const requirements: LabelRequirement[] = [];
  if (peek() === end) return requirements;
  for (;;) {
    const first = peek();
    if (first.type !== 'word' && first.text !== '!') {
      throw new SelectorError(
        requirements.length === 0
          ? `found '${first.text}', expected: !, identifier, or 'end of string'`
          : `found '${first.text}', expected: identifier after ','`,
      );
    }
    requirements.push(parseRequirement(peek, take));
    const next = take();
    if (next === end) return sorted(requirements);
    if (next.text !== ',') throw new SelectorError(`found '${next.text}', expected: ',' or 'end of string'`);
  }
}

interface Token {
  readonly type: 'word' | 'symbol' | 'end';
  readonly text: string;
}

const end: Token = { type: 'end', text: '' };

const binaryOperators: Readonly<Record<string, LabelOperator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '=',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/\s+|(!=|==|[=!(),<>])|([^\s=!(),<>]+)/g)) {
    if (match[1]) tokens.push({ type: 'symbol', text: match[1] });
    else if (match[2]) tokens.push({ type: 'word', text: match[2] });
  }
  return tokens;
}

function parseRequirement(peek: () => Token, take: () => Token): LabelRequirement {
  try {
    let token = take();
    const negated = token.text === '!';
    if (negated) token = take();
    if (token.type !== 'word') throw new SelectorError(`found '${token.text}', expected: identifier`);
    const key = token.text;
    const next = peek();
    if (negated || next === end || next.text === ',') return newRequirement(key, negated ? '!' : 'exists', []);
    const operator = take();
    const known = Object.hasOwn(binaryOperators, operator.text) ? binaryOperators[operator.text] : undefined;
    if (!known) throw new SelectorError(`found '${operator.text}', expected: in, notin, =, ==, !=, gt, lt`);
    const values = known === 'in' || known === 'notin' ? parseValues(peek, take) : [parseValue(peek, take)];
    return newRequirement(key, known, values);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new SelectorError(`unable to parse requirement: ${error.message}`);
  }
}

function parseValue(peek: () => Token, take: () => Token): string {
  if (peek() === end || peek().text === ',') return '';
  const token = take();
  if (token.type !== 'word') throw new SelectorError(`found '${token.text}', expected: identifier`);
  return token.text;
}

function parseValues(peek: () => Token, take: () => Token): string[] {
  const open = take();
  if (open.text !== '(') throw new SelectorError(`found '${open.text}' expected: '('`);
  const values: string[] = [];
  for (;;) {
    const hasValue = peek().type === 'word';
    values.push(hasValue ? take().text : '');
    const token = take();
    if (token.text === ')') return values;
    if (token.text === ',') continue;
    throw new SelectorError(
      hasValue ? `found '${token.text}', expected: ',' or ')'` : `found '${token.text}', expected: ',', or identifier`,
    );
  }
}
