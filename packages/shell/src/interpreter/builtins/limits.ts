import type { Coroutine } from '../../process/process.ts';
import type { Shell } from '../shell.ts';

interface Limit {
  readonly letter: string;
  readonly name: string;
  /** Bytes (or things) that one unit of the builtin's number stands for. */
  readonly unit: number;
  readonly soft: number;
  readonly hard: number;
}

const none = Infinity;
const limit = (letter: string, name: string, unit = 1, soft = none, hard = soft): Limit => ({
  letter,
  name,
  unit,
  soft,
  hard,
});

/** In the order of `ulimit -a`, with the values that containerd gives to a container. */
const limits: readonly Limit[] = [
  limit('c', 'core file size (blocks)', 512, none, none),
  limit('d', 'data seg size (kb)', 1024),
  limit('e', 'scheduling priority', 1, 0, 0),
  limit('f', 'file size (blocks)', 512),
  limit('i', 'pending signals', 1, 63_448, 63_448),
  limit('l', 'max locked memory (kb)', 1024, 8_388_608, 8_388_608),
  limit('m', 'max memory size (kb)', 1024),
  limit('n', 'open files', 1, 1_048_576, 1_048_576),
  limit('q', 'POSIX message queues (bytes)', 1, 819_200, 819_200),
  limit('r', 'real-time priority', 1, 0, 0),
  limit('s', 'stack size (kb)', 1024, 8_388_608, none),
  limit('t', 'cpu time (seconds)', 1),
  limit('u', 'max user processes', 1, none, none),
  limit('v', 'virtual memory (kb)', 1024),
  limit('x', 'file locks', 1),
];

function current(shell: Shell, one: Limit) {
  return shell.context.process.limits.get(one.letter) ?? one;
}

function shown(one: Limit, value: number): string {
  return value === none ? 'unlimited' : String(Math.floor(value / one.unit));
}

function* complain(shell: Shell, message: string): Coroutine<number> {
  yield* shell.context.write(2, `${shell.programName}: ${message}\n`);
  return 1;
}

function* change(shell: Shell, one: Limit, which: string, text: string): Coroutine<number> {
  const wanted = text === 'unlimited' ? none : Number(text) * one.unit;
  if (text !== 'unlimited' && !/^\d+$/.test(text)) return yield* complain(shell, `invalid number '${text}'`);
  const { soft, hard } = current(shell, one);
  const next = {
    soft: which === 'hard' ? soft : wanted,
    hard: which === 'soft' ? hard : wanted,
  };
  // A container lacks CAP_SYS_RESOURCE: nobody in it may raise a hard limit.
  if (next.hard > hard) return yield* complain(shell, 'error setting limit: Operation not permitted');
  if (next.soft > next.hard) {
    return yield* complain(shell, 'error setting limit: Invalid argument');
  }
  const { process } = shell.context;
  process.limits = new Map([...process.limits, [one.letter, next]]);
  if (one.letter === 'n') process.descriptors.limit = Math.min(next.soft, process.descriptors.limit);
  return 0;
}

/** `ulimit [-H] [-S] [-a] [-LETTER [VALUE]]...`: limits are kept and shown; only those of open files and core dumps limit anything. */
export function* ulimit(shell: Shell, argv: readonly string[]): Coroutine<number> {
  let which = '';
  const file = limits.find(({ letter }) => letter === 'f');
  const args = argv.slice(1);
  const wanted: { readonly one: Limit; value: string | undefined }[] = [];
  let isAll = false;
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (!argument.startsWith('-') || argument === '-') {
      const last = wanted.at(-1);
      if (last && last.value === undefined) last.value = argument;
      else if (file) wanted.push({ one: file, value: argument });
      continue;
    }
    for (const letter of argument.slice(1)) {
      const one = limits.find((candidate) => candidate.letter === letter);
      if (letter === 'H') which = 'hard';
      else if (letter === 'S') which = 'soft';
      else if (letter === 'a') isAll = true;
      else if (one) wanted.push({ one, value: undefined });
      else {
        yield* shell.context.write(2, `ulimit: invalid option -- '${letter}'\n`);
        return 1;
      }
    }
  }
  const label = (one: Limit) => `${one.name.padEnd(32)}(-${one.letter}) `;
  const value = (one: Limit) => shown(one, which === 'hard' ? current(shell, one).hard : current(shell, one).soft);
  if (isAll) {
    const lines = limits.map((one) => `${label(one)}${value(one)}\n`);
    yield* shell.context.write(1, lines.join(''));
    return 0;
  }
  if (wanted.length === 0 && file) wanted.push({ one: file, value: undefined });
  for (const { one, value: text } of wanted) {
    if (text !== undefined) {
      const status = yield* change(shell, one, which, text);
      if (status !== 0) return status;
    } else yield* shell.context.write(1, `${wanted.length > 1 ? label(one) : ''}${value(one)}\n`);
  }
  return 0;
}
