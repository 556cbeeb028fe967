import type { ContainerSpace, Kernel, ProcessHandle } from '@podlab/shell';
import type { ExecSession } from '../apiserver/exchange.ts';
import { starterThreads } from './starter-threads.ts';

/** What is to be run in a container that runs already. */
export interface ExecProcess {
  readonly argv: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
}

interface Environment {
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: { readonly uid: number; readonly gid: number };
}

type Sink = Parameters<ExecSession['subscribe']>[0];

/**
 * Starts the process; its output is kept until somebody subscribes.
 * @throws StartError
 */
export function createExecSession(
  kernel: Kernel,
  space: ContainerSpace,
  { argv, stdin, tty, env, workingDirectory, user }: ExecProcess & Environment,
): ExecSession {
  let sink: Sink | undefined;
  let early: ((to: Sink) => void)[] = [];
  let hasEnded = false;
  const tell = (message: (to: Sink) => void) => {
    if (sink) message(sink);
    else early.push(message);
  };
  const input = stdin ? kernel.createInput() : undefined;
  const process: ProcessHandle = space.start({
    argv,
    env: tty ? { ...env, TERM: 'xterm' } : env,
    workingDirectory,
    user,
    starterThreads: starterThreads.exec,
    ...(input && { stdin: input }),
    ...(tty && { terminal: { columns: 80, rows: 24 } }),
    stdout: (chunk) => tell((to) => to.stdout(chunk)),
    stderr: (chunk) => tell((to) => to.stderr(chunk)),
    onExit: ({ code }) => {
      hasEnded = true;
      tell((to) => to.exit(code));
    },
  });
  return {
    writeStdin: (chunk) => input?.write(chunk),
    endStdin: () => input?.end(),
    resize: (size) => process.resizeTerminal(size),
    detach: () => {
      input?.end();
      if (tty && !hasEnded) process.signal('HUP', 'runtime');
    },
    subscribe: (to) => {
      sink = to;
      const missed = early;
      early = [];
      for (const message of missed) message(to);
    },
  };
}
