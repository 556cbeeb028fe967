import { textOf } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { type Completion, inColumns } from './completion.ts';

/** Lines a shell remembers. */
const historySize = 256;

/** What `LineEditor.read` ends with: a line with its newline, ^C, or the end of the input. */
export type Typed = { readonly line: string } | 'interrupted' | 'end';

/** One key: an escape sequence, a character with Alt, or a character. */
const keyPattern = /\u001b\[[0-9;]*[A-Za-z~]|\u001bO[A-Z]|\u001b[bdf\b\u007f]|[^]/g;

const isBetweenWords = (char: string | undefined) => char !== undefined && /[ !-/:-@[-`{-~]/.test(char);

/** Where the word before the cursor begins. */
function wordStart(line: string, cursor: number): number {
  let at = cursor;
  while (at > 0 && isBetweenWords(line[at - 1])) at -= 1;
  while (at > 0 && !isBetweenWords(line[at - 1])) at -= 1;
  return at;
}

/** Where the word after the cursor ends. */
function wordEnd(line: string, cursor: number): number {
  let at = cursor;
  while (isBetweenWords(line[at])) at += 1;
  while (at < line.length && !isBetweenWords(line[at])) at += 1;
  return at;
}

/** Columns of a prompt: colours and the like take none. */
const widthOf = (prompt: string) => prompt.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '').length;

/** Reads lines from a terminal with editing and history, as busybox ash does; without a terminal, plain lines. */
export class LineEditor {
  readonly #context: ProcessContext;
  readonly #history: string[];
  readonly #complete: (line: string) => Completion;
  #prompt = '';
  /** Tab was pressed, and there was more than one way to go on. */
  #hasAsked = false;
  #line = '';
  #cursor = 0;
  /** Columns from the start of the prompt's last line to where the terminal's cursor is, rows after each other. */
  #at = 0;
  #recalled = 0;
  #keys: string[] = [];

  /** @param history lines that were given, which it adds to; @param complete what Tab makes of a line */
  constructor(context: ProcessContext, history: string[], complete: (line: string) => Completion) {
    this.#context = context;
    this.#history = history;
    this.#complete = complete;
  }

  /** Reads a line. */
  *read(prompt: string): Coroutine<Typed> {
    const { terminal } = this.#context;
    yield* this.#context.write(2, prompt);
    // Where nothing is echoed, there is nothing to edit.
    if (!terminal || terminal.silent) return yield* this.#readPlain();
    this.#prompt = prompt.slice(prompt.lastIndexOf('\n') + 1);
    this.#line = '';
    this.#cursor = 0;
    this.#at = widthOf(this.#prompt);
    this.#recalled = this.#history.length;
    terminal.raw = true;
    try {
      for (;;) {
        const key = yield* this.#key();
        if (key === undefined) return 'end';
        const result = yield* this.#press(key);
        if (result !== undefined) return result;
      }
    } finally {
      terminal.raw = false;
      terminal.giveBack(this.#keys.splice(0).join(''));
    }
  }

  *#readPlain(): Coroutine<Typed> {
    let line = '';
    while (!line.endsWith('\n')) {
      const bytes = yield* this.#context.read(0, 1);
      if (bytes.length === 0) return line === '' ? 'end' : { line };
      line += textOf(bytes);
    }
    return { line };
  }

  *#key(): Coroutine<string | undefined> {
    while (this.#keys.length === 0) {
      try {
        const bytes = yield* this.#context.read(0);
        if (bytes.length === 0) return undefined;
        this.#keys = textOf(bytes).match(keyPattern) ?? [];
      } catch (error) {
        if (!(error instanceof SystemError) || error.code !== 'EINTR') throw error;
        this.#context.takeSignal();
      }
    }
    return this.#keys.shift();
  }

  *#press(key: string): Coroutine<Typed | undefined> {
    if (key === '\t') {
      yield* this.#tab();
      return undefined;
    }
    this.#hasAsked = false;
    switch (key) {
      case '\r':
      case '\n':
        yield* this.#show(this.#put(this.#line.slice(this.#cursor)));
        if (this.#at === 0 || this.#at % this.#columns !== 0) yield* this.#show('\n');
        return this.#finish();
      case '\x03':
        yield* this.#show('^C\n');
        return 'interrupted';
      case '\x04':
        if (this.#line !== '') {
          yield* this.#remove(this.#cursor, this.#cursor + 1);
          return undefined;
        }
        yield* this.#show('\n');
        return 'end';
      case '\x7f':
      case '\b':
        yield* this.#remove(this.#cursor - 1, this.#cursor);
        return undefined;
      case '\x1b[3~':
        yield* this.#remove(this.#cursor, this.#cursor + 1);
        return undefined;
      case '\x15':
        if (this.#cursor > 0) yield* this.#redraw(this.#line.slice(this.#cursor), 0);
        return undefined;
      case '\x0b':
        this.#line = this.#line.slice(0, this.#cursor);
        yield* this.#show('\x1b[J');
        return undefined;
      case '\x17':
        for (let left = this.#line.slice(0, this.#cursor).match(/\S*\s*$/)?.[0].length ?? 0; left > 0; left -= 1)
          yield* this.#remove(this.#cursor - 1, this.#cursor);
        return undefined;
      case '\x1bd':
      case '\x1b\x7f':
      case '\x1b\b':
        yield* this.#removeWord(key === '\x1bd');
        return undefined;
      case '\x0c':
        yield* this.#show('\x1b[H\x1b[J');
        this.#at = 0;
        yield* this.#redraw(this.#line, this.#cursor);
        return undefined;
      case '\x1b[A':
      case '\x10':
        if (!(yield* this.#recall(-1)) && key !== '\x10') yield* this.#show('\x07');
        return undefined;
      case '\x1b[B':
      case '\x0e':
        if (!(yield* this.#recall(1))) yield* this.#show('\x07');
        return undefined;
    }
    yield* this.#moveOrInsert(key);
    return undefined;
  }

  *#moveOrInsert(key: string): Coroutine<void> {
    if (key === '\x1b[D' || key === '\x02') yield* this.#move(this.#cursor - 1);
    else if (key === '\x1b[C' || key === '\x06') yield* this.#move(this.#cursor + 1);
    else if (['\x1bb', '\x1b[1;5D', '\x1b[1;3D'].includes(key))
      yield* this.#moveByOne(wordStart(this.#line, this.#cursor));
    else if (['\x1bf', '\x1b[1;5C', '\x1b[1;3C'].includes(key)) yield* this.#move(wordEnd(this.#line, this.#cursor));
    else if (key === '\x01' || key === '\x1b[H' || key === '\x1b[1~' || key === '\x1bOH') yield* this.#move(0);
    else if (key === '\x05' || key === '\x1b[F' || key === '\x1b[4~' || key === '\x1bOF')
      yield* this.#move(this.#line.length);
    else if (key >= ' ' && key.length === 1) {
      const after = this.#line.slice(this.#cursor);
      this.#line = this.#line.slice(0, this.#cursor) + key + after;
      this.#cursor += 1;
      yield* this.#show(this.#put(key + after) + this.#back(after.length));
    }
  }

  #finish(): Typed {
    const line = this.#line;
    if (line !== '' && this.#history.at(-1) !== line) this.#history.push(line);
    if (this.#history.length > historySize) this.#history.shift();
    return { line: `${line}\n` };
  }

  /** @returns whether there is such a line */
  *#recall(by: number): Coroutine<boolean> {
    const wanted = this.#recalled + by;
    if (wanted < 0 || wanted > this.#history.length) return false;
    this.#recalled = wanted;
    const line = this.#history[wanted] ?? '';
    yield* this.#redraw(line, line.length);
    return true;
  }

  *#remove(from: number, to: number): Coroutine<void> {
    if (from < 0 || to > this.#line.length || from === to) return;
    const after = this.#line.slice(to);
    yield* this.#move(from);
    this.#line = this.#line.slice(0, from) + after;
    yield* this.#show(`${this.#put(after)}\x1b[J${this.#back(after.length)}`);
  }

  /** Moves back as over word by word: one step at a time. */
  *#moveByOne(to: number): Coroutine<void> {
    while (this.#cursor > to) yield* this.#move(this.#cursor - 1);
  }

  /** Removes the word after the cursor, or the one before it, character by character. */
  *#removeWord(isAfter: boolean): Coroutine<void> {
    const from = this.#cursor;
    const count = isAfter ? wordEnd(this.#line, from) - from : from - wordStart(this.#line, from);
    if (isAfter) {
      yield* this.#move(from + count);
      yield* this.#move(from);
    } else yield* this.#moveByOne(from - count);
    for (let left = count; left > 0; left -= 1) yield* this.#remove(this.#cursor, this.#cursor + 1);
  }

  *#move(to: number): Coroutine<void> {
    if (to < 0 || to > this.#line.length) return;
    const moves = to < this.#cursor ? this.#back(this.#cursor - to) : this.#put(this.#line.slice(this.#cursor, to));
    this.#cursor = to;
    yield* this.#show(moves);
  }

  *#redraw(line: string, cursor: number): Coroutine<void> {
    this.#line = line;
    this.#cursor = cursor;
    const rows = Math.floor(this.#at / this.#columns);
    const up = rows > 0 ? `\x1b[${rows}A` : '';
    this.#at = widthOf(this.#prompt);
    yield* this.#show(`${up}\r${this.#prompt}${this.#put(line)}\x1b[J${this.#back(line.length - cursor)}`);
  }

  get #columns(): number {
    return this.#context.terminal?.size.columns || 80;
  }

  /** Text as it is written from here: a full row ends with a line end of its own. */
  #put(text: string): string {
    let shown = '';
    for (const char of text) {
      this.#at += 1;
      shown += this.#at % this.#columns === 0 ? `${char}\r\n` : char;
    }
    return shown;
  }

  /** Moves back, to rows further up where it must. */
  #back(count: number): string {
    const columns = this.#columns;
    const column = this.#at % columns;
    this.#at -= count;
    if (count <= column) return count > 4 ? `\x1b[${count}D` : '\b'.repeat(Math.max(0, count));
    const target = this.#at % columns;
    return `\r\x1b[${Math.ceil((count - column) / columns)}A${target > 0 ? `\x1b[${target}C` : ''}`;
  }

  /** Completes what is certain; where it is not, beeps, and shows at the second time how the line can go on. */
  *#tab(): Coroutine<void> {
    const { start, words } = this.#complete(this.#line.slice(0, this.#cursor));
    const typed = this.#cursor - start;
    const [first = '', ...others] = words;
    let common = first;
    for (const word of others) while (!word.startsWith(common)) common = common.slice(0, -1);
    if (words.length === 1 && !common.endsWith('/')) common += ' ';
    if (common.length > typed) {
      const line = this.#line.slice(0, start) + common;
      yield* this.#redraw(line + this.#line.slice(this.#cursor), line.length);
      return;
    }
    if (words.length > 1 && this.#hasAsked) {
      const folder = first.slice(0, common.lastIndexOf('/') + 1).length;
      const names = words.map((word) => word.slice(folder));
      yield* this.#show(`\n${inColumns(names, this.#columns)}`);
      this.#at = 0;
      yield* this.#redraw(this.#line, this.#cursor);
    } else yield* this.#show('\x07');
    this.#hasAsked = words.length > 1;
  }

  *#show(text: string): Coroutine<void> {
    yield* this.#context.write(2, text);
  }
}
