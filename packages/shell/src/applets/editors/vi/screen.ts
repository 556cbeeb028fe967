import type { ProcessContext } from '../../../process/context.ts';
import type { Coroutine } from '../../../process/process.ts';
import type { Buffer } from './buffer.ts';

const tabStop = 8;

/** Control characters as `^X`, tabs as blanks. */
function shown(line: string): string {
  let text = '';
  for (const char of line) {
    const code = char.charCodeAt(0);
    if (char === '\t') text += ' '.repeat(tabStop - (text.length % tabStop));
    else if (code < 32 || code === 127) text += `^${String.fromCharCode(code ^ 64)}`;
    else text += char;
  }
  return text;
}

/** Shows a part of the text and a line about it, and writes only what has changed. */
export class Screen {
  top = 0;
  #left = 0;
  readonly #context: ProcessContext;
  #before: string[] = [];
  #status = '';

  constructor(context: ProcessContext) {
    this.#context = context;
  }

  /** Lines of text that fit. */
  get rows(): number {
    return Math.max(1, (this.#context.terminal?.size.rows ?? 24) - 1);
  }

  get columns(): number {
    return this.#context.terminal?.size.columns ?? 80;
  }

  *open(): Coroutine<void> {
    yield* this.#context.write(1, '\x1b[?1049h');
    yield* this.clear();
  }

  *close(): Coroutine<void> {
    yield* this.#context.write(1, `\x1b[${this.rows + 1};1H\x1b[K\x1b[?1049l`);
  }

  /** Everything is written again next time. */
  *clear(): Coroutine<void> {
    this.#before = [];
    this.#status = '';
    yield* this.#context.write(1, '\x1b[H\x1b[J');
  }

  /** @param status what the last line says; a prompt when `prompts`, with the cursor after it */
  *draw(buffer: Buffer, status: string, prompts = false): Coroutine<void> {
    this.#follow(buffer);
    let output = '';
    for (let row = 0; row < this.rows; row += 1) {
      const line = buffer.lines[this.top + row];
      const text = line === undefined ? '~' : shown(line).slice(this.#left, this.#left + this.columns);
      if (this.#before[row] === text) continue;
      this.#before[row] = text;
      output += `\x1b[${row + 1};1H${text}\x1b[K`;
    }
    if (status !== this.#status) output += `\x1b[${this.rows + 1};1H\x1b[K${status}`;
    this.#status = status;
    const column = shown(buffer.line.slice(0, buffer.col)).length - this.#left + 1;
    if (prompts) output += `\x1b[${this.rows + 1};${status.length + 1}H`;
    else output += `\x1b[${buffer.row - this.top + 1};${column}H`;
    yield* this.#context.write(1, output);
  }

  /** Scrolls so that the cursor can be seen. */
  #follow(buffer: Buffer): void {
    const { rows, columns } = this;
    if (buffer.row < this.top)
      this.top = this.top - buffer.row > rows ? Math.max(0, buffer.row - (rows >> 1)) : buffer.row;
    else if (buffer.row >= this.top + rows) {
      const isFar = buffer.row - this.top > rows * 2;
      this.top = isFar ? buffer.row - (rows >> 1) : buffer.row - rows + 1;
    }
    const column = shown(buffer.line.slice(0, buffer.col)).length;
    if (column < this.#left) this.#left = column;
    else if (column >= this.#left + columns) this.#left = column - columns + 1;
  }
}
