import { bytesOf, fromUnicode, toUnicode } from '../files/bytes.ts';
import { HostStream, openHostStream } from '../files/stream.ts';
import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { WaitQueue } from '../process/wait-queue.ts';
import { expandPrompt, runLine, tellJobs } from './interactive.ts';
import { parseScript } from './parse.ts';
import { importEnvironment } from './program.ts';
import { Shell } from './shell.ts';

export interface LineShellOptions {
  /** Programs that are found before any other, without a look at PATH. */
  readonly find: (name: string) => Program | undefined;
  /** The shell waits for a line. Called at the start, and after each. */
  readonly onReady: (ready: LineShellReady) => void;
}

export interface LineShellReady {
  /** `$?` of the line before. */
  readonly status: number;
  readonly prompt: string;
  /** What was given so far needs more lines: a loop without its `done`, a quote that is open. */
  readonly isContinued: boolean;
}

/** A shell that a host gives one line after the other, and that keeps its variables, functions and jobs between them. */
export interface LineShell {
  /** What the shell's process runs. One process only. */
  readonly program: Program;
  /** Hands over a line, when the shell is ready for one. */
  give(line: string): void;
  /** Text for what runs now; undefined ends its input. Each line has an input of its own. */
  type(text: string | undefined): void;
  /** As ^C: ends what runs in the foreground, or forgets lines that were begun. */
  interrupt(): void;
}

/** Makes a shell without a terminal: no echo, no prompt in its output, standard output and error apart. */
export function createLineShell(options: LineShellOptions): LineShell {
  const shell = new HostedShell(options);
  return {
    program: { name: 'sh', run: (context) => shell.run(context) },
    give: (line) => shell.give(line),
    type: (text) => shell.type(text),
    interrupt: () => shell.interrupt(),
  };
}

class HostedShell {
  readonly #options: LineShellOptions;
  readonly #changed = new WaitQueue();
  readonly #lines: string[] = [];
  #input = new HostStream();
  #pending = '';
  #context: ProcessContext | undefined;

  constructor(options: LineShellOptions) {
    this.#options = options;
  }

  give(line: string): void {
    this.#lines.push(line);
    this.#changed.wakeAll();
  }

  type(text: string | undefined): void {
    if (text === undefined) this.#input.end();
    else this.#input.write(bytesOf(fromUnicode(text)));
  }

  interrupt(): void {
    this.#pending = '';
    const context = this.#context;
    context?.container.sendToGroup(context.process.group, 'INT');
  }

  *run(context: ProcessContext): Coroutine<number> {
    this.#context = context;
    const shell = new Shell({ context, name: 'sh', positional: [] });
    shell.applet = this.#options.find;
    importEnvironment(shell);
    shell.variables.set('PS1', context.env.get('PS1') ?? '\\w \\$ ');
    shell.options.add('i');
    for (const signal of ['TERM', 'QUIT', 'TSTP'] as const) context.onSignal(signal, 'ignore');
    context.onSignal('INT', 'handle');
    for (;;) {
      yield* tellJobs(shell);
      this.#tellReady(shell);
      const line = yield* this.#nextLine(context);
      if (line === undefined) {
        shell.status = 130;
        continue;
      }
      this.#pending += `${fromUnicode(line)}\n`;
      if (parseScript(this.#pending).incomplete || this.#pending.endsWith('\\\n')) continue;
      const whole = this.#pending;
      this.#pending = '';
      this.#input = new HostStream();
      context.process.descriptors.set(
        0,
        openHostStream(this.#input, `pipe:[${context.container.scheduler.nextInode()}]`),
      );
      const ended = yield* runLine(shell, whole);
      if (ended !== undefined) return ended;
    }
  }

  #tellReady(shell: Shell): void {
    const isContinued = this.#pending !== '';
    const prompt = expandPrompt(shell, shell.variables.get(isContinued ? 'PS2' : 'PS1') ?? '');
    this.#options.onReady({ status: shell.status, prompt: toUnicode(prompt), isContinued });
  }

  /** @returns undefined when ^C came instead */
  *#nextLine(context: ProcessContext): Coroutine<string | undefined> {
    for (;;) {
      if (context.takeSignal() === 'INT') return undefined;
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      yield* context.process.block(this.#changed);
    }
  }
}
