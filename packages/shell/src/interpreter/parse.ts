import { parse, type Statement } from 'unbash';
import type { ByteString } from '../files/bytes.ts';
import { checkSyntax, type SyntaxReport } from './syntax/check-syntax.ts';

/** A script that was read: the statements before the first error, and the error, if any. */
export interface Parsed {
  /** What the positions of the statements count in: the script, with what makes the parser read it as ash does. */
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
  const report = checkSyntax(source);
  const text = withInsertions(report.error ? source.slice(0, report.start) : source, report.insertions);
  const script = parse(text);
  const parsed: Parsed = {
    source: text,
    statements: script.commands,
    error: errorOf(report, source) ?? (script.errors?.[0] && { message: 'syntax error', line: 1 }),
    incomplete: report.incomplete,
  };
  cache.set(source, parsed);
  return parsed;
}

/** The line (from 1) of a position in a source. */
export function lineAt(source: ByteString, position: number): number {
  let line = 1;
  for (let i = source.indexOf('\n'); i >= 0 && i < position; i = source.indexOf('\n', i + 1)) line += 1;
  return line;
}

function errorOf({ error }: SyntaxReport, source: ByteString): Parsed['error'] {
  return error && { message: `syntax error: ${error.message}`, line: lineAt(source, error.position) };
}

function withInsertions(source: ByteString, insertions: SyntaxReport['insertions']): ByteString {
  let text = '';
  let from = 0;
  for (const { position, text: put } of insertions.toSorted((a, b) => a.position - b.position)) {
    text += source.slice(from, position) + put;
    from = position;
  }
  return text + source.slice(from);
}
