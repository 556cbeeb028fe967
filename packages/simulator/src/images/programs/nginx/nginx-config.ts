/** One directive of nginx's configuration: `name arguments;` or `name arguments { … }`. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[];
  readonly file: string;
  readonly line: number;
}

/** What is wrong with a configuration, worded as nginx does. */
export class NginxConfigError extends Error {
  override readonly name = 'NginxConfigError';
}

/** Takes a configuration file apart. @throws NginxConfigError */
export function parseNginxConfig(text: string, file: string): readonly Directive[] {
  const tokens = [...text.matchAll(/#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|(?:\$\{\w+\}|\\.|[^\s{};])+/g)]
    .filter(([token]) => !token.startsWith('#'))
    .map((match) => ({ text: match[0], line: text.slice(0, match.index).split('\n').length }));
  const state = { at: 0 };
  const lines = text.split('\n').length;
  const directives = parseBlock(tokens, state, { file, lines, isInner: false });
  return directives;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

function parseBlock(
  tokens: readonly Token[],
  state: { at: number },
  { file, lines, isInner }: { readonly file: string; readonly lines: number; readonly isInner: boolean },
): readonly Directive[] {
  const directives: Directive[] = [];
  let words: Token[] = [];
  for (; state.at < tokens.length; state.at += 1) {
    const token = tokens[state.at] as Token;
    if (token.text === '}') {
      if (!isInner || words.length > 0) throw new NginxConfigError(`unexpected "}" in ${file}:${token.line}`);
      return directives;
    }
    if (token.text !== ';' && token.text !== '{') {
      words.push(token);
      continue;
    }
    const [first, ...rest] = words;
    if (first === undefined) throw new NginxConfigError(`unexpected "${token.text}" in ${file}:${token.line}`);
    let block: readonly Directive[] = [];
    if (token.text === '{') {
      state.at += 1;
      block = parseBlock(tokens, state, { file, lines, isInner: true });
    }
    directives.push({ name: first.text, args: rest.map(({ text }) => unquote(text)), block, file, line: first.line });
    words = [];
  }
  if (isInner || words.length > 0) {
    throw new NginxConfigError(
      `unexpected end of file, expecting "${words.length > 0 ? ';" or "}' : '}'}" in ${file}:${lines}`,
    );
  }
  return directives;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unquote(text: string): string {
  if (!/^(["']).*\1$/s.test(text)) return text;
  return text.slice(1, -1).replace(/\\(["'\\nrt])/g, (_, letter: string) => escapes[letter] ?? letter);
}
