import { complainUsage } from './usage.ts';
import { SystemError } from '../files/errno.ts';
import { findSignal, signalNumbers } from '../process/signals.ts';
import type { ExitStatus } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { parseDuration } from './duration.ts';
import { readFile } from './lines.ts';
import { parseOptions } from './options.ts';

/** Starts a program found on PATH as a child. The child says why when it cannot. */
export function startProgram(context: ProcessContext, argv: readonly string[]): number {
  const { command } = context.process;
  return context.fork((child) => becomeProgram(child, argv, `${command}: `));
}

/** Waits for a child. @returns its exit code */
export function* waitFor(context: ProcessContext, pid: number): Coroutine<number> {
  return (yield* endOf(context, pid)).code;
}

/** Waits for a program that was started. @returns how it ended */
export function* endOf(context: ProcessContext, pid: number): Coroutine<ExitStatus> {
  const report = yield* context.wait({ pid, uninterruptible: true });
  return report && typeof report.status === 'object' ? report.status : { code: 0 };
}

/**
 * Runs a program, and signals it after a time: -s SIGNAL, -k SECONDS. As in busybox the program takes the place of
 * `timeout` itself, and a process nobody waits for does the watching.
 */
export const timeout = applet('timeout', function* (context, args) {
  const end = args.findIndex((argument, index) => !argument.startsWith('-') && !/^-[sk]$/.test(args[index - 1] ?? ''));
  const options = yield* parseOptions(context, end < 0 ? args : args.slice(0, end), 's:k:');
  if (!options) return 1;
  if (end < 0 || end === args.length - 1) return yield* complainUsage(context);
  const [duration = '', ...argv] = args.slice(end);
  const ms = parseDuration(duration);
  const signal = findSignal(options.value('s') ?? 'TERM');
  if (ms === undefined || !signal) {
    const what = ms === undefined ? `invalid number '${duration}'` : `unknown signal '${options.value('s') ?? ''}'`;
    yield* context.complain(`timeout: ${what}`);
    return 1;
  }
  const killMs = parseDuration(options.value('k') ?? '');
  const target = context.process;
  const starter = context.fork(function* (child) {
    child.fork(function* (watcher) {
      watcher.process.descriptors.closeAll();
      yield* watcher.sleep(ms);
      if (!target.status) yield* watcher.kill(target.pid, signal);
      if (killMs === undefined) return 0;
      yield* watcher.sleep(killMs);
      if (!target.status) yield* watcher.kill(target.pid, 'KILL');
      return 0;
    });
    yield* child.breathe();
    return 0;
  });
  yield* waitFor(context, starter);
  return yield* becomeProgram(context, argv, 'timeout: ');
});

/** Replaces the running program by another one found on PATH; says why when it cannot. @param start of the message */
export function* becomeProgram(context: ProcessContext, argv: readonly string[], start: string): Coroutine<number> {
  const name = argv[0] ?? '';
  const path = context.env.get('PATH') ?? '/sbin:/usr/sbin:/bin:/usr/bin';
  const file = name.includes('/') ? name : context.searchPath(name, path);
  try {
    if (file === undefined) throw new SystemError('ENOENT');
    return context.execute(file, argv, context.env);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const what = start === 'xargs: ' || start === 'find: ' ? name : `can't execute '${name}'`;
    yield* context.complain(`${start}${what}: ${error.message}`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
}

/** Bytes of one command line, unless -s says otherwise. */
const usualRoom = 32_768;

/** Runs a program with arguments that come on standard input or from a file: -n -I -0 -r -t -a FILE -P AT_ONCE. */
export const xargs = applet('xargs', function* (context, args) {
  const takesValue = new Set(['-n', '-I', '-L', '-s', '-P', '-E', '-e', '-a']);
  let end = 0;
  while (end < args.length && args[end]?.startsWith('-')) end += takesValue.has(args[end] ?? '') ? 2 : 1;
  const options = yield* parseOptions(context, args.slice(0, end), 'n:I:s:P:E:a:0rtpxi');
  if (!options) return 1;
  const wrong =
    wrongNumber('n', options.value('n')) ??
    wrongNumber('s', options.value('s')) ??
    wrongNumber('P', options.value('P'));
  if (wrong !== undefined) {
    yield* context.complain(`xargs: ${wrong}`);
    return 1;
  }
  const argv = args.slice(end);
  if (argv.length === 0) argv.push('echo');
  const list = options.value('a') ?? '-';
  const text = yield* readFile(context, list, `can't open '${list}'`);
  if (text === undefined) return 1;
  const replaced = options.value('I') ?? (options.has('i') ? '{}' : undefined);
  if (replaced === undefined && !options.has('0')) {
    const quote = unmatchedQuote(text);
    if (quote !== undefined) {
      yield* context.complain(`xargs: unmatched ${quote} quote`);
      return 1;
    }
  }
  const items = splitItems(text, options.has('0') ? '\0' : replaced === undefined ? undefined : '\n');
  const stop = options.value('E');
  if (stop !== undefined && items.includes(stop)) items.length = items.indexOf(stop);
  const size = replaced === undefined ? Number(options.value('n') ?? Number.POSITIVE_INFINITY) : 1;
  let status = 0;
  if (items.length === 0 && (options.has('r') || replaced !== undefined)) return 0;
  const room = Number(options.value('s') ?? usualRoom) - lengthOf(argv);
  const most = Number(options.value('P') ?? 1) || Number.POSITIVE_INFINITY;
  let index = 0;
  let running = 0;
  /** Waits for one that runs. @returns the status that ends xargs, if it does */
  const settle = function* (): Coroutine<number | undefined> {
    const report = yield* context.wait({ uninterruptible: true });
    running -= 1;
    const end = report && typeof report.status === 'object' ? report.status : { code: 0 };
    const final = yield* finalStatus(context, argv[0] ?? '', end);
    if (final === undefined && end.code !== 0) status = 123;
    return final;
  };
  do {
    if ((items[index]?.length ?? 0) >= room) {
      yield* context.complain('xargs: argument line too long');
      return 1;
    }
    const batch = replaced === undefined ? firstThatFit(items.slice(index, index + size), room) : [items[index] ?? ''];
    index += Math.max(1, batch.length);
    const command =
      replaced === undefined ? [...argv, ...batch] : argv.map((part) => part.replaceAll(replaced, batch[0] ?? ''));
    if (options.has('p')) {
      yield* context.flush();
      yield* context.write(2, command.join(' '));
      const answer = yield* asksTerminal(context);
      if (answer === undefined) return 1;
      if (answer === 'skip') continue;
    } else if (options.has('t')) yield* context.complain(command.join(' '));
    startProgram(context, command);
    running += 1;
    const final = running < most ? undefined : yield* settle();
    if (final !== undefined) return final;
  } while (index < items.length);
  while (running > 0) {
    const final = yield* settle();
    if (final !== undefined) return final;
  }
  return status;
});

/** What `xargs` ends with when a program ended so badly that no others are run; undefined when they are. */
function* finalStatus(
  context: ProcessContext,
  command: string,
  { code, signal }: ExitStatus,
): Coroutine<number | undefined> {
  if (signal) {
    yield* context.complain(`xargs: '${command}' terminated by signal ${signalNumbers[signal]}`);
    return 125;
  }
  if (code === 255) yield* context.complain(`xargs: ${command}: exited with status 255; aborting`);
  return code === 255 ? 124 : code === 126 || code === 127 ? code : undefined;
}

/** Asks for -p on the terminal. @returns whether there is one, and what it said */
function* asksTerminal(context: ProcessContext): Coroutine<'run' | 'skip' | undefined> {
  let fd: number;
  try {
    fd = context.files.open('/dev/tty');
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`xargs: can't open '/dev/tty': ${error.message}`);
    return undefined;
  }
  yield* context.write(2, ' ?...');
  const answer = yield* context.read(fd);
  context.process.descriptors.close(fd);
  return /^[yY]/.test(String.fromCharCode(...answer)) ? 'run' : 'skip';
}

/** How many bytes words take on a command line, each with its end. */
const lengthOf = (words: readonly string[]) => words.reduce((sum, word) => sum + word.length + 1, 0);

function firstThatFit(items: readonly string[], room: number): string[] {
  let left = room;
  const count = items.findIndex((item) => {
    left -= item.length + 1;
    return left < 0;
  });
  return items.slice(0, count < 0 ? undefined : Math.max(1, count));
}

/** What is wrong with a number of `xargs`, of which only -P may be 0. */
function wrongNumber(letter: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) return `invalid number '${text}'`;
  return Number(text) === 0 && letter !== 'P' ? `number ${text} is not in 1..2147483647 range` : undefined;
}

function unmatchedQuote(text: string): 'single' | 'double' | undefined {
  const rest = text.replace(/\\[^]|'[^'\n]*'|"[^"\n]*"/g, '');
  const quote = /['"]/.exec(rest)?.[0];
  return quote === undefined ? undefined : quote === "'" ? 'single' : 'double';
}

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
