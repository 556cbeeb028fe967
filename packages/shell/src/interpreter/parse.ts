import { type ParsedScript, type ParseError, parse, type Script, type Statement } from 'unbash';
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
  return first && wording(script.errors ?? [], source).message;
}

function describe(script: ParsedScript, source: ByteString): Parsed {
  const first = script.errors?.[0];
  if (!first) return { source, statements: script.commands, error: undefined, incomplete: false };
  const { message, incomplete } = wording(script.errors ?? [], source);
  const line = lineAt(source, Math.min(first.pos, source.length));
  const before = script.commands.filter(
    (statement) => lineAt(source, statement.end) < lineOfStatement(script, first.pos, source),
  );
  return { source, statements: before, error: { message, line }, incomplete };
}

/** ash reads a whole command before it runs anything of it: the line where the one with the error begins. */
function lineOfStatement(script: ParsedScript, position: number, source: ByteString): number {
  const inside = script.commands.find((statement) => statement.pos <= position && position <= statement.end);
  if (inside) return lineAt(source, inside.pos);
  const before = script.commands.filter((statement) => statement.end <= position).at(-1)?.end ?? 0;
  const gap = source.slice(before, position);
  return lineAt(source, before + (/^[\s;&]*/.exec(gap)?.[0].length ?? 0));
}

const reserved = /^([;&|()]+|then|fi|do|done|esac|elif|else|if|in|case|for|while|until|\{|\}|!)$/;

/** ash's words for the first error, from the parser's. `incomplete`: more lines may mend it. */
function wording(errors: readonly ParseError[], source: ByteString): { message: string; incomplete: boolean } {
  const [first, second] = errors;
  if (!first) return { message: 'syntax error', incomplete: false };
  const { message, pos } = first;
  const early = earlyWording(message, pos, source);
  if (early !== undefined) return { message: `syntax error: ${early}`, incomplete: false };
  const unterminated = unterminatedWording(message);
  if (unterminated !== undefined) return { message: `syntax error: ${unterminated}`, incomplete: true };
  const closing = /expected '([^']+)' to close/.exec(message)?.[1];
  const missing = closing ?? /^expected '([^']+)'/.exec(message)?.[1];
  const enclosing = second && /expected '([^']+)' to close/.exec(second.message)?.[1];
  const unexpected = /unexpected token '([^']+)'/.exec(message)?.[1];
  const rest = source.slice(pos).trimStart();
  const token = unexpected ?? /^(;;|;|&&|&|\|\||\||\)|\(|[<>]+|[^\s;&|()<>]+)/.exec(rest)?.[1];
  const atEnd = unexpected === undefined && rest === '';
  let expecting = missing ?? (unexpected !== undefined || atEnd ? enclosing : undefined);
  if (atEnd && expecting === 'esac') expecting = /(\bin|;;)\s*$/.test(source) ? ')' : ';;';
  if (atEnd && missing === 'do' && /\bfor\s+\w+\s+in\b[^;\n]*$/.test(source)) expecting = undefined;
  const tail = expecting === undefined ? '' : ` (expecting "${expecting}")`;
  const forgotten = missing === 'do' && /\bfor\s+\w+(?:\s+in\b[^;\n]*)?[;\n]\s*[^\s;&|]/.test(source);
  if (atEnd && forgotten) return { message: `syntax error: unexpected word${tail}`, incomplete: false };
  if (atEnd || token === undefined) return { message: `syntax error: unexpected end of file${tail}`, incomplete: true };
  if (/^[<>]/.test(token)) return { message: `syntax error: unexpected redirection${tail}`, incomplete: false };
  if (reserved.test(token)) return { message: `syntax error: unexpected "${token}"${tail}`, incomplete: false };
  return { message: `syntax error: unexpected word${tail}`, incomplete: false };
}

/** What ash says at a token before the one where this parser sees that something is wrong. */
function earlyWording(message: string, position: number, source: ByteString): string | undefined {
  const before = source.slice(0, position);
  const rest = source.slice(position);
  if (message.startsWith("unexpected token '") && /[^\s;&|()<>$`'"]\s*\(\s*[^\s;&|()<>][^()]*$/.test(before)) {
    return 'unexpected word (expecting ")")';
  }
  if (/^expected command in (brace group|subshell)/.test(message)) {
    const closer = /^[{(]\s*([})])/.exec(rest)?.[1];
    return closer && `unexpected "${closer}"`;
  }
  if (message === "expected 'then'" && /\b(?:if|elif)[ \t]*;/.test(source)) return 'unexpected ";"';
  if (message.endsWith('as function body') && /\bfunction\s*$/.test(source)) {
    return 'unexpected end of file (expecting word)';
  }
  if (message !== "expected 'do'" || rest.trim() !== '') return undefined;
  if (/\bfor\s*$/.test(source)) return 'bad for loop variable';
  const isOtherWord = /\bfor\s+\w+(?:\s+in\b[^;\n]*)?[;\n]\s*(?!done\b)[^\s;&|]/.test(source);
  return /[;\n]\s*done\s*$/.test(source) && !isOtherWord ? 'unexpected "done" (expecting "do")' : undefined;
}

function unterminatedWording(message: string): string | undefined {
  if (!/unterminated|unclosed/.test(message)) return undefined;
  if (message.includes('backtick')) return 'EOF in backquote substitution';
  if (message.includes('parameter')) return "missing '}'";
  if (message.includes('arithmetic')) return "missing '))'";
  return message.includes('substitution') ? 'unexpected end of file (expecting ")")' : 'unterminated quoted string';
}
