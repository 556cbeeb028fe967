import { textOf } from '../../../files/bytes.ts';
import { SystemError } from '../../../files/errno.ts';
import type { ProcessContext } from '../../../process/context.ts';
import type { Coroutine } from '../../../process/process.ts';

/** Keys that send a sequence, by that sequence. */
const sequences: Readonly<Record<string, string>> = {
  '\x1b[A': 'up',
  '\x1b[B': 'down',
  '\x1b[C': 'right',
  '\x1b[D': 'left',
  '\x1bOA': 'up',
  '\x1bOB': 'down',
  '\x1bOC': 'right',
  '\x1bOD': 'left',
  '\x1b[H': 'home',
  '\x1bOH': 'home',
  '\x1b[1~': 'home',
  '\x1b[F': 'end',
  '\x1bOF': 'end',
  '\x1b[4~': 'end',
  '\x1b[3~': 'delete',
  '\x1b[2~': 'insert',
  '\x1b[5~': 'pageup',
  '\x1b[6~': 'pagedown',
};

const keyPattern = /\u001b\[[0-9;]*[A-Za-z~]|\u001bO[A-Z]|[^]/g;

/** The end of the input: nobody types any more. */
export class InputEnded extends Error {
  override readonly name = 'InputEnded';
}

/** What is typed, key by key: characters as they are, other keys by name (`up`, `delete`). */
export class Keyboard {
  readonly #context: ProcessContext;
  readonly #waiting: string[] = [];
  /** Keys since the last command began. */
  readonly recorded: string[] = [];

  constructor(context: ProcessContext) {
    this.#context = context;
  }

  /** Puts keys before those that are typed: they are typed again. */
  replay(keys: readonly string[]): void {
    this.#waiting.unshift(...keys);
  }

  /** Whether keys are there that have not been taken. */
  get isAhead(): boolean {
    return this.#waiting.length > 0;
  }

  /** The next key. Throws InputEnded. */
  *next(): Coroutine<string> {
    while (this.#waiting.length === 0) {
      try {
        const bytes = yield* this.#context.read(0);
        if (bytes.length === 0) throw new InputEnded();
        for (const key of textOf(bytes).match(keyPattern) ?? []) this.#waiting.push(sequences[key] ?? key);
      } catch (error) {
        if (!(error instanceof SystemError) || error.code !== 'EINTR') throw error;
        this.#context.takeSignal();
      }
    }
    const key = this.#waiting.shift() ?? '';
    this.recorded.push(key);
    return key;
  }
}
