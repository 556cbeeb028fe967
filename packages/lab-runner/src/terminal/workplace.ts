import type { Clock, Random } from '@podlab/apimachinery';
import { completeKubectl } from '@podlab/kubectl';
import type { KubeTransport } from '@podlab/kube-client';
import {
  type ContainerSpace,
  createKernel,
  createLineShell,
  installBusybox,
  type Kernel,
  type Program,
} from '@podlab/shell';
import type { PromptedLab } from '../prompt/lab-words.ts';
import { completeLine, type LineCompletion } from './complete-line.ts';
import { Home, type HomeFiles } from './home.ts';
import { HostTimers } from './host-timers.ts';
import { LabTerminal, type ShellSinks, type TerminalEvents } from './lab-terminal.ts';
import { createPrograms, programNames } from './programs.ts';
import { TerminalSizes } from './terminal-sizes.ts';

export interface WorkplaceOptions {
  /** The cluster's time as its clients see it; it may be another cluster's after a reset. */
  readonly clock: Clock;
  readonly yieldToHost: () => Promise<void>;
  readonly random: Random;
  readonly prompted: PromptedLab;
  /** Delegates to the cluster as it is now. */
  readonly transport: KubeTransport;
  readonly namespace: string;
  readonly files: HomeFiles;
  /** A program changed a file. */
  readonly onFilesChange: () => void;
}

/** Where a learner works beside a cluster: a folder, and shells in it. Nothing in it is on the host. */
export interface Workplace {
  readonly home: Home;
  openTerminal(events: TerminalEvents): LabTerminal;
  /** Ends everything that runs. */
  close(): void;
}

const homePath = '/home/lab';
const shellPath = '/usr/local/bin/lab-shell';
/** What the shell's programs can run too, such as `xargs`, `watch` and scripts. */
const filedPrograms = ['kubectl', 'k'];
const builtins = [
  'alias',
  'bg',
  'cd',
  'echo',
  'exit',
  'export',
  'fg',
  'jobs',
  'read',
  'set',
  'source',
  'type',
  'unset',
  'wait',
];

export function openWorkplace(options: WorkplaceOptions): Workplace {
  const timers = new HostTimers(options);
  const kernel = createKernel({ timers, random: options.random });
  const home = new Home(kernel, options.files, options.onFilesChange);
  const space = createSpace(kernel, home);
  const terminals = new Set<LabTerminal>();
  const finders = new Map<string, ProgramFinder>();
  for (const name of filedPrograms) space.files.addProgram(`/usr/local/bin/${name}`, programOfTerminal(name, finders));
  const names = [...new Set([...programNames(), ...builtins])].sort();
  return {
    home,
    openTerminal: (events) => {
      const sizes = new TerminalSizes();
      const tty = `/dev/pts/${finders.size}`;
      const shell = (onReady: Parameters<typeof createLineShell>[0]['onReady'], takeKeys: () => () => void) => {
        const find = createPrograms({ ...options, sizes, takeKeys });
        finders.set(tty, find);
        return createLineShell({ find, onReady });
      };
      const terminal = new LabTerminal({
        events,
        sizes,
        createShell: shell,
        start: (line, sinks) => startShell(space, line, { ...sinks, tty }),
        onLineEnd: () => home.look(),
        complete: (line, cursor, signal) => complete(options, { line, cursor, names, home, signal }),
      });
      terminals.add(terminal);
      return terminal;
    },
    close: () => {
      for (const terminal of terminals) terminal.close();
      timers.stop();
      space.destroy();
    },
  };
}

function createSpace(kernel: Kernel, home: Home): ContainerSpace {
  const image = kernel.createVolume();
  installBusybox(image);
  const space = kernel.createContainer({
    hostname: 'lab',
    image,
    mounts: [{ path: homePath, volume: home.volume }],
  });
  // PID 1 holds the shells' place: when it ends, all do.
  const keeper = function* (process: { pause(): Generator<void, void, void> }): Generator<void, number, void> {
    for (;;) yield* process.pause();
  };
  space.files.addProgram('/sbin/keeper', { name: 'keeper', run: keeper });
  space.start({
    argv: ['/sbin/keeper'],
    env: {},
    stdout: () => undefined,
    stderr: () => undefined,
    onExit: () => undefined,
  });
  return space;
}

type ProgramFinder = (name: string) => Program | undefined;

/** The program of the terminal that a process belongs to, as a file that every process finds. */
function programOfTerminal(name: string, finders: ReadonlyMap<string, ProgramFinder>): Program {
  return {
    name,
    run(context) {
      const find = finders.get(context.env.get('TTY') ?? '') ?? [...finders.values()].at(-1);
      const program = find?.(name);
      if (!program) throw new Error(`no terminal has a program ${name}`);
      return program.run(context);
    },
  };
}

function startShell(
  space: ContainerSpace,
  shell: ReturnType<typeof createLineShell>,
  { tty, ...sinks }: ShellSinks & { readonly tty: string },
): { end(): void } {
  space.files.addProgram(shellPath, shell.program);
  const process = space.start({
    argv: [shellPath],
    env: {
      HOME: homePath,
      USER: 'lab',
      PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
      PS1: '\\w $ ',
      TERM: 'xterm-256color',
      TTY: tty,
    },
    workingDirectory: homePath,
    ...sinks,
  });
  return { end: () => process.signal('KILL', 'runtime') };
}

function complete(
  { transport, namespace, prompted }: WorkplaceOptions,
  place: {
    readonly line: string;
    readonly cursor: number;
    readonly names: readonly string[];
    readonly home: Home;
    readonly signal: AbortSignal;
  },
): Promise<LineCompletion> {
  const { line, cursor, names, home, signal } = place;
  const open = prompted.report.steps
    .filter(({ state }) => state === 'current')
    .flatMap(({ checks }) => checks)
    .find(({ question, verdict }) => question?.choices && verdict !== 'passed');
  return completeLine(line, cursor, {
    names,
    files: home.paths(),
    answers: (open?.question?.choices ?? []).map(({ text }, index) => ({
      text: String.fromCharCode(97 + index),
      description: text,
    })),
    kubectl: (words) => completeKubectl(words, { transport, namespace, signal }),
  });
}
