import type { ProcessContext } from '../process/context.ts';
import type { Process, Coroutine } from '../process/process.ts';
import { findSignal, signalNumbers } from '../process/signals.ts';
import { applet } from './applet.ts';
import { formatTime } from './date-format.ts';
import { parseDuration } from './duration.ts';
import { parseOptions } from './options.ts';
import { commandLine } from './ps.ts';
import { compileRegExp } from './regular-expression/compile.ts';
import { becomeProgram, endOf, startProgram, waitFor } from './run-others.ts';
import { zoneAt } from './time-zone.ts';
import { complainUsage } from './usage.ts';

function others(context: ProcessContext): Process[] {
  return [...context.container.processes.values()].filter((process) => process !== context.process && !process.status);
}

/** Pids of programs by name, the newest first. */
export const pidof = applet('pidof', function* (context, args) {
  const options = yield* parseOptions(context, args, '');
  if (!options) return 1;
  const found = others(context).filter((process) => options.rest.includes(process.command));
  if (found.length === 0) return 1;
  yield* context.write(
    1,
    `${found
      .reverse()
      .map(({ pid }) => pid)
      .join(' ')}\n`,
  );
  return 0;
});

function patternApplet(name: 'pgrep' | 'pkill') {
  return applet(name, function* (context, args) {
    const signalArgument =
      name === 'pkill' ? args.find((argument) => /^-(SIG)?([A-Z]{3,}\d?|\d+)$/.test(argument)) : undefined;
    const options = yield* parseOptions(
      context,
      args.filter((argument) => argument !== signalArgument),
      'lafonvxs:P:u:',
    );
    if (!options) return 1;
    const pattern = options.rest[0];
    const parent = options.value('P');
    if (pattern === undefined && parent === undefined) return yield* complainUsage(context);
    const regex = compileRegExp(pattern ?? '', true, '');
    const fits = (subject: string) => {
      const match = regex.exec(subject);
      return match !== null && (!options.has('x') || match[0] === subject);
    };
    let found = others(context).filter((process) => {
      const subject = options.has('f') ? commandLine(process) : process.command;
      const matches = pattern === undefined || fits(subject);
      return matches !== options.has('v') && (parent === undefined || process.parent?.pid === Number(parent));
    });
    if (options.has('o')) found = found.slice(0, 1);
    if (options.has('n')) found = found.slice(-1);
    if (found.length === 0) return 1;
    const signal = findSignal(signalArgument?.slice(1) ?? 'TERM');
    for (const process of found) {
      if (name === 'pkill') yield* context.kill(process.pid, signal);
      else if (options.has('l')) context.print(`${process.pid} ${process.command}\n`);
      else context.print(options.has('a') ? `${process.pid} ${commandLine(process)}\n` : `${process.pid}\n`);
    }
    return 0;
  });
}

export const pgrep = patternApplet('pgrep');
export const pkill = patternApplet('pkill');

/** Runs a program that ^C and a hangup of the terminal do not touch. */
export const nohup = applet('nohup', function* (context, args) {
  if (args.length === 0) {
    yield* complainUsage(context);
    return 127;
  }
  context.onSignal('HUP', 'ignore');
  if (context.isTerminal(1)) {
    const file = context.files.openFile('nohup.out', { write: true, create: true, append: true });
    yield* context.complain('nohup: appending output to nohup.out');
    context.process.descriptors.set(1, file);
    if (context.isTerminal(2)) context.process.descriptors.set(2, file);
  }
  return yield* becomeProgram(context, args, 'nohup: ');
});

/** Runs a program in a session of its own. */
export const setsid = applet('setsid', function* (context, args) {
  const options = yield* parseOptions(context, leading(args, 0), 'c');
  if (!options) return 1;
  const argv = args.slice(leading(args, 0).length);
  if (argv.length === 0) return yield* complainUsage(context);
  const leave = (process: Process) => {
    process.session = { id: process.pid, terminal: undefined };
    process.group = process.pid;
  };
  if (context.process.group === context.pid) {
    context.fork(function* (child) {
      leave(child.process);
      return yield* becomeProgram(child, argv, 'setsid: ');
    });
    return 0;
  }
  leave(context.process);
  return yield* becomeProgram(context, argv, 'setsid: ');
});

function leading(args: readonly string[], start: number): string[] {
  let end = start;
  while (end < args.length && args[end]?.startsWith('-')) end += 1;
  return args.slice(start, end);
}

/** How long a program takes: -p as POSIX has it, -v with everything, -f FORMAT; -o FILE, -a adds to it. */
export const time = applet('time', function* (context, args) {
  const options = yield* parseOptions(context, args, '+vpao:f:');
  if (!options) return 1;
  const argv = options.rest;
  if (argv.length === 0) return yield* complainUsage(context);
  const file = options.value('o');
  const append = options.has('a');
  const fd =
    file === undefined ? 2 : context.files.open(file, { write: true, create: true, append, truncate: !append });
  const startMs = context.nowMs();
  const { code, signal } = yield* endOf(context, startProgram(context, argv));
  // What a signal ended gives the signal's number.
  const status = signal === undefined ? code : signalNumbers[signal];
  const seconds = (context.nowMs() - startMs) / 1000;
  const clock = `${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s`;
  const text = options.has('p')
    ? `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00`
    : options.has('v')
      ? `\tCommand being timed: "${argv.join(' ')}"\n\tUser time (seconds): 0.00\n\tSystem time (seconds): 0.00\n\tElapsed (wall clock) time (h:mm:ss or m:ss): ${clock}\n\tExit status: ${status}`
      : options.has('f')
        ? timeText(options.value('f') ?? '', seconds, argv, status)
        : `real\t${clock}\nuser\t0m 0.00s\nsys\t0m 0.00s`;
  const end = signal === undefined ? 'exited with non-zero status' : 'terminated by signal';
  const failure = status === 0 ? '' : `Command ${end} ${status}\n`;
  yield* context.write(fd, `${failure}${text}\n`);
  return status;
});

/** A format of `time -f`. What the kernel would count (memory, faults, switches) is 0. */
function timeText(format: string, seconds: number, argv: readonly string[], status: number): string {
  return format.replace(/%(.?)|\\([tn\\])/gs, (all, letter: string | undefined, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped === 't' ? '\t' : escaped === 'n' ? '\n' : '\\';
    if (letter === 'e' || letter === 'U' || letter === 'S') return (letter === 'e' ? seconds : 0).toFixed(2);
    if (letter === 'E') return `${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s`;
    if (letter === 'C') return argv.join(' ');
    if (letter === 'x') return String(status);
    if (letter === 'P') return '0%';
    if (letter === '%') return '%';
    return letter !== undefined && 'cDFIkKMOprRstwWX'.includes(letter) && letter !== '' ? '0' : `?${all.slice(1)}`;
  });
}

/** Runs a program with another niceness, or tells the current one. */
export const nice = applet('nice', function* (context, args) {
  if (args.length === 0) {
    yield* context.write(1, `${context.process.nice}\n`);
    return 0;
  }
  const [, digits] = /^-n?(-?\d+)$/.exec(args[0] ?? '') ?? [];
  const value = args[0] === '-n' ? args[1] : digits;
  if (value !== undefined && !/^-?\d+$/.test(value)) {
    yield* context.complain(`nice: invalid number '${value}'`);
    return 1;
  }
  context.process.nice += Number(value ?? 10);
  const argv = args.slice(args[0] === '-n' ? 2 : digits === undefined ? 0 : 1);
  if (argv.length === 0) return yield* complainUsage(context);
  return yield* becomeProgram(context, argv, 'nice: ');
});

/** Sleeps for microseconds. */
export const usleep = applet('usleep', function* (context, args) {
  if (args[0] === undefined) return yield* complainUsage(context);
  if (!/^\d+$/.test(args[0])) {
    yield* context.complain(`usleep: invalid number '${args[0]}'`);
    return 1;
  }
  yield* context.sleep(Math.ceil(Number(args[0]) / 1000));
  return 0;
});

/** Runs a program again and again: -n SECONDS, -t without the title. */
export const watch = applet('watch', function* (context, args) {
  const options = yield* parseOptions(context, watchOptions(args), 'n:t');
  if (!options) return 1;
  const argv = args.slice(watchOptions(args).length);
  if (argv.length === 0) return yield* complainUsage(context);
  const period = parseDuration(options.value('n') ?? '2');
  if (period === undefined) {
    yield* context.complain(`watch: invalid number '${options.value('n') ?? ''}'`);
    return 1;
  }
  const command = argv.join(' ');
  for (;;) yield* showOnce(context, command, options.value('n') ?? '2', !options.has('t'), period);
});

function watchOptions(args: readonly string[]): string[] {
  let end = 0;
  while (end < args.length && args[end]?.startsWith('-')) end += args[end] === '-n' ? 2 : 1;
  return args.slice(0, end);
}

function* showOnce(
  context: ProcessContext,
  command: string,
  period: string,
  titled: boolean,
  ms: number,
): Coroutine<void> {
  const head = `Every ${Number(period).toFixed(1)}s: ${command}`;
  const columns = context.process.session.terminal?.size.columns ?? 80;
  const time = formatTime(context.nowMs(), '%Y-%m-%d %H:%M:%S', zoneAt(context.env.get('TZ'), context.nowMs()));
  const room = columns - time.length - 1;
  const title = titled ? `${head.slice(0, Math.max(0, room)).padEnd(room)}${time}\n\n` : '';
  yield* context.write(1, `\x1b[H\x1b[J${title}`);
  yield* waitFor(context, startProgram(context, ['sh', '-c', command]));
  yield* context.sleep(ms);
}
