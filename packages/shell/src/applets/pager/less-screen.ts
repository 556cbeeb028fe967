import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import { compileRegExp } from '../regular-expression/compile.ts';
import { PatternError } from '../regular-expression/pattern-error.ts';
import type { Keyboard } from './keyboard.ts';

interface Input {
  readonly keyboard: Keyboard;
  /** `-` is standard input. */
  readonly names: readonly string[];
  readonly texts: readonly string[];
  readonly has: (option: string) => boolean;
}

/** A line of the screen: a whole line of the file, or a part of a long one. */
interface Row {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly isStart: boolean;
}

const inverse = (text: string) => `\x1b[7m${text}\x1b[m`;

/** How many lines after the last one may be on the screen. */
const linesAfter = 1;

/** What `less` shows, and where in its files it is. */
export class LessScreen {
  readonly #context: ProcessContext;
  readonly #input: Input;
  readonly #columns: number;
  readonly #screenRows: number;
  /** The number of the last row that shows text, from 0. */
  readonly #last: number;
  #file = 0;
  #rows: readonly Row[] = [];
  #top = 0;
  #pattern: RegExp | undefined;
  #matches: number[] = [];
  #match = 0;
  #isBackwards = false;

  constructor(context: ProcessContext, input: Input) {
    const { columns, rows } = context.terminal?.size ?? { columns: 80, rows: 24 };
    this.#context = context;
    this.#input = input;
    this.#columns = columns;
    this.#screenRows = rows;
    this.#last = rows - 2;
  }

  /** Shows the files until the reader leaves. @returns the exit code */
  *run(): Coroutine<number> {
    this.#open(0);
    for (;;) {
      if (this.#isDone) break;
      const key = yield* this.#input.keyboard.next();
      if (key === undefined || key === 'q' || key === 'Q' || key === '\x03') break;
      if (!(yield* this.#press(key))) break;
    }
    this.#clearStatus();
    yield* this.#context.flush();
    return 0;
  }

  /** -F leaves when all fits, -E at the end. */
  get #isDone(): boolean {
    const { has } = this.#input;
    const from = has('F') ? 0 : this.#top;
    return (has('F') || has('E')) && this.#rows.length - 1 - from <= this.#last;
  }

  #open(file: number): void {
    this.#file = file;
    this.#rows = rowsOf(this.#input.texts[file] ?? '', this.#columns - (this.#input.has('N') ? 8 : 0), {
      isCut: this.#input.has('S'),
    });
    this.#findMatches();
    this.#goTo(0);
  }

  #goTo(row: number): void {
    const most = this.#rows.length - 1 - this.#last + linesAfter;
    this.#top = Math.max(0, Math.min(row, most));
    this.#draw();
  }

  #draw(): void {
    const { has } = this.#input;
    this.#context.print('\x1b[0;0H');
    for (let index = this.#top; index <= this.#top + this.#last; index += 1) {
      const row = this.#rows[index];
      const number = has('N') ? (row?.isStart ? `${String(row.line).padStart(7)} ` : ' '.repeat(8)) : '';
      this.#context.print(`\x1b[K${number}${row ? this.#shown(row.text) : has('~') ? '' : '~'}\n`);
    }
    if (!this.#isDone) this.#status();
  }

  #shown(text: string): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is shown otherwise
    const controls = /[\x00-\x08\x0b-\x1f\x7f\x9b]+/g;
    const pattern = this.#pattern;
    if (pattern === undefined) {
      const visible = (char: string) =>
        char === '\x7f' ? '?' : char === '\x9b' ? '{' : String.fromCharCode(char.charCodeAt(0) + 64);
      return text.replace(controls, (run) => inverse(Array.from(run, visible).join('')));
    }
    const plain = text.replace(controls, (run) => '.'.repeat(run.length));
    pattern.lastIndex = 0;
    return plain.replace(pattern, (found) => (found === '' ? '' : inverse(found)));
  }

  get #isAtEnd(): boolean {
    return this.#rows.length - 1 <= this.#top + this.#last;
  }

  get #name(): string {
    const name = this.#input.names[this.#file] ?? '';
    return name === '-' ? 'standard input' : name;
  }

  #clearStatus(): void {
    this.#context.print(`\x1b[${this.#screenRows};0H\x1b[K`);
  }

  #status(): void {
    const { has, names } = this.#input;
    if (has('M') || has('m')) return this.#longStatus();
    this.#clearStatus();
    const count = names.length > 1 ? ` (file ${this.#file + 1} of ${names.length})` : '';
    if (this.#top > 0 && !this.#isAtEnd) this.#context.print(':');
    else this.#context.print(inverse(`${this.#top === 0 ? this.#name : '(END)'}${count}`));
  }

  #longStatus(): void {
    const { names } = this.#input;
    this.#clearStatus();
    const count = names.length > 1 ? ` (file ${this.#file + 1} of ${names.length})` : '';
    const lines = (this.#rows.at(-1)?.line ?? 1) - 1;
    const lineAt = (row: number) => Math.min(lines, this.#rows[Math.min(row, this.#rows.length - 1)]?.line ?? lines);
    const [first, last] = [lineAt(this.#top), lineAt(this.#top + this.#last)];
    const percent = Math.floor((100 * last + Math.floor(lines / 2)) / Math.max(1, lines));
    const next = names[this.#file + 1];
    const end = `(END)${next === undefined ? '' : ` - next: ${next}`}`;
    // How much a pipe holds is not known before its end is on the screen.
    const isKnown = this.#isAtEnd || names[this.#file] !== '-';
    const place = this.#isAtEnd ? end : `${Math.min(100, percent)}%`;
    const total = isKnown ? `/${lines} ${place}` : '';
    this.#context.print(inverse(`${this.#name}${count} lines ${first}-${last}${total}`));
  }

  #say(text: string): void {
    this.#clearStatus();
    this.#context.print(inverse(text.slice(0, this.#columns - 1)));
  }

  /** @returns whether to go on */
  *#press(key: string): Coroutine<boolean> {
    const page = this.#last + 1;
    const steps: Readonly<Record<string, number>> = {
      '\x1b[B': 1,
      e: 1,
      j: 1,
      '\n': 1,
      '\x1b[A': -1,
      y: -1,
      k: -1,
      '\x1b[6~': page,
      ' ': page,
      z: page,
      f: page,
      '\x1b[5~': -page,
      w: -page,
      b: -page,
      d: Math.floor(page / 2),
      u: -Math.floor(page / 2),
    };
    const step = steps[key];
    if (step !== undefined) this.#goTo(this.#top + step);
    else if (['\x1b[H', '\x1b[1~', 'g', 'p', '<', '%'].includes(key)) this.#goTo(0);
    else if (['\x1b[F', '\x1b[4~', 'G', '>'].includes(key)) this.#goTo(this.#rows.length);
    else if (key === 'r' || key === 'R') this.#draw();
    else if (key === '=') this.#longStatus();
    else if (key === '/' || key === '?') yield* this.#search(key);
    else if (key === 'n') this.#goToMatch(this.#match + 1);
    else if (key === 'N') this.#goToMatch(this.#match - 1);
    else if (key === ':') return yield* this.#colon();
    else if (/^\d$/.test(key)) yield* this.#number(key);
    return true;
  }

  *#search(kind: string): Coroutine<void> {
    this.#isBackwards = kind === '?';
    this.#clearStatus();
    this.#context.print(kind);
    const text = yield* this.#readLine();
    this.#pattern = undefined;
    if (text === '') return this.#draw();
    try {
      this.#pattern = compileRegExp(text, 'lenient', this.#input.has('I') ? 'gi' : 'g');
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      return this.#say(`bad regex '${text}': ${error.message}`);
    }
    this.#findMatches();
    const next = this.#matches.findIndex((row) => row > this.#top);
    this.#goToMatch((next < 0 ? this.#matches.length : next) - (this.#isBackwards ? 1 : 0));
  }

  #findMatches(): void {
    const pattern = this.#pattern;
    this.#matches = !pattern
      ? []
      : this.#rows.flatMap(({ text }, index) => {
          pattern.lastIndex = 0;
          return pattern.test(text) ? [index] : [];
        });
  }

  #goToMatch(match: number): void {
    if (!this.#pattern) return;
    if (this.#matches.length === 0) return this.#say('No matches found');
    this.#match = Math.max(0, Math.min(match, this.#matches.length - 1));
    this.#goTo(this.#matches[this.#match] ?? 0);
  }

  /** A line typed after the character that stands first in the last row. */
  *#readLine(): Coroutine<string> {
    let text = '';
    for (;;) {
      this.#context.print(`\x1b[${this.#screenRows};${text.length + 2}H`);
      const key = yield* this.#input.keyboard.next();
      if (key === undefined || key === '\n') return text;
      if (key === '\x7f' || key === '\b') {
        if (text === '') continue;
        text = text.slice(0, -1);
        this.#context.print(`\x1b[${this.#screenRows};${text.length + 2}H \b`);
      } else if (key.length === 1 && key >= ' ') {
        text += key;
        this.#context.print(key);
      }
    }
  }

  /** A number, and what to do with it. */
  *#number(first: string): Coroutine<void> {
    this.#clearStatus();
    this.#context.print(`:${first}`);
    let digits = first;
    let key: string | undefined;
    for (;;) {
      this.#context.print(`\x1b[${this.#screenRows};${digits.length + 2}H`);
      key = yield* this.#input.keyboard.next();
      if (key === undefined || !/^\d$/.test(key)) break;
      digits += key;
      this.#context.print(key);
    }
    const number = Number(digits);
    if (number < 1) return this.#draw();
    if (['\x1b[B', 'z', 'd', 'e', ' ', '\n'].includes(key ?? '')) this.#goTo(this.#top + number);
    else if (['\x1b[A', 'b', 'w', 'y', 'u'].includes(key ?? '')) this.#goTo(this.#top - number);
    else if (['g', '<', 'G', '>'].includes(key ?? '')) {
      const row = this.#rows.findIndex(({ line }) => line >= number);
      this.#goTo(row < 0 ? this.#rows.length : row);
    } else if (key === 'p' || key === '%') this.#goTo(Math.floor((number * (this.#rows.length - 1)) / 100));
    else if (key === 'n') this.#goToMatch(this.#match + number);
  }

  /** `:n`, `:p`, `:q`. @returns whether to go on */
  *#colon(): Coroutine<boolean> {
    this.#clearStatus();
    this.#context.print(`${inverse(' :')}\x1b[${this.#screenRows};3H`);
    const key = yield* this.#input.keyboard.next();
    const count = this.#input.names.length;
    if (key === 'q' || key === undefined) return false;
    if (key === 'n' && this.#file + 1 < count) this.#open(this.#file + 1);
    else if (key === 'p' && this.#file > 0) this.#open(this.#file - 1);
    else if (key === 'n' || key === 'p') this.#say(key === 'n' ? 'No next file' : 'No previous file');
    else this.#status();
    return true;
  }
}

/** What follows the last newline is a line too, an empty one. */
function rowsOf(text: string, width: number, { isCut }: { readonly isCut: boolean }): Row[] {
  return text.split('\n').flatMap((whole, index) => {
    const parts = partsOf(whole, width);
    return (isCut ? parts.slice(0, 1) : parts).map((part, at) => ({ text: part, line: index + 1, isStart: at === 0 }));
  });
}

/** A line cut where it leaves the screen; a tab goes on to the next multiple of eight columns. */
function partsOf(line: string, width: number): string[] {
  const parts = [''];
  let column = 0;
  for (const char of line) {
    const next = char === '\t' ? column + 8 - (column % 8) : column + 1;
    if (next > width) {
      parts.push('');
      column = 0;
    }
    parts[parts.length - 1] += char;
    column = char === '\t' ? column + 8 - (column % 8) : column + 1;
  }
  return parts;
}
