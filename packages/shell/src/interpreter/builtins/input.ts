import { SystemError } from '../../files/errno.ts';
import type { Coroutine } from '../../process/process.ts';
import type { Builtin } from '../builtin.ts';
import type { Shell } from '../shell.ts';
import { isName } from '../variables.ts';
import { takeLetters } from './next-option.ts';

interface ReadOptions {
  raw: boolean;
  silent: boolean;
  prompt: string;
  limit: number;
  delimiter: string;
  seconds: number | undefined;
  fd: number;
}

function parseReadOptions(shell: Shell, argv: readonly string[]): { options: ReadOptions; names: readonly string[] } {
  const options: ReadOptions = {
    raw: false,
    silent: false,
    prompt: '',
    limit: -1,
    delimiter: '\n',
    seconds: undefined,
    fd: 0,
  };
  const taken = takeLetters(shell, argv, 'p:u:rt:n:sd:');
  for (const { letter, value } of taken.options) {
    if (letter === 'r') options.raw = true;
    else if (letter === 's') options.silent = true;
    else if (letter === 'p') options.prompt = value;
    else if (letter === 'n') options.limit = count(shell, value, 'count') || -1;
    else if (letter === 'd') options.delimiter = value.slice(0, 1) || '\0';
    else if (letter === 't') options.seconds = count(shell, value, 'timeout');
    else if (letter === 'u') options.fd = count(shell, value, 'file descriptor');
  }
  return { options, names: taken.rest };
}

function count(shell: Shell, text: string, what: string): number {
  const isNumber = what === 'timeout' ? /^\d*(\.\d*)?$/.test(text) : /^\d+$/.test(text);
  if (!isNumber || text === '') throw shell.builtinError('read', `invalid ${what}`);
  return Number(text);
}

/** One line (byte by byte, so that nothing after it is lost to the next reader); escaped characters are marked. */
function* readLine(
  shell: Shell,
  options: ReadOptions,
): Coroutine<{ text: string; escaped: boolean[]; ended: boolean }> {
  let text = '';
  const escaped: boolean[] = [];
  let isEscaped = false;
  while (options.limit < 0 || text.length < options.limit) {
    const bytes = yield* shell.context.read(options.fd, 1);
    if (bytes.length === 0) return { text, escaped, ended: true };
    const char = String.fromCharCode(bytes[0] ?? 0);
    if (char === '\0' && options.delimiter !== '\0') continue;
    if (isEscaped) {
      isEscaped = false;
      if (char === '\n') continue;
      text += char;
      escaped.push(true);
    } else if (char === '\\' && !options.raw) isEscaped = true;
    else if (char === options.delimiter) break;
    else {
      text += char;
      escaped.push(false);
    }
  }
  return { text, escaped, ended: false };
}

/** Splits a line into as many values as there are names; the last one gets the rest. */
export function splitLine(text: string, escaped: readonly boolean[], count: number, ifs: string): string[] {
  const isIfs = (at: number) => !escaped[at] && ifs.includes(text[at] ?? '\0') && at < text.length;
  const isSpace = (at: number) => isIfs(at) && ' \t\n'.includes(text[at] ?? '');
  const values: string[] = [];
  let at = 0;
  while (isSpace(at)) at += 1;
  while (values.length < count - 1 && at < text.length) {
    const from = at;
    while (at < text.length && !isIfs(at)) at += 1;
    values.push(text.slice(from, at));
    while (isSpace(at)) at += 1;
    if (isIfs(at)) {
      at += 1;
      while (isSpace(at)) at += 1;
    }
  }
  let end = text.length;
  while (end > at && isSpace(end - 1)) end -= 1;
  values.push(text.slice(at, end));
  const last = values.length - 1;
  const trailing = end > at && isIfs(end - 1) && !isSpace(end - 1) ? values[last]?.slice(0, -1) : undefined;
  if (trailing !== undefined && !Array.from(trailing).some((char) => ifs.includes(char) && !' \t\n'.includes(char))) {
    values[last] = trailing;
  }
  while (values.length < count) values.push('');
  return values;
}

function* read(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const { options, names } = parseReadOptions(shell, argv);
  for (const name of names) {
    if (isName(name)) continue;
    yield* shell.context.write(2, `${shell.name}: read: '${name}': bad variable name\n`);
    return 1;
  }
  const targets = names.length > 0 ? names : ['REPLY'];
  if (options.seconds === 0) return isReadable(shell, options.fd) ? 0 : 1;
  if (options.prompt !== '' && shell.context.terminal) yield* shell.context.write(2, options.prompt);
  let line: { text: string; escaped: boolean[]; ended: boolean };
  const { terminal } = shell.context;
  const wasSilent = terminal?.silent ?? false;
  if (terminal) {
    terminal.silent ||= options.silent;
    terminal.keyByKey = options.silent || options.limit > 0;
  }
  try {
    line = yield* options.seconds === undefined ? readLine(shell, options) : readInTime(shell, options);
  } catch (error) {
    if (error instanceof SystemError && error.code === 'EINTR') {
      const isTyped = shell.options.has('i') && shell.context.process.pending.has('INT') && !shell.traps.has('INT');
      if (isTyped) yield* shell.context.write(2, '\n');
      return 129;
    }
    if (error instanceof SystemError && (error.code === 'EBADF' || error.code === 'EISDIR')) return 1;
    throw error;
  } finally {
    if (terminal) {
      terminal.silent = wasSilent;
      terminal.keyByKey = false;
    }
  }
  const ifs = shell.variables.get('IFS') ?? ' \t\n';
  const values = names.length > 0 ? splitLine(line.text, line.escaped, targets.length, ifs) : [line.text];
  for (const [index, name] of targets.entries()) shell.variables.set(name, values[index] ?? '');
  return line.ended ? 1 : 0;
}

/** Whether a read would not wait: `read -t 0` asks no more. */
function isReadable(shell: Shell, fd: number): boolean {
  const { descriptors } = shell.context.process;
  return descriptors.has(fd) && descriptors.get(fd).read(0) !== undefined;
}

/** `read -t`: an end of input when the time is up. */
function* readInTime(
  shell: Shell,
  options: ReadOptions,
): Coroutine<{ text: string; escaped: boolean[]; ended: boolean }> {
  const { context } = shell;
  const file = context.process.descriptors.get(options.fd);
  const until = context.nowMs() + (options.seconds ?? 0) * 1000;
  const waiting = readLine(shell, options);
  const timer = context.container.scheduler.timers.schedule(until - context.nowMs(), () => context.process.wake());
  try {
    for (;;) {
      const next = waiting.next();
      if (next.done) return next.value;
      yield;
      if (context.nowMs() >= until) {
        file.changed?.remove(context.process);
        return { text: '', escaped: [], ended: true };
      }
    }
  } finally {
    timer.cancel();
  }
}

/** `getopts optstring name [arg...]`. */
function* getopts(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const [, optstring = '', name = ''] = argv;
  if (argv.length < 3) throw shell.builtinError('getopts', 'usage: getopts optstring var [arg]');
  const args = argv.length > 3 ? argv.slice(3) : shell.positional;
  let index = Number(shell.variables.get('OPTIND') ?? '1');
  if (index > args.length + 1) index = 1;
  let offset = index === shell.optionIndex ? shell.optionOffset : 1;
  const finish = (value: string, argument: string | undefined, status: number) => {
    shell.variables.set(name, value);
    if (argument === undefined) shell.variables.unset('OPTARG');
    else shell.variables.set('OPTARG', argument);
    shell.variables.set('OPTIND', String(index));
    shell.optionIndex = index;
    shell.optionOffset = offset;
    return status;
  };
  const word = args[index - 1];
  if (word === undefined || !word.startsWith('-') || word === '-') return finish('?', undefined, 1);
  if (word === '--') {
    index += 1;
    return finish('?', undefined, 1);
  }
  const letter = word[offset] ?? '';
  const at = letter === ':' ? -1 : optstring.indexOf(letter);
  const next = () => {
    index += 1;
    offset = 1;
  };
  offset += 1;
  const silent = optstring.startsWith(':');
  if (at < 0) {
    if (offset >= word.length) next();
    if (silent) return finish('?', letter, 0);
    yield* shell.context.write(2, `Illegal option -${letter}\n`);
    return finish('?', undefined, 0);
  }
  if (optstring[at + 1] !== ':') {
    if (offset >= word.length) next();
    return finish(letter, '', 0);
  }
  if (offset < word.length) {
    const argument = word.slice(offset);
    next();
    return finish(letter, argument, 0);
  }
  next();
  const argument = args[index - 1];
  if (argument !== undefined) {
    index += 1;
    return finish(letter, argument, 0);
  }
  if (silent) return finish(':', letter, 0);
  yield* shell.context.write(2, `No arg for -${letter} option\n`);
  return finish('?', undefined, 0);
}

/** Builtins that read. */
export const inputBuiltins: readonly Builtin[] = [
  { name: 'read', run: read },
  { name: 'getopts', run: getopts },
];
