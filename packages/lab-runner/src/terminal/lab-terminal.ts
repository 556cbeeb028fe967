import type { createLineShell, LineShell, LineShellReady, OutputGate, ProcessSpec } from '@podlab/shell';
import type { LineCompletion } from './complete-line.ts';
import type { TerminalSize, TerminalSizes } from './terminal-sizes.ts';
import { UnshownOutput } from './unshown-output.ts';

export type TerminalTakes = 'line' | 'input' | 'keys';

export interface TerminalEvents {
  /** What is not shown in a while (`LabTerminal.shown`) holds back who writes more. */
  output(text: string, stream: 'stdout' | 'stderr' | 'notice'): void;
  /** Where what is typed goes, and what stands before the cursor of a new line. */
  changed(state: { readonly takes: TerminalTakes; readonly prompt: string }): void;
}

/** Where the output of a shell goes. */
export type ShellSinks = Pick<ProcessSpec, 'stdout' | 'stderr'> & {
  readonly gate: OutputGate;
  onExit(): void;
};

export interface LabTerminalOptions {
  readonly events: TerminalEvents;
  readonly sizes: TerminalSizes;
  readonly createShell: (
    onReady: Parameters<typeof createLineShell>[0]['onReady'],
    takeKeys: () => () => void,
  ) => LineShell;
  /** Starts the shell's process. @returns what ends it */
  readonly start: (shell: LineShell, sinks: ShellSinks) => { end(): void };
  readonly onLineEnd: () => void;
  readonly complete: (line: string, cursor: number, signal: AbortSignal) => Promise<LineCompletion>;
}

/** One terminal: a shell that is given lines, with what runs in it. A shell that ends is followed by another one. */
export class LabTerminal {
  readonly #options: LabTerminalOptions;
  readonly #waiting: ((code: number) => void)[] = [];
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly #unshown = new UnshownOutput();
  #shell: LineShell;
  #process: { end(): void };
  #ready: LineShellReady | undefined;
  /** Whether the shell has asked for its first line. */
  #hasBegun = false;
  #keys = 0;
  #completing = new AbortController();
  #isClosed = false;

  constructor(options: LabTerminalOptions) {
    this.#options = options;
    [this.#shell, this.#process] = this.#begin();
  }

  /** Runs a line after those that were given before. @returns its exit code; 130 when it was interrupted */
  run(line: string): Promise<number> {
    return new Promise((resolve) => {
      if (this.#isClosed) {
        resolve(130);
        return;
      }
      this.#waiting.push(resolve);
      this.#shell.give(line);
      this.#ready = undefined;
      this.#tell();
    });
  }

  /** Text for what runs now, or for lines that were begun; undefined ends its input. */
  type(text: string | undefined): void {
    if (this.#ready?.isContinued !== true) this.#shell.type(text);
    else if (text === undefined) this.interrupt();
    else for (const line of text.replace(/\n$/, '').split('\n')) this.#shell.give(line);
  }

  /** As Ctrl-C does. A container's terminal is sent the key. */
  interrupt(): void {
    if (this.#keys > 0) this.#shell.type('\x03');
    else this.#shell.interrupt();
  }

  complete(line: string, cursor: number): Promise<LineCompletion> {
    this.#completing.abort();
    this.#completing = new AbortController();
    return this.#options.complete(line, cursor, this.#completing.signal);
  }

  /** So many characters of its output have been shown. */
  shown(characters: number): void {
    this.#unshown.shown(characters);
  }

  resize(size: TerminalSize): void {
    this.#options.sizes.set(size);
  }

  close(): void {
    this.#isClosed = true;
    this.#completing.abort();
    this.#process.end();
    for (const end of this.#waiting.splice(0)) end(130);
  }

  #begin(): [LineShell, { end(): void }] {
    this.#hasBegun = false;
    const shell = this.#options.createShell(
      (ready) => this.#onReady(ready),
      () => this.#takeKeys(),
    );
    const process = this.#options.start(shell, {
      stdout: (chunk) => this.#print(chunk, 'stdout'),
      stderr: (chunk) => this.#print(chunk, 'stderr'),
      gate: this.#unshown,
      onExit: () => this.#onExit(),
    });
    return [shell, process];
  }

  #onReady(ready: LineShellReady): void {
    this.#ready = ready;
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    if (ready.isContinued) this.#options.events.output(ready.prompt, 'stdout');
    else if (!isFirst) {
      this.#options.onLineEnd();
      this.#waiting.shift()?.(ready.status);
    }
    if (isFirst && this.#waiting.length > 0) this.#ready = undefined;
    this.#tell();
  }

  #onExit(): void {
    if (this.#isClosed) return;
    this.#options.events.output('The shell has ended. This is a new one.\n', 'notice');
    for (const end of this.#waiting.splice(0)) end(0);
    [this.#shell, this.#process] = this.#begin();
  }

  #takeKeys(): () => void {
    this.#keys += 1;
    this.#tell();
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#keys -= 1;
      this.#tell();
    };
  }

  #print(chunk: Uint8Array, stream: 'stdout' | 'stderr'): void {
    const text = this.#decoders[stream].decode(chunk, { stream: true });
    if (text === '') return;
    this.#unshown.add(text.length);
    this.#options.events.output(text, stream);
  }

  #tell(): void {
    const takes = this.#keys > 0 ? 'keys' : this.#ready && !this.#ready.isContinued ? 'line' : 'input';
    this.#options.events.changed({ takes, prompt: this.#ready?.prompt ?? '' });
  }
}
