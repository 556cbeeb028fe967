import { SystemError } from '../files/errno.ts';
import type { OpenFile } from '../files/open-file.ts';
import type { HostStream } from '../files/stream.ts';
import { bytesOf, textOf } from '../files/bytes.ts';
import type { SignalName } from '../ports.ts';
import { WaitQueue } from '../process/wait-queue.ts';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalOptions {
  readonly size: TerminalSize;
  readonly input: HostStream | undefined;
  readonly output: (chunk: Uint8Array) => void;
  /** Sends a signal to the processes of a group. */
  readonly signal: (group: number, signal: SignalName) => void;
}

const nothing = new Uint8Array(0);
const signalKeys: Readonly<Record<string, SignalName>> = { '\x03': 'INT', '\x1c': 'QUIT', '\x1a': 'TSTP' };

/**
 * A terminal: what is typed is echoed and gathered into lines that can be edited (^H, ^U, ^W), ^C, ^\ and ^Z are
 * signals to the foreground process group, ^D ends the input. In raw mode every key goes to the reader as it is.
 */
export class Terminal {
  readonly changed = new WaitQueue();
  size: TerminalSize;
  /** The process group that reads from it and that keys signal. */
  foreground = 0;
  raw = false;
  /** What is typed is not shown, as `read -s` wants it. */
  silent = false;
  /** Every key is read at once, as `read -n` wants it; it is shown, and the keys that signal do. */
  keyByKey = false;
  readonly #options: TerminalOptions;
  /** Lines (or, raw, keys) that may be read; `undefined` stands for an end of input. */
  readonly #ready: (Uint8Array | undefined)[] = [];
  #line = '';
  #ended = false;
  readonly #listener = { wake: () => this.#take() };

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.size = options.size;
    options.input?.changed.add(this.#listener);
  }

  resize(size: TerminalSize): void {
    this.size = size;
  }

  /** Takes what a process writes: `\n` becomes `\r\n`. */
  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (!bytes.includes(10)) {
      this.#options.output(bytes);
      return;
    }
    this.#options.output(bytesOf(textOf(bytes).replaceAll('\n', '\r\n')));
  }

  /** Whether a read would not block. */
  isReadable(): boolean {
    this.#take();
    return this.#ready.length > 0 || this.#ended;
  }

  read(max: number): Uint8Array | undefined {
    this.#take();
    if (this.#ready.length === 0) return this.#ended ? nothing : undefined;
    const first = this.#ready[0];
    if (first && first.length > max) {
      this.#ready[0] = first.subarray(max);
      return first.subarray(0, max);
    }
    this.#ready.shift();
    return first ?? nothing;
  }

  /** Typed ahead: keys that a line editor took but did not use. */
  giveBack(keys: string): void {
    for (const key of keys) this.#key(key);
  }

  #take(): void {
    const { input } = this.#options;
    if (!input) return;
    for (;;) {
      const bytes = input.read(65_536);
      if (!bytes) break;
      if (bytes.length === 0) {
        this.#ended = true;
        this.changed.wakeAll();
        return;
      }
      if (this.raw) {
        this.#ready.push(bytes);
        this.changed.wakeAll();
      } else for (const char of textOf(bytes)) this.#key(char);
    }
    input.changed.add(this.#listener);
  }

  #key(typed: string): void {
    const char = typed === '\r' ? '\n' : typed;
    const signal = signalKeys[char];
    if (signal) {
      this.#echo(`^${String.fromCharCode(char.charCodeAt(0) + 64)}`);
      this.#line = '';
      this.#options.signal(this.foreground, signal);
      this.changed.wakeAll();
    } else if (this.keyByKey) {
      this.#echo(char);
      this.#deliver(bytesOf(char));
    } else if (char === '\x7f' || char === '\b') this.#erase(1);
    else if (char === '\x15') this.#erase(this.#line.length);
    else if (char === '\x17') this.#erase(this.#line.length - this.#line.replace(/\S*\s*$/, '').length);
    else if (char === '\x04') this.#deliver(this.#line === '' ? undefined : bytesOf(this.#line));
    else {
      this.#line += char;
      this.#echo(char);
      if (char === '\n') this.#deliver(bytesOf(this.#line));
    }
  }

  #deliver(bytes: Uint8Array | undefined): void {
    this.#ready.push(bytes);
    this.#line = '';
    this.changed.wakeAll();
  }

  #erase(count: number): void {
    const erased = Math.min(count, this.#line.length);
    this.#line = this.#line.slice(0, this.#line.length - erased);
    this.#echo('\b \b'.repeat(erased));
  }

  #echo(text: string): void {
    if (text !== '' && !this.silent) this.#options.output(bytesOf(text.replaceAll('\n', '\r\n')));
  }
}

/** A descriptor of a terminal, for reading and writing. */
export function openTerminal(terminal: Terminal, path: string): OpenFile {
  return {
    kind: 'terminal',
    path,
    references: 0,
    changed: terminal.changed,
    read: (max) => terminal.read(max),
    isReadable: () => terminal.isReadable(),
    write: (bytes) => {
      terminal.write(bytes);
      return bytes.length;
    },
    close: () => {},
    seek: () => {
      throw new SystemError('ESPIPE');
    },
  };
}
