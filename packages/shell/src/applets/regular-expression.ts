/** POSIX regular expressions as JavaScript ones, over byte strings. */

const namedClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: ' \\t\\n\\v\\f\\r',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

/** A pattern that is not one; `message` is the C library's. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  /** The pattern itself. */
  pattern = '';
}

/**
 * Compiles a basic (or extended) POSIX regular expression, with the GNU additions `\+ \? \| \w \b \< \>`.
 * @param flags of the JavaScript expression, such as `gi`
 */
export function compileRegExp(pattern: string, extended: boolean, flags: string): RegExp {
  try {
    return new RegExp(translate(pattern, extended), flags);
  } catch (error) {
    const wrong =
      error instanceof PatternError
        ? error
        : new PatternError('Invalid preceding regular expression', { cause: error });
    wrong.pattern = pattern;
    throw wrong;
  }
}

function translate(pattern: string, extended: boolean): string {
  let source = '';
  let isStart = true;
  let depth = 0;
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern[i] ?? '';
    const wasStart = isStart;
    isStart = false;
    if (char === '[') {
      const { text, end } = bracket(pattern, i);
      source += text;
      i = end;
    } else if (char === '\\') {
      i += 1;
      const next = pattern[i];
      if (next === undefined) throw new PatternError('Trailing backslash');
      if (!extended && '(){}|+?'.includes(next)) {
        source += next;
        if (next === '(' || next === '|') isStart = true;
        depth += next === '(' ? 1 : next === ')' ? -1 : 0;
      } else if (next === '<') source += '\\b(?=\\w)';
      else if (next === '>') source += '\\b(?<=\\w)';
      else if (next === '`') source += '^';
      else if (next === "'") source += '$';
      else if (/[wWsSbB0-9]/.test(next)) source += `\\${next}`;
      else if (next === 'n') source += '\\n';
      else if (next === 't') source += '\\t';
      else source += literal(next);
    } else if (extended && '(){}|+?'.includes(char)) {
      if (char === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(i))) source += '\\{';
      else if (char === '}' && !/\{\d*,?\d*$/.test(source)) source += '\\}';
      else source += char;
      if (char === '(' || char === '|') isStart = true;
      depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    } else if (char === '*') source += wasStart ? '\\*' : '*';
    else if (char === '^') {
      source += extended || wasStart ? '^' : '\\^';
      isStart = true;
    } else if (char === '$')
      source += extended || i === pattern.length - 1 || /^\\[)|]/.test(pattern.slice(i + 1)) ? '$' : '\\$';
    else if (char === '.') source += '.';
    else source += literal(char);
  }
  if (depth > 0) throw new PatternError('Unmatched ( or \\(');
  return source;
}

function literal(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

function bracket(pattern: string, start: number): { text: string; end: number } {
  let i = start + 1;
  let text = '[';
  if (pattern[i] === '^') {
    text += '^';
    i += 1;
  }
  for (let first = true; i < pattern.length; first = false) {
    const char = pattern[i] ?? '';
    if (char === ']' && !first) return { text: `${text}]`, end: i };
    const named = /^\[:(\w+):\]/.exec(pattern.slice(i));
    if (named) {
      text += namedClasses[named[1] ?? ''] ?? '';
      i += named[0].length;
      continue;
    }
    text += /[\\\][]/.test(char) || (char === '^' && first) ? `\\${char}` : char;
    i += 1;
  }
  throw new PatternError('Unmatched [, [^, [:, [., or [=');
}
