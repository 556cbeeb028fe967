import { textOf } from '../../files/bytes.ts';
import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import { awkRegExp } from './record.ts';

/** Reads records from a descriptor, as RS separates them. */
export class RecordReader {
  readonly #context: ProcessContext;
  readonly fd: number;
  #text = '';
  #at = 0;
  #ended = false;
  /** What stood between the record that `next` gave last and the one after: RT. */
  terminator = '';

  constructor(context: ProcessContext, fd: number) {
    this.#context = context;
    this.fd = fd;
  }

  /** @returns the next record; undefined at the end */
  *next(separator: string): Coroutine<string | undefined> {
    for (;;) {
      const found = this.#find(separator);
      if (found !== undefined) return found;
      if (this.#ended) break;
      yield* this.#fill();
    }
    this.terminator = '';
    if (this.#at >= this.#text.length) return undefined;
    let rest = this.#text.slice(this.#at);
    this.#at = this.#text.length;
    if (separator === '') {
      rest = rest.replace(/^\n+/, '');
      return rest === '' ? undefined : rest;
    }
    return separator.length === 1 && rest.endsWith(separator) ? rest.slice(0, -1) : rest;
  }

  *#fill(): Coroutine<void> {
    yield* this.#context.flush();
    const bytes = yield* this.#context.read(this.fd);
    if (bytes.length === 0) this.#ended = true;
    this.#text = this.#text.slice(this.#at) + textOf(bytes);
    this.#at = 0;
  }

  #find(separator: string): string | undefined {
    if (separator.length === 1) {
      const end = this.#text.indexOf(separator, this.#at);
      return end < 0 ? undefined : this.#cut(end, 1);
    }
    if (separator === '') {
      while (this.#text[this.#at] === '\n') this.#at += 1;
      const match = /\n\n+/g;
      match.lastIndex = this.#at;
      const found = match.exec(this.#text);
      if (!found || (found.index + found[0].length === this.#text.length && !this.#ended)) return undefined;
      return this.#cut(found.index, found[0].length);
    }
    const regex = awkRegExp(separator, false);
    regex.lastIndex = this.#at;
    const found = regex.exec(this.#text);
    if (!found || found[0] === '') return undefined;
    if (found.index + found[0].length === this.#text.length && !this.#ended) return undefined;
    return this.#cut(found.index, found[0].length);
  }

  #cut(end: number, size: number): string {
    const record = this.#text.slice(this.#at, end);
    this.terminator = this.#text.slice(end, end + size);
    this.#at = end + size;
    return record;
  }
}
