import { type ParameterExpansionPart, type ParameterOperation, parse } from 'unbash';
import type { ByteString } from '../files/bytes.ts';
import type { Coroutine } from '../process/process.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import { ShellError, type Step } from './control.ts';
import type { Fields } from './fields.ts';
import { matchesPattern, patternSource, prefixLength, suffixStart } from './pattern.ts';
import type { Shell } from './shell.ts';
import {
  arithmeticVariables,
  type CompiledWord,
  compileText,
  compileWord,
  compileWordPieces,
  type Piece,
  type WordMode,
} from './word.ts';

/** The options in the order of `$-`. */
const letterOrder = 'EubaCvxcsnmiIfe';

/** The value of a variable or of a special parameter but `@` and `*`. */
export function parameterValue(shell: Shell, name: ByteString): ByteString | undefined {
  switch (name) {
    case '?':
      return String(shell.status);
    case '$':
      return String(shell.shellPid);
    case '!':
      return shell.backgroundPid === 0 ? undefined : String(shell.backgroundPid);
    case '#':
      return String(shell.positional.length);
    case '-':
      return Array.from(letterOrder)
        .filter((letter) => shell.options.has(letter))
        .join('');
    case '0':
      return shell.scriptName ?? shell.name;
    case '@':
    case '*':
      return shell.positional.join(joiner(shell, name));
  }
  if (/^\d+$/.test(name)) return shell.positional[Number(name) - 1];
  return shell.variables.get(name);
}

/** Expands `$name`. */
export function expandSpecial(shell: Shell, fields: Fields, name: ByteString, quoted: boolean): undefined {
  if (name === '@' || name === '*') {
    expandPositional(shell, fields, name, quoted);
    return undefined;
  }
  const value = parameterValue(shell, name);
  if (value === undefined) notSet(shell, name);
  add(fields, value ?? '', quoted);
  return undefined;
}

/** Compiles `${...}`. */
export function compileParameter(part: ParameterExpansionPart, mode: WordMode): Piece {
  const { parameter: name, prefix, operation, index } = ofBackgroundPid(part) ?? part;
  if (prefix === '!' || index !== undefined || operation?.type === 'Unknown' || name === '') return badSubstitution;
  if (prefix === '#') {
    if (operation) return badSubstitution;
    return (shell, fields) => {
      const value = lengthOf(shell, name);
      add(fields, value, mode.quoted);
      return undefined;
    };
  }
  if (!operation) return (shell, fields) => expandSpecial(shell, fields, name, mode.quoted);
  if (operation.type === 'Default') return compileDefault(name, operation, mode);
  const change = compileChange(operation);
  if (!change) return badSubstitution;
  return (shell, fields) => {
    const isList = (name === '@' || name === '*') && fields.splits && !(mode.quoted && name === '*');
    const value = isList ? shell.positional.join(between) : parameterValue(shell, name);
    if (value === undefined) notSet(shell, name);
    const step = change(shell, value ?? '');
    if (typeof step === 'string') {
      addParts(fields, step, mode.quoted);
      return undefined;
    }
    return (function* () {
      addParts(fields, yield* step, mode.quoted);
    })();
  };
}

/** `${!-word}` and its like, which the parser takes for something else; undefined: it is none. */
function ofBackgroundPid(part: ParameterExpansionPart): ParameterExpansionPart | undefined {
  const rest = /^\$\{!([-+=?:%#/][^]*)$/.exec(part.text)?.[1];
  const command = rest === undefined ? undefined : parse(`: \${x${rest}`).commands[0]?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  const known = word?.type === 'Word' ? word.parts?.[0] : undefined;
  return known?.type === 'ParameterExpansion' ? { ...known, parameter: '!' } : undefined;
}

/**
 * Between the parameters while they are changed: ash changes `$@` as one text, so that `${@%.c}` takes the end off the
 * last parameter only.
 */
const between = '\0';

function addParts(fields: Fields, text: ByteString, quoted: boolean): void {
  for (const [index, part] of text.split(between).entries()) {
    if (index > 0) fields.finish();
    add(fields, part, quoted);
  }
}

function badSubstitution(): undefined {
  throw new ShellError('syntax error: bad substitution');
}

function notSet(shell: Shell, name: ByteString): void {
  if (shell.options.has('u') && name !== '@' && name !== '*') throw new ShellError(`${name}: parameter not set`);
}

function lengthOf(shell: Shell, name: ByteString): ByteString {
  const value = parameterValue(shell, name);
  if (value === undefined) notSet(shell, name);
  return String((value ?? '').length);
}

function add(fields: Fields, value: ByteString, quoted: boolean): void {
  if (quoted) fields.quoted(value);
  else fields.expanded(value);
}

/** What `$*` puts between parameters. */
function joiner(shell: Shell, name: ByteString): ByteString {
  if (name === '@') return ' ';
  const ifs = shell.variables.get('IFS');
  return ifs === undefined ? ' ' : ifs.slice(0, 1);
}

function expandPositional(shell: Shell, fields: Fields, name: ByteString, quoted: boolean): void {
  const { positional } = shell;
  if (!fields.splits || (quoted && name === '*')) {
    add(fields, positional.join(joiner(shell, quoted ? name : '*')), quoted);
    return;
  }
  for (const [index, value] of positional.entries()) {
    if (index > 0) fields.finish();
    add(fields, value, quoted);
  }
}

function compileDefault(
  name: ByteString,
  operation: Extract<ParameterOperation, { type: 'Default' }>,
  mode: WordMode,
): Piece {
  const { operator } = operation;
  const word = compileWord(operation.operand, { quoted: mode.quoted, split: !mode.quoted });
  const pieces = compileOperand(word, operation, mode);
  const countsEmpty = operator.startsWith(':');
  return (shell, fields) => {
    const value = parameterValue(shell, name);
    const isSet = value !== undefined && !(countsEmpty && value === '');
    const action = operator.at(-1);
    if (action === '+') return isSet ? pieces(shell, fields) : empty(fields, mode);
    if (isSet) return expandSpecial(shell, fields, name, mode.quoted);
    if (action === '-') return pieces(shell, fields);
    return assignOrFail(shell, fields, { name, word, action: action === '=' ? '=' : '?', mode, nullToo: countsEmpty });
  };
}

function empty(fields: Fields, mode: WordMode): undefined {
  if (mode.quoted) fields.quoted('');
  return undefined;
}

function compileOperand(
  word: CompiledWord,
  operation: Extract<ParameterOperation, { type: 'Default' }>,
  mode: WordMode,
): Piece {
  if (mode.quoted && /\$(@|\{@)/.test(operation.operand.text)) {
    return compileWordPieces(operation.operand, { quoted: true });
  }
  if (mode.quoted) {
    return (shell, fields) => {
      const step = word.text(shell);
      if (typeof step === 'string') {
        fields.quoted(step);
        return undefined;
      }
      return (function* () {
        fields.quoted(yield* step);
      })();
    };
  }
  const inner = compileWordPieces(operation.operand, { quoted: false, split: true });
  return (shell, fields) => inner(shell, fields);
}

function* assignOrFail(
  shell: Shell,
  fields: Fields,
  {
    name,
    word,
    action,
    mode,
    nullToo,
  }: { name: ByteString; word: CompiledWord; action: '=' | '?'; mode: WordMode; nullToo: boolean },
): Coroutine<void> {
  const step = word.text(shell);
  const text = typeof step === 'string' ? step : yield* step;
  if (action === '?')
    throw new ShellError(
      `${name}: ${text === '' ? (nullToo ? 'parameter not set or null' : 'parameter not set') : text}`,
    );
  shell.variables.set(name, text);
  add(fields, text, mode.quoted);
}

type Change = (shell: Shell, value: ByteString) => Step<ByteString>;

function compileChange(operation: ParameterOperation): Change | undefined {
  switch (operation.type) {
    case 'Remove': {
      const pattern = compileWord(operation.operand);
      return (shell, value) => then(pattern.pattern(shell), (text) => removePart(operation.operator, text, value));
    }
    case 'Replace': {
      const pattern = compileWord(operation.pattern);
      const by = operation.replacement;
      const replacement = !by.parts && /[$`]/.test(by.text) ? compileText(by.text) : compileWord(by);
      // ash knows no anchors: `#` and `%` are ordinary characters of the pattern.
      const anchor = /^\/[#%]$/.test(operation.operator) ? operation.operator.slice(1) : '';
      return (shell, value) =>
        then(pattern.pattern(shell), (text) =>
          then(replacement.text(shell), (put) => replacePart(operation.operator, anchor + text, value, put)),
        );
    }
    case 'Slice': {
      const offset = compileText(operation.offset.text);
      const length = operation.length && compileText(operation.length.text);
      return (shell, value) =>
        then(offset.text(shell), (from) =>
          then(length?.text(shell) ?? '', (count) => slice(shell, value, from, length && count)),
        );
    }
    default:
      return undefined;
  }
}

function then(step: Step<ByteString>, next: (text: ByteString) => Step<ByteString>): Step<ByteString> {
  if (typeof step === 'string') return next(step);
  return (function* () {
    const result = next(yield* step);
    return typeof result === 'string' ? result : yield* result;
  })();
}

function removePart(operator: string, pattern: ByteString, value: ByteString): ByteString {
  if (operator.startsWith('#')) return value.slice(prefixLength(pattern, value, operator === '##') ?? 0);
  return value.slice(0, suffixStart(pattern, value, operator === '%%') ?? value.length);
}

function replacePart(operator: string, pattern: ByteString, value: ByteString, by: ByteString): ByteString {
  if (pattern === '') return value;
  const source = patternSource(pattern, true);
  if (matchesPattern(pattern, '')) return value === '' ? by : value.replace(new RegExp(source), () => by);
  return value.replace(new RegExp(source, operator === '//' ? 'g' : ''), () => by);
}

function slice(shell: Shell, value: ByteString, from: ByteString, count: ByteString | undefined): ByteString {
  const number = (text: ByteString) => Number(evaluateArithmetic(text, arithmeticVariables(shell)));
  let start = number(from);
  if (start < 0) start = Math.max(0, value.length + start);
  if (count === undefined) return value.slice(start);
  const length = number(count);
  return length < 0 ? value.slice(start, Math.max(start, value.length + length)) : value.slice(start, start + length);
}
