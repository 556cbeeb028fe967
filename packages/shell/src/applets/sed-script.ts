import { compileRegExp } from './regular-expression/compile.ts';

/** An address of a sed command. */
export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'match'; readonly pattern: RegExp | undefined }
  | { readonly kind: 'plus'; readonly count: number };

export interface Substitution {
  readonly pattern: RegExp | undefined;
  readonly replacement: string;
  readonly print: boolean;
  /** 0: all. */
  readonly occurrence: number;
  readonly writeTo: string | undefined;
}

export interface SedCommand {
  readonly name: string;
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  /** Text of a, i, c; label of b, t, T, `:`; file of r, w; characters of y. */
  readonly text: string;
  readonly target: string;
  readonly substitution: Substitution | undefined;
  /** For `{`: the index after its `}`. */
  end: number;
}

/** A script that is not one. */
export class SedError extends Error {
  override readonly name = 'SedError';
}

/** Parses a sed script. */
export function parseSed(script: string, extended: boolean): SedCommand[] {
  return new Parser(script, extended).parse();
}

class Parser {
  readonly #script: string;
  readonly #extended: boolean;
  #at = 0;
  /** Of the last address that had one: an empty one in an address stands for it. */
  #lastAddress: RegExp | undefined;

  constructor(script: string, extended: boolean) {
    this.#script = script;
    this.#extended = extended;
  }

  parse(): SedCommand[] {
    const commands: SedCommand[] = [];
    const open: SedCommand[] = [];
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.#script.length) break;
      if (this.#peek() === '#') {
        this.#skip(/[^\n]/);
        continue;
      }
      const command = this.#command();
      commands.push(command);
      if (command.name === '{') open.push(command);
      if (command.name !== '}') continue;
      const start = open.pop();
      if (start) start.end = commands.length;
    }
    for (const start of open) start.end = commands.length;
    return commands;
  }

  #peek(): string {
    return this.#script[this.#at] ?? '';
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#script.length && what.test(this.#peek())) this.#at += 1;
  }

  #command(): SedCommand {
    const from = this.#address();
    let to: Address | undefined;
    if (from && this.#peek() === ',') {
      this.#at += 1;
      this.#skip(/\s/);
      to = this.#address();
      if (!to) throw new SedError('no address after comma');
    }
    this.#skip(/\s/);
    const negated = this.#peek() === '!';
    if (negated) {
      this.#at += 1;
      this.#skip(/[\s!]/);
    }
    const name = this.#peek();
    if (name === '') throw new SedError('missing command');
    this.#at += 1;
    const command = { name, from, to, negated, text: '', target: '', substitution: undefined, end: 0 };
    if ('{}=dDgGhHlnNpPqx'.includes(name)) {
      this.#skip(/[ \t]/);
      return command;
    }
    if (name === 's') return { ...command, substitution: this.#substitution() };
    if (name === 'y') {
      const delimiter = this.#delimiter();
      const [text, target] = [this.#until(delimiter, true), this.#until(delimiter, true)];
      return { ...command, text: unescape(text), target: unescape(target) };
    }
    if (to && 'air'.includes(name)) throw new SedError(`command '${name}' uses only one address`);
    if ('aic'.includes(name)) return { ...command, text: this.#text() };
    if (':btT'.includes(name)) {
      this.#skip(/[ \t]/);
      const start = this.#at;
      this.#skip(/[^\s;}]/);
      return { ...command, text: this.#script.slice(start, this.#at).trim() };
    }
    if ('rw'.includes(name)) {
      this.#skip(/[ \t]/);
      const start = this.#at;
      this.#skip(/[^\n]/);
      const text = this.#script.slice(start, this.#at);
      if (text === '') throw new SedError('empty filename');
      return { ...command, text };
    }
    throw new SedError(`unsupported command ${name}`);
  }

  #address(): Address | undefined {
    const rest = this.#script.slice(this.#at);
    const plus = /^\+(\d+)/.exec(rest);
    const line = /^\d+/.exec(rest);
    if (plus) {
      this.#at += plus[0].length;
      return { kind: 'plus', count: Number(plus[1]) };
    }
    if (line) {
      this.#at += line[0].length;
      return { kind: 'line', line: Number(line[0]) };
    }
    if (rest.startsWith('$')) {
      this.#at += 1;
      return { kind: 'last' };
    }
    if (!rest.startsWith('/') && !rest.startsWith('\\')) return undefined;
    if (rest.startsWith('\\')) this.#at += 1;
    const delimiter = this.#peek();
    this.#at += 1;
    const source = this.#until(delimiter);
    const fold = this.#peek() === 'I';
    if (fold) this.#at += 1;
    this.#lastAddress = this.#pattern(source, fold ? 'i' : '') ?? this.#lastAddress;
    if (!this.#lastAddress) throw new SedError('no previous regexp');
    return { kind: 'match', pattern: this.#lastAddress };
  }

  #pattern(source: string, flags: string): RegExp | undefined {
    return source === '' ? undefined : compileRegExp(withControls(source), this.#extended, `g${flags}`);
  }

  /** Text up to a delimiter that is neither escaped nor in brackets; an escaped delimiter stands for itself. */
  /** What ends the parts of `s` and `y`: the character after the letter. */
  #delimiter(): string {
    const delimiter = this.#peek();
    if (delimiter === '' || delimiter === '\n') throw new SedError('bad format in substitution expression');
    this.#at += 1;
    return delimiter;
  }

  #until(delimiter: string, plain = false): string {
    let text = '';
    let inBracket = false;
    let bracketStart = 0;
    for (; this.#at < this.#script.length; this.#at += 1) {
      const char = this.#peek();
      if (char === '\\') {
        this.#at += 1;
        const next = this.#peek();
        text +=
          next === delimiter
            ? plain || /[\w]/.test(next)
              ? next
              : /[.*[\]^$+?(){}|]/.test(next)
                ? `\\${next}`
                : next
            : `\\${next}`;
        continue;
      }
      if (!plain && char === '[' && !inBracket) {
        inBracket = true;
        bracketStart = text.length;
      } else if (inBracket && char === ']' && !/^\[\^?$/.test(text.slice(bracketStart))) inBracket = false;
      if (char === delimiter && !inBracket) {
        this.#at += 1;
        return text;
      }
      text += char;
    }
    throw new SedError(`unmatched '${delimiter}'`);
  }

  #substitution(): Substitution {
    const delimiter = this.#delimiter();
    const source = this.#until(delimiter);
    const replacement = this.#until(delimiter, true);
    const start = this.#at;
    this.#skip(/[gpiIm\d]/);
    const flags = this.#script.slice(start, this.#at);
    if (!/[\sw;}#]/.test(this.#peek() || ' ')) throw new SedError('bad option in substitution expression');
    let writeTo: string | undefined;
    if (this.#peek() === 'w') {
      this.#at += 1;
      this.#skip(/[ \t]/);
      const from = this.#at;
      this.#skip(/[^\n]/);
      writeTo = this.#script.slice(from, this.#at);
    }
    return {
      pattern: this.#pattern(source, /[iI]/.test(flags) ? 'i' : ''),
      replacement,
      print: flags.includes('p'),
      occurrence: occurrenceOf(flags, source),
      writeTo,
    };
  }

  #text(): string {
    this.#skip(/[ \t]/);
    if (/[\\\n]/.test(this.#peek())) this.#at += 1;
    if (this.#peek() === '\n') this.#at += 1;
    let text = '';
    for (; this.#at < this.#script.length && this.#peek() !== '\n'; this.#at += 1) {
      if (this.#peek() !== '\\') text += this.#peek();
      else {
        this.#at += 1;
        text += /[nt]/.test(this.#peek()) ? unescape(`\\${this.#peek()}`) : this.#peek();
      }
    }
    return text;
  }
}

/** Which match is replaced, 0 for all: the last flag that says so holds, and after `^` there is only one. */
function occurrenceOf(flags: string, source: string): number {
  const said = flags.match(source.startsWith('^') ? /g/g : /g|\d+/g)?.at(-1);
  return said === 'g' ? 0 : Number(said ?? 1);
}

const controls: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** sed itself turns `\n`, `\t` and their like in a pattern into the characters they stand for. */
function withControls(source: string): string {
  return source.replace(/\\([^])/g, (all, char: string) => controls[char] ?? all);
}

function unescape(text: string): string {
  return text.replace(/\\([^])/g, (_all, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char));
}
