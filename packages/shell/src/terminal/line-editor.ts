import { textOf } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

/** Lines a shell remembers. */
const historySize = 256;

/** What `LineEditor.read` ends with: a line with its newline, ^C, or the end of the input. */
export type Typed = { readonly line: string } | 'interrupted' | 'end';

/** One key: an escape sequence or a character. */
const keyPattern = /\u001b\[[0-9;]*[A-Za-z~]|\u001bO[A-Z]|[^]/g;

/** Reads lines from a terminal with editing and history, as busybox ash does; without a terminal, plain lines. */
export class LineEditor {
  readonly #context: ProcessContext;
  readonly #history: string[] = [];
  #line = '';
  #cursor = 0;
  #recalled = 0;
  #keys: string[] = [];

  constructor(context: ProcessContext) {
    this.#context = context;
  }

  /** Reads a line. */
  *read(prompt: string): Coroutine<Typed> {
    const { terminal } = this.#context;
    yield* this.#context.write(2, prompt);
    if (!terminal) return yield* this.#readPlain();
    this.#line = '';
    this.#cursor = 0;
    this.#recalled = this.#history.length;
    terminal.raw = true;
    try {
      for (;;) {
        const key = yield* this.#key();
        if (key === undefined) return 'end';
        const result = yield* this.#press(key, prompt);
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

  *#press(key: string, prompt: string): Coroutine<Typed | undefined> {
    switch (key) {
      case '\r':
      case '\n':
        yield* this.#show('\n');
        return this.#finish();
      case '\x03':
        yield* this.#show('^C\n');
        return 'interrupted';
      case '\x04':
        if (this.#line !== '') return undefined;
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
        yield* this.#remove(0, this.#cursor);
        return undefined;
      case '\x0b':
        yield* this.#remove(this.#cursor, this.#line.length);
        return undefined;
      case '\x17':
        yield* this.#remove(this.#line.slice(0, this.#cursor).replace(/\S+\s*$/, '').length, this.#cursor);
        return undefined;
      case '\x0c':
        yield* this.#show(`\x1b[H\x1b[J${prompt}${this.#line}`);
        return undefined;
      case '\x1b[A':
      case '\x10':
        yield* this.#recall(-1);
        return undefined;
      case '\x1b[B':
      case '\x0e':
        yield* this.#recall(1);
        return undefined;
    }
    yield* this.#moveOrInsert(key);
    return undefined;
  }

  *#moveOrInsert(key: string): Coroutine<void> {
    if (key === '\x1b[D' || key === '\x02') yield* this.#move(this.#cursor - 1);
    else if (key === '\x1b[C' || key === '\x06') yield* this.#move(this.#cursor + 1);
    else if (key === '\x01' || key === '\x1b[H' || key === '\x1b[1~' || key === '\x1bOH') yield* this.#move(0);
    else if (key === '\x05' || key === '\x1b[F' || key === '\x1b[4~' || key === '\x1bOF')
      yield* this.#move(this.#line.length);
    else if (key >= ' ' && key.length === 1) {
      const after = this.#line.slice(this.#cursor);
      this.#line = this.#line.slice(0, this.#cursor) + key + after;
      this.#cursor += 1;
      yield* this.#show(key + after + '\b'.repeat(after.length));
    }
  }

  #finish(): Typed {
    const line = this.#line;
    if (line !== '' && this.#history.at(-1) !== line) this.#history.push(line);
    if (this.#history.length > historySize) this.#history.shift();
    return { line: `${line}\n` };
  }

  *#recall(by: number): Coroutine<void> {
    const wanted = this.#recalled + by;
    if (wanted < 0 || wanted > this.#history.length) return;
    this.#recalled = wanted;
    const line = this.#history[wanted] ?? '';
    yield* this.#move(0);
    this.#line = line;
    this.#cursor = line.length;
    yield* this.#show(`${line}\x1b[J`);
  }

  *#remove(from: number, to: number): Coroutine<void> {
    if (from < 0 || to > this.#line.length || from === to) return;
    const after = this.#line.slice(to);
    yield* this.#move(from);
    this.#line = this.#line.slice(0, from) + after;
    yield* this.#show(`${after}\x1b[J${'\b'.repeat(after.length)}`);
  }

  *#move(to: number): Coroutine<void> {
    if (to < 0 || to > this.#line.length) return;
    const moves = to < this.#cursor ? '\b'.repeat(this.#cursor - to) : this.#line.slice(this.#cursor, to);
    this.#cursor = to;
    yield* this.#show(moves);
  }

  *#show(text: string): Coroutine<void> {
    yield* this.#context.write(2, text);
  }
}
