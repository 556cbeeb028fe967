import { bytesOf, fromUnicode } from '../files/bytes.ts';
import { HostStream } from '../files/stream.ts';
import { runHostedShell } from '#applets';
import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import { WaitQueue } from '../process/wait-queue.ts';

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

/** What a host gives a shell, and the shell has not taken yet. */
export interface HostedInput {
  readonly lines: string[];
  /** Wakes a shell that waits for a line. */
  readonly changed: WaitQueue;
  /** What programs read. Each line begins a new one. */
  stream: HostStream;
  /** Lines that were begun. */
  pending: string;
  /** Of the shell's process; undefined: it has not begun. */
  context: ProcessContext | undefined;
}

/** Makes a shell without a terminal: no echo, no prompt in its output, standard output and error apart. */
export function createLineShell(options: LineShellOptions): LineShell {
  const input: HostedInput = {
    lines: [],
    changed: new WaitQueue(),
    stream: new HostStream(),
    pending: '',
    context: undefined,
  };
  return {
    program: { name: 'sh', run: (context) => runHostedShell(context, options, input) },
    give: (line) => {
      input.lines.push(line);
      input.changed.wakeAll();
    },
    type: (text) => {
      if (text === undefined) input.stream.end();
      else input.stream.write(bytesOf(fromUnicode(text)));
    },
    interrupt: () => {
      input.pending = '';
      const { context } = input;
      context?.container.sendToGroup(context.process.group, 'INT');
    },
  };
}
