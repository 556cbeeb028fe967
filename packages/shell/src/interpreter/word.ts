import type { DoubleQuotedChild, Word, WordPart } from 'unbash';
import { parse } from 'unbash';
import type { ByteString } from '../files/bytes.ts';
import type { Coroutine } from '../process/process.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import type { Step } from './control.ts';
import { Fields } from './fields.ts';
import { dollarQuotedText } from './dollar-quoted.ts';
import { expandGlob } from './glob.ts';
import { compileParameter, expandSpecial } from './parameter.ts';
import { hasGlob } from './pattern.ts';
import type { Shell } from './shell.ts';
import { compileProcessSubstitution, compileSubstitution } from './substitution.ts';

/** A part of a word, compiled: adds what it expands to. */
export type Piece = (shell: Shell, fields: Fields) => Coroutine<void> | undefined;

/** How the text of a script counts where it stands. */
export interface WordMode {
  /** Inside double quotes (or a here-document). */
  readonly quoted: boolean;
  /** Literal text outside quotes is split too: the word of `${x:-word}`. */
  readonly split?: boolean;
  /** A value of an assignment: `~` also counts after `:`. */
  readonly assignment?: boolean;
  /** In a here-document double quotes are ordinary characters. */
  readonly hereDocument?: boolean;
}

/** A word, compiled. */
export interface CompiledWord {
  /** Adds the fields it expands to, after splitting and globbing. */
  fields(shell: Shell, out: ByteString[]): Coroutine<void> | undefined;
  /** What it expands to as one text, neither split nor globbed. */
  text(shell: Shell): Step<ByteString>;
  /** The same as a pattern: quoted characters are escaped. */
  pattern(shell: Shell): Step<ByteString>;
}

function partsOf(word: Word): readonly WordPart[] {
  return word.parts ?? [{ type: 'Literal', text: word.text, value: word.value, pos: word.pos, end: word.end }];
}

/** Compiles a word of a command. */
export function compileWord(word: Word, mode: WordMode = { quoted: false }): CompiledWord {
  const [only, ...others] = word.parts ?? [];
  const isVariable = only?.type === 'SimpleExpansion' && others.length === 0 && /^\$[A-Za-z_]/.test(only.text);
  const variable = isVariable && !mode.quoted ? only.text.slice(1) : undefined;
  return compiledWord(compileParts(partsOf(word), mode), plainText(word, mode), variable);
}

/** Compiles a word to a piece that adds to the fields of the word around it. */
export function compileWordPieces(word: Word, mode: WordMode): Piece {
  const pieces = compileParts(partsOf(word), mode);
  return (shell, fields) => expandAll(pieces, shell, fields);
}

/** A word that is the same text whatever the shell's state is. */
function plainText(word: Word, mode: WordMode): ByteString | undefined {
  if (word.parts || mode.split) return undefined;
  return word.text !== '[' && /[\\~*?[$`'"]/.test(word.text) ? undefined : word.text;
}

/** A value that is one field as it is, unless IFS holds such characters. */
const neverSplit = /^[A-Za-z0-9_./+=:-]+$/;

/** Puts pieces together to a word. @param variable set when the word is only `$variable` */
export function compiledWord(pieces: readonly Piece[], plain?: ByteString, variable?: ByteString): CompiledWord {
  const single = pieces.length === 1 ? pieces[0] : undefined;
  const expand: Piece = single ?? ((shell, fields) => expandAll(pieces, shell, fields));
  const whole = (shell: Shell, kind: 'text' | 'pattern'): Step<ByteString> => {
    const fields = new Fields(undefined);
    const waiting = expand(shell, fields);
    return waiting ? finishText(waiting, fields, kind) : fields[kind];
  };
  if (plain !== undefined) {
    return {
      fields: (_shell, out) => {
        out.push(plain);
        return undefined;
      },
      text: () => plain,
      pattern: () => plain,
    };
  }
  return {
    fields: (shell, out) => {
      const quick = variable === undefined ? undefined : shell.variables.get(variable);
      if (
        quick !== undefined &&
        neverSplit.test(quick) &&
        !/[A-Za-z0-9_./+=:-]/.test(shell.variables.get('IFS') ?? '')
      ) {
        out.push(quick);
        return undefined;
      }
      const fields = new Fields(shell.variables.get('IFS') ?? ' \t\n');
      const waiting = expand(shell, fields);
      if (waiting) return finishFields(waiting, shell, fields, out);
      collect(shell, fields, out);
      return undefined;
    },
    text: (shell) => whole(shell, 'text'),
    pattern: (shell) => whole(shell, 'pattern'),
  };
}

function expandAll(pieces: readonly Piece[], shell: Shell, fields: Fields): Coroutine<void> | undefined {
  for (const [index, piece] of pieces.entries()) {
    const waiting = piece(shell, fields);
    if (waiting) return expandRest(waiting, pieces.slice(index + 1), shell, fields);
  }
  return undefined;
}

function* expandRest(first: Coroutine<void>, rest: readonly Piece[], shell: Shell, fields: Fields): Coroutine<void> {
  yield* first;
  for (const piece of rest) {
    const waiting = piece(shell, fields);
    if (waiting) yield* waiting;
  }
}

function* finishText(waiting: Coroutine<void>, fields: Fields, kind: 'text' | 'pattern'): Coroutine<ByteString> {
  yield* waiting;
  return fields[kind];
}

function* finishFields(waiting: Coroutine<void>, shell: Shell, fields: Fields, out: ByteString[]): Coroutine<void> {
  yield* waiting;
  collect(shell, fields, out);
}

function collect(shell: Shell, fields: Fields, out: ByteString[]): void {
  fields.finish();
  for (const { text, pattern } of fields.done) {
    if (!shell.options.has('f') && hasGlob(pattern)) {
      const names = expandGlob(shell.context, pattern);
      if (names.length > 0) {
        out.push(...names);
        continue;
      }
    }
    out.push(text);
  }
}

/** Compiles the parts of a word. */
export function compileParts(parts: readonly WordPart[], mode: WordMode): Piece[] {
  return parts.flatMap((part, index) => compilePart(part, mode, index === 0));
}

function compilePart(part: WordPart, mode: WordMode, first: boolean): Piece[] {
  switch (part.type) {
    case 'Literal':
      return mode.quoted ? [quotedText(part.value)] : compileLiteral(part.text, mode, first);
    case 'Glob':
      if (part.parts && part.parts.length > 0) return compileAround(part.text, part.parts, mode);
      return mode.quoted ? [quotedText(part.text)] : compileLiteral(part.text, mode, first);
    case 'SingleQuoted':
      return [quotedText(mode.quoted ? part.text : part.value)];
    case 'AnsiCQuoted':
      return [quotedText(mode.quoted ? part.text : dollarQuotedText(part.text.slice(2, -1)))];
    case 'DoubleQuoted':
      return compileDoubleQuoted(part.parts);
    case 'LocaleString':
      return [literalText('$', mode), ...compileDoubleQuoted(part.parts)];
    case 'SimpleExpansion': {
      const name = part.text.slice(1);
      return [(shell, fields) => expandSpecial(shell, fields, name, mode.quoted)];
    }
    case 'ParameterExpansion':
      return [compileParameter(part, mode)];
    case 'CommandExpansion':
      return [compileSubstitution(part, mode)];
    case 'ArithmeticExpansion':
      // ash has no `$[...]`.
      return [part.text.startsWith('$[') ? literal(part.text) : compileArithmetic(part.text, mode)];
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return part.parts && part.parts.length > 0
        ? compileAround(part.text, part.parts, mode)
        : compileLiteral(part.text, mode, first);
    case 'ProcessSubstitution':
      return [compileProcessSubstitution(part)];
  }
}

/** The text of `{a,$x}` with its expansions; braces mean nothing to ash. */
function compileAround(text: string, parts: readonly WordPart[], mode: WordMode): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const part of parts) {
    const start = text.indexOf(part.text, at);
    if (start > at) pieces.push(...compileLiteral(text.slice(at, start), mode, false));
    pieces.push(...compilePart(part, mode, false));
    at = Math.max(start, at) + part.text.length;
  }
  if (at < text.length) pieces.push(...compileLiteral(text.slice(at), mode, false));
  return pieces;
}

function compileDoubleQuoted(parts: readonly DoubleQuotedChild[]): Piece[] {
  if (parts.length === 0) return [quotedText('')];
  return compileParts(parts, { quoted: true });
}

function quotedText(text: ByteString): Piece {
  return (_shell, fields) => {
    fields.quoted(text);
    return undefined;
  };
}

function literalText(text: ByteString, mode: WordMode): Piece {
  if (mode.quoted) return quotedText(text);
  return (_shell, fields) => {
    if (mode.split && fields.splits) fields.expanded(text);
    else fields.literal(text);
    return undefined;
  };
}

function compileLiteral(raw: string, mode: WordMode, first: boolean): Piece[] {
  const pieces: Piece[] = [];
  let rest = raw;
  const tilde = first || mode.assignment ? /^~([A-Za-z_][\w.-]*)?(?=[/:]|$)/.exec(rest) : null;
  if (first && tilde && !mode.quoted) {
    pieces.push(compileTilde(tilde[1]));
    rest = rest.slice(tilde[0].length);
  }
  for (const match of rest.matchAll(/\\([^])|([^\\]+)|\\$/g)) {
    if (match[1] === '\n') continue;
    if (match[1] !== undefined) pieces.push(quotedText(match[1]));
    else if (match[2] === undefined) pieces.push(quotedText('\\'));
    else if (mode.assignment && match[2].includes(':~')) pieces.push(...compileColons(match[2], mode));
    else pieces.push(literalText(match[2], mode));
  }
  return pieces;
}

function compileColons(text: string, mode: WordMode): Piece[] {
  return text.split(/(:~(?=[:/]|$))/).flatMap((part): Piece[] => {
    if (part === ':~') return [literalText(':', mode), compileTilde(undefined)];
    return part === '' ? [] : [literalText(part, mode)];
  });
}

function compileTilde(user: string | undefined): Piece {
  return (shell, fields) => {
    const home = user === undefined ? shell.variables.get('HOME') : user === 'root' ? '/root' : undefined;
    fields.quoted(home ?? `~${user ?? ''}`);
    return undefined;
  };
}

function literal(text: string): Piece {
  return (_shell, fields) => {
    fields.quoted(text);
    return undefined;
  };
}

function compileArithmetic(text: string, mode: WordMode): Piece {
  const inner = text.startsWith('$((') ? text.slice(3, -2) : text.slice(2, -1);
  const add = (shell: Shell, fields: Fields, source: ByteString) => {
    const value = evaluateArithmetic(source, arithmeticVariables(shell));
    if (mode.quoted) fields.quoted(value);
    else fields.expanded(value);
  };
  if (!/[$`\\"]/.test(inner)) {
    return (shell, fields) => {
      add(shell, fields, inner);
      return undefined;
    };
  }
  const source = compileText(inner.replaceAll('"', '\\"'));
  return (shell, fields) => {
    const step = source.text(shell);
    if (typeof step === 'string') {
      add(shell, fields, step);
      return undefined;
    }
    return (function* () {
      add(shell, fields, yield* step);
    })();
  };
}

/** Compiles text as if it stood between double quotes. */
export function compileText(text: ByteString): CompiledWord {
  const command = parse(`: "${text}"`).commands[0]?.command;
  const argument = command?.type === 'Command' ? command.suffix[0] : undefined;
  if (argument?.type !== 'Word') return compiledWord([quotedText(text)], text);
  return compileWord(argument);
}

/** The shell's variables for arithmetic, where an unset one is 0, under `set -u` too. */
export function arithmeticVariables(shell: Shell) {
  return {
    get: (name: ByteString) => shell.variables.get(name),
    set: (name: ByteString, value: ByteString) => shell.variables.set(name, value),
  };
}
