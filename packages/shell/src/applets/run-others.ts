import { SystemError } from '../files/errno.ts';
import { findSignal, signalNumbers } from '../process/signals.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { parseDuration } from './duration.ts';
import { parseOptions } from './options.ts';

/** Starts a program found on PATH as a child. The child says why when it cannot. */
export function startProgram(context: ProcessContext, argv: readonly string[]): number {
  const { command } = context.process;
  return context.fork(function* (child) {
    const name = argv[0] ?? '';
    const path = child.env.get('PATH') ?? '/sbin:/usr/sbin:/bin:/usr/bin';
    const file = name.includes('/') ? name : child.searchPath(name, path);
    try {
      if (file === undefined) throw new SystemError('ENOENT');
      return child.execute(file, argv, child.env);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* child.complain(
        `${command}: ${command === 'timeout' ? `can't execute '${name}'` : name}: ${error.message}`,
      );
      return error.code === 'ENOENT' ? 127 : 126;
    }
  });
}

/** Waits for a child. @returns its exit code */
export function* waitFor(context: ProcessContext, pid: number): Coroutine<number> {
  const report = yield* context.wait({ pid, uninterruptible: true });
  return report && typeof report.status === 'object' ? report.status.code : 0;
}

/** Runs a program and signals it after a time: -s SIGNAL, -k SECONDS. */
export const timeout = applet('timeout', function* (context, args) {
  const end = args.findIndex((argument, index) => !argument.startsWith('-') && !/^-[sk]$/.test(args[index - 1] ?? ''));
  const options = yield* parseOptions(context, args.slice(0, Math.max(end, 0)), 's:k:');
  if (!options || end < 0) return 1;
  const [duration = '', ...argv] = args.slice(end);
  const ms = parseDuration(duration);
  const signal = findSignal(options.value('s') ?? 'TERM');
  if (ms === undefined || !signal) {
    yield* context.complain(
      ms === undefined ? `timeout: invalid number '${duration}'` : `timeout: bad signal name '${options.value('s')}'`,
    );
    return 1;
  }
  const pid = startProgram(context, argv);
  const killMs = parseDuration(options.value('k') ?? '');
  let hasTimedOut = false;
  const { timers } = context.container.scheduler;
  const send = (name: typeof signal) => {
    const child = context.container.processes.get(pid);
    if (child) context.container.send(child, name, 'inside');
  };
  const timer = timers.schedule(ms, () => {
    hasTimedOut = true;
    send(signal);
  });
  const killer = killMs === undefined ? undefined : timers.schedule(ms + killMs, () => send('KILL'));
  const code = yield* waitFor(context, pid);
  timer.cancel();
  killer?.cancel();
  if (hasTimedOut && code === 128 + signalNumbers[signal]) return 128 + signalNumbers[signal];
  return code;
});

/** Runs a program with arguments that come on standard input: -n -I -0 -r -t -d -L. */
export const xargs = applet('xargs', function* (context, args) {
  const takesValue = new Set(['-n', '-I', '-L', '-s', '-P', '-d', '-E']);
  let end = 0;
  while (end < args.length && args[end]?.startsWith('-')) end += takesValue.has(args[end] ?? '') ? 2 : 1;
  const options = yield* parseOptions(context, args.slice(0, end), 'n:I:L:s:P:d:E:0rtpx');
  if (!options) return 1;
  const argv = args.slice(end);
  if (argv.length === 0) argv.push('echo');
  const text = yield* context.readAll(0);
  const replaced = options.value('I');
  const items = splitItems(
    text,
    options.has('0') ? '\0' : (options.value('d') ?? (replaced === undefined ? undefined : '\n')),
  );
  const size = replaced === undefined ? Number(options.value('n') ?? Number.POSITIVE_INFINITY) : 1;
  let status = 0;
  if (items.length === 0 && (options.has('r') || replaced !== undefined)) return 0;
  for (let index = 0; index === 0 || index < items.length; index += size) {
    const batch = items.slice(index, index + size);
    const command =
      replaced === undefined ? [...argv, ...batch] : argv.map((part) => part.replaceAll(replaced, batch[0] ?? ''));
    if (options.has('t')) yield* context.complain(command.join(' '));
    const code = yield* waitFor(context, startProgram(context, command));
    if (code === 126 || code === 127) return code;
    if (code === 255) return 124;
    if (code !== 0) status = 123;
    if (size === Number.POSITIVE_INFINITY) break;
  }
  return status;
});

function splitItems(text: string, delimiter: string | undefined): string[] {
  if (delimiter !== undefined) {
    const parts = text.split(delimiter);
    if (parts.at(-1) === '') parts.pop();
    return delimiter === '\n' ? parts.map((part) => part.trimStart()).filter((part) => part !== '') : parts;
  }
  const items: string[] = [];
  for (const match of text.matchAll(/(?:'[^']*'|"[^"]*"|\\[^]|[^\s'"\\])+/g)) {
    items.push(match[0].replace(/'([^']*)'|"([^"]*)"|\\([^])/g, (_all, a, b, c) => a ?? b ?? c));
  }
  return items;
}
