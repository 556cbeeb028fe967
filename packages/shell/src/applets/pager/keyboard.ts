import { textOf } from '../../files/bytes.ts';
import { SystemError } from '../../files/errno.ts';
import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';

const keyPattern = /\u001b\[[0-9;]*[A-Za-z~]|\u001bO[A-Z]|[^]/g;

/** The keys of the terminal, whatever standard input is. */
export class Keyboard {
  readonly #context: ProcessContext;
  readonly #fd: number;
  #keys: string[] = [];

  private constructor(context: ProcessContext, fd: number) {
    this.#context = context;
    this.#fd = fd;
  }

  /** @returns undefined without a terminal */
  static open(context: ProcessContext): Keyboard | undefined {
    if (!context.terminal) return undefined;
    try {
      const keyboard = new Keyboard(context, context.files.open('/dev/tty'));
      context.terminal.raw = true;
      return keyboard;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return undefined;
    }
  }

  /** The next key: a character or an escape sequence; Enter is `\n`. @returns undefined when there will be none */
  *next(): Coroutine<string | undefined> {
    yield* this.#context.flush();
    while (this.#keys.length === 0) {
      const bytes = yield* this.#context.read(this.#fd);
      if (bytes.length === 0) return undefined;
      this.#keys = textOf(bytes).match(keyPattern) ?? [];
    }
    const key = this.#keys.shift();
    return key === '\r' ? '\n' : key;
  }

  /** Leaves the terminal as it was, and to the next reader what was typed ahead. */
  close(): void {
    const { terminal, process } = this.#context;
    process.descriptors.close(this.#fd);
    if (!terminal) return;
    terminal.raw = false;
    terminal.giveBack(this.#keys.splice(0).join(''));
  }
}
