import { textOf } from '../files/bytes.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine, Process } from '../process/process.ts';
import { memoryKib, processState } from '../process/proc-files.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { commandLine } from './ps.ts';
import { userName } from './users.ts';

/** What keys change. */
interface View {
  /** By what processes are sorted: `p` their share of the processor, `m` memory, `t` time, `n` number. */
  order: string;
  isInverted: boolean;
  /** The first row that is shown. */
  from: number;
}

/** The busiest processes: -b -n N -d SECONDS. Without -b it goes on until `q` or ^C; N, M, P and T sort, R turns the order. */
export const top = applet('top', function* (context, args) {
  const options = yield* parseOptions(context, args, 'bn:d:mH');
  if (!options) return 1;
  const isBatch = options.has('b');
  const rounds = Number(options.value('n') ?? Number.POSITIVE_INFINITY);
  const seconds = Number(options.value('d') ?? 5);
  const view: View = { order: 'p', isInverted: false, from: 0 };
  const before = new Map<number, number>();
  const { terminal } = context;
  const size = isBatch ? undefined : terminal?.size;
  if (terminal && !isBatch) terminal.raw = true;
  try {
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0 && (yield* pause(context, seconds * 1000, view, isBatch)) === 'quit') {
        context.print('\n');
        return 0;
      }
      if (!isBatch) context.print('\x1b[H\x1b[J');
      show(context, before, view, size);
      yield* context.flush();
    }
    return 0;
  } finally {
    if (terminal && !isBatch) terminal.raw = false;
  }
});

function show(
  context: ProcessContext,
  before: Map<number, number>,
  view: View,
  size: { readonly columns: number; readonly rows: number } | undefined,
): void {
  const { container } = context;
  container.current = context.process;
  const { total, free, buffers, cached } = memoryKib;
  const all = [...container.processes.values()];
  const running = all.filter((process) => processState(process, container) === 'R').length;
  context.print(`Mem: ${total - free}K used, ${free}K free, 0K shrd, ${buffers}K buff, ${cached}K cached\n`);
  context.print('CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq\n');
  context.print(`Load average: 0.00 0.00 0.00 ${running}/${all.length} ${context.pid}\n`);
  const title = '  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND';
  context.print(size ? `\x1b[7m${title}\x1b[m` : title);
  const used = new Map(all.map(({ pid, steps }) => [pid, steps - (before.get(pid) ?? 0)]));
  for (const { pid, steps } of all) before.set(pid, steps);
  const rank: Readonly<Record<string, (process: Process) => number>> = {
    n: ({ pid }) => pid,
    t: ({ steps }) => steps,
  };
  const keyOf = rank[view.order] ?? (({ pid }: Process) => used.get(pid) ?? 0);
  const sorted = all.sort((a, b) => keyOf(b) - keyOf(a) || a.pid - b.pid);
  if (view.isInverted) sorted.reverse();
  view.from = Math.max(0, Math.min(view.from, sorted.length - 1));
  const rows = sorted.slice(view.from, size ? view.from + size.rows - 4 : undefined);
  for (const process of rows) {
    const line = rowOf(context, process);
    context.print(`\n${size ? line.slice(0, size.columns - 1) : line}`);
  }
  // The line of the last process is not ended on a terminal, so that nothing scrolls.
  context.print(size ? '\r' : '\n');
}

function rowOf(context: ProcessContext, process: Process): string {
  const user = userName(context, process.user.uid).slice(0, 8).padEnd(8);
  const state = processState(process, context.container).padEnd(4);
  const ids = `${String(process.pid).padStart(5)} ${String(process.parent?.pid ?? 0).padStart(5)}`;
  return `${ids} ${user} ${state}  4408   0%   0% ${commandLine(process)}`;
}

/** Waits until the next round; a key that changes what is shown ends the wait. */
function* pause(context: ProcessContext, ms: number, view: View, isBatch: boolean): Coroutine<'quit' | undefined> {
  const { terminal, process } = context;
  if (!terminal || isBatch) {
    yield* context.sleep(ms);
    return undefined;
  }
  const until = context.nowMs() + ms;
  while (context.nowMs() < until) {
    if (terminal.isReadable()) {
      const typed = textOf(terminal.read(64) ?? new Uint8Array(0));
      if (typed === '') return 'quit';
      for (const key of typed.match(/\x1b\[[0-9;]*[A-Za-z~]|[^]/g) ?? []) {
        if (press(key, view, terminal.size.rows) === 'quit') return 'quit';
      }
      return undefined;
    }
    yield* process.blockUntil(until, terminal.changed);
  }
  return undefined;
}

function press(key: string, view: View, rows: number): 'quit' | undefined {
  const letter = key.toLowerCase();
  if (letter === 'q' || key === '\x03' || key === '\x04') return 'quit';
  if ('nmpt'.includes(letter)) view.order = letter;
  else if (letter === 'r') view.isInverted = !view.isInverted;
  else {
    const half = Math.floor(rows / 2);
    const steps: Readonly<Record<string, number>> = {
      '\x1b[A': -1,
      '\x1b[B': 1,
      '\x1b[5~': -half,
      '\x1b[6~': half,
      '\x1b[H': Number.NEGATIVE_INFINITY,
      '\x1b[F': Number.POSITIVE_INFINITY,
    };
    view.from += steps[key] ?? 0;
  }
  return undefined;
}
