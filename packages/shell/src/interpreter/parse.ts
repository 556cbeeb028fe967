import { type ParsedScript, parse, type Script, type Statement } from 'unbash';
import type { ByteString } from '../files/bytes.ts';

/** A script that was read: the statements before the first error, and the error, if any. */
export interface Parsed {
  readonly source: ByteString;
  readonly statements: readonly Statement[];
  /** As ash words it: `syntax error: unexpected ")"`. */
  readonly error: { readonly message: string; readonly line: number } | undefined;
  /** The input ended inside a construct: more lines may complete it. */
  readonly incomplete: boolean;
}

const cacheSize = 256;
const cache = new Map<ByteString, Parsed>();

/** Parses a script; the result is shared and not to be changed. */
export function parseScript(source: ByteString): Parsed {
  const known = cache.get(source);
  if (known) return known;
  if (cache.size >= cacheSize) cache.clear();
  const parsed = describe(parse(source), source);
  cache.set(source, parsed);
  return parsed;
}

/** The line (from 1) of a position in a source. */
export function lineAt(source: ByteString, position: number): number {
  let line = 1;
  for (let i = source.indexOf('\n'); i >= 0 && i < position; i = source.indexOf('\n', i + 1)) line += 1;
  return line;
}

/** What is wrong with a script nested in another (a command substitution), if anything. */
export function nestedError(
  script: Script & { errors?: ParsedScript['errors'] },
  source: ByteString,
): string | undefined {
  const first = script.errors?.[0];
  return first && wording(first.message, first.pos, source).message;
}

function describe(script: ParsedScript, source: ByteString): Parsed {
  const first = script.errors?.[0];
  if (!first) return { source, statements: script.commands, error: undefined, incomplete: false };
  const { message, incomplete } = wording(first.message, first.pos, source);
  const line = lineAt(source, Math.min(first.pos, source.length));
  const before = script.commands.filter(
    (statement) => lineAt(source, statement.end) < lineOfStatement(script, first.pos, source),
  );
  return { source, statements: before, error: { message, line }, incomplete };
}

/** ash reads a whole command before it runs anything of it: the line where the one with the error begins. */
function lineOfStatement(script: ParsedScript, position: number, source: ByteString): number {
  const inside = script.commands.find((statement) => statement.pos <= position && position <= statement.end);
  return lineAt(source, inside ? inside.pos : position);
}

const closers: Readonly<Record<string, string>> = {
  then: 'then',
  fi: 'fi',
  do: 'do',
  done: 'done',
  esac: 'esac',
  '}': '}',
  ')': ')',
};

function wording(message: string, position: number, source: ByteString): { message: string; incomplete: boolean } {
  if (/unterminated|unclosed/i.test(message) && /quote|backtick|\$'/.test(message)) {
    const isBacktick = message.includes('backtick');
    const text = isBacktick
      ? 'syntax error: EOF in backquote substitution'
      : 'syntax error: unterminated quoted string';
    return { message: text, incomplete: true };
  }
  if (/arithmetic/.test(message)) return { message: "syntax error: missing '))'", incomplete: true };
  const expected = /expected '([^']+)'/.exec(message)?.[1];
  const closer = expected === undefined ? undefined : closers[expected];
  const expecting = closer ? ` (expecting "${closer}")` : '';
  const rest = source.slice(position);
  const token = /^[ \t]*(\n|;;|;|&&|&|\|\||\||\)|\(|[<>]+|[^\s;&|()<>]+)?/.exec(rest)?.[1];
  const bare = token === undefined || (position >= source.length && /expected/.test(message));
  if (bare) return { message: `syntax error: unexpected end of file${expecting}`, incomplete: true };
  const word = /unexpected token '([^']+)'/.exec(message)?.[1] ?? token;
  if (word === '\n') return { message: `syntax error: unexpected newline${expecting}`, incomplete: false };
  if (/^[<>]/.test(word)) return { message: `syntax error: unexpected redirection${expecting}`, incomplete: false };
  const reserved = /^([;&|()]+|then|fi|do|done|esac|elif|else|if|in|case|for|while|until|\{|\}|!)$/.test(word);
  if (reserved) return { message: `syntax error: unexpected "${word}"${expecting}`, incomplete: false };
  return { message: `syntax error: unexpected word${expecting}`, incomplete: false };
}
