import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** A number as head, tail and dd take it: `10`, `2k`, `1M`. */
export function parseCount(text: string): number | undefined {
  const match = /^-?(\d+)([bkmKMG]?)$/.exec(text);
  const factors: Record<string, number> = { '': 1, b: 512, k: 1024, K: 1024, m: 1 << 20, M: 1 << 20, G: 1 << 30 };
  return match ? Number(match[1]) * (factors[match[2] ?? ''] ?? 1) : undefined;
}

/** A number as head and tail take it: `b`, `k` and `m` only. */
export function parseSmallCount(text: string): number | undefined {
  return /[KMG]$/.test(text) ? undefined : parseCount(text);
}

/** Turns `-5` into `-n 5`. */
export function spellOutCount(args: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    if (index === 0 && /^-\d/.test(argument)) return ['-n', argument.slice(1)];
    return index === 0 && /^\+\d+$/.test(argument) ? ['-n', argument] : [argument];
  });
}

/** The start of files: -n N, -n -N, -c N, -q, -v. */
export const head = applet('head', function* (context, args) {
  const operands = args.indexOf('--');
  if (args.slice(0, operands < 0 ? undefined : operands).some((argument) => argument.startsWith('--'))) {
    return yield* complainUsage(context, "invalid option -- '-'");
  }
  const options = yield* parseOptions(context, spellOutCount(args), 'n:c:qv');
  if (!options) return 1;
  const byBytes = options.has('c');
  const text = options.value(byBytes ? 'c' : 'n') ?? '10';
  const count = parseSmallCount(text);
  if (count === undefined) {
    yield* context.complain(`head: invalid number '${text.replace(/^-/, '')}'`);
    return 1;
  }
  const files = options.rest.length > 0 ? options.rest : ['-'];
  const named = (files.length > 1 && !options.has('q')) || options.has('v');
  let status = 0;
  for (const [index, file] of files.entries()) {
    try {
      const fd = file === '-' ? 0 : context.files.open(file);
      if (named) yield* context.write(1, `${index > 0 ? '\n' : ''}==> ${file === '-' ? 'standard input' : file} <==\n`);
      if (text.startsWith('-')) yield* allButLast(context, fd, count, byBytes);
      else yield* copyStart(context, fd, count, byBytes);
      if (fd !== 0) context.process.descriptors.close(fd);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error;
      const isRead = error.code === 'EISDIR';
      const name = isRead && file === '-' ? 'standard input' : file;
      yield* context.complain(`head: ${name}: ${isRead ? 'Input/output error' : error.message}`);
      status = 1;
    }
  }
  return status;
});

function* copyStart(context: ProcessContext, fd: number, count: number, byBytes: boolean): Coroutine<void> {
  let left = count;
  while (left > 0) {
    const bytes = yield* context.read(fd, byBytes ? Math.min(left, 65_536) : undefined);
    if (bytes.length === 0) return;
    let end = bytes.length;
    if (byBytes) left -= bytes.length;
    else {
      let at = 0;
      while (left > 0 && at < bytes.length) {
        const newline = bytes.indexOf(10, at);
        if (newline < 0) break;
        left -= 1;
        at = newline + 1;
      }
      if (left === 0) end = at;
    }
    yield* context.write(1, bytes.subarray(0, end));
  }
}

function* allButLast(context: ProcessContext, fd: number, count: number, byBytes: boolean): Coroutine<void> {
  const text = yield* context.readAll(fd);
  if (byBytes) yield* context.write(1, text.slice(0, Math.max(0, text.length - count)));
  else {
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    yield* context.write(1, lines.slice(0, Math.max(0, lines.length - count)).join(''));
  }
}
