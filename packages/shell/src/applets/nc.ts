import { SystemError } from '../files/errno.ts';
import { anyAddress } from '../network/address.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { resolveName } from './resolve-name.ts';
import { complainUsage } from './usage.ts';

/** Connects or listens, and copies both ways: -l -ll -p -w -e, as the recorded busybox (there is no -z and no -v). */
export const nc = applet('nc', function* (context, args) {
  const at = args.findIndex((argument) => /^-[lp0-9w]*e$/.test(argument));
  const program = at < 0 ? [] : args.slice(at + 1);
  const own = at < 0 ? args : [...args.slice(0, at), ...withoutE(args[at] ?? '')];
  const options = yield* parseOptions(context, own, 'lp:w:i:f:');
  if (!options) return 1;
  const listens = options.has('l');
  const [host = '', port = '0'] = options.rest;
  if (!listens && host === '') return yield* complainUsage(context);
  const given = listens ? (options.value('p') ?? '0') : port;
  if (!/^\d+$/.test(given)) {
    yield* context.complain(`nc: bad port '${given}'`);
    return 1;
  }
  const waitMs = options.value('w') === undefined ? Number.POSITIVE_INFINITY : Number(options.value('w')) * 1000;
  const isPersistent = args.some((argument) => /^-[^-]*ll/.test(argument)) || countOf(args, '-l') > 1;
  try {
    if (listens) {
      const listener = listenAt(context, Number(options.value('p') ?? 0));
      if (isPersistent) return yield* serveForEver(context, listener, program);
      const fd = yield* acceptWithin(context, listener, waitMs);
      if (fd === undefined) return yield* die(context, 'timed out');
      return yield* useConnection(context, fd, program);
    }
    const ip = yield* resolveName(context, host);
    if (ip === undefined) return yield* die(context, `bad address '${host}'`);
    return yield* connectAndUse(context, { ip, port: Number(port), waitMs, program });
  } catch (error) {
    if (!(error instanceof SystemError) || !['EADDRINUSE', 'EADDRNOTAVAIL'].includes(error.code)) throw error;
    return yield* die(context, `bind: ${error.message}`);
  }
});

function* connectAndUse(
  context: ProcessContext,
  target: { readonly ip: string; readonly port: number; readonly waitMs: number; readonly program: readonly string[] },
): Coroutine<number> {
  let fd: number;
  try {
    fd = yield* context.sockets.connect({ ip: target.ip, port: target.port }, target.waitMs);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    if (error.code === 'ETIMEDOUT' && target.waitMs < 127_000) return yield* die(context, 'timed out');
    return yield* die(context, `can't connect to remote host (${target.ip}): ${error.message}`);
  }
  return yield* useConnection(context, fd, target.program);
}

function listenAt(context: ProcessContext, port: number): number {
  return context.sockets.listen({ ip: anyAddress, port });
}

function* acceptWithin(context: ProcessContext, listener: number, waitMs: number): Coroutine<number | undefined> {
  const ready = yield* context.sockets.poll([listener], waitMs);
  if (ready.length === 0) return undefined;
  const fd = yield* context.sockets.accept(listener);
  context.process.descriptors.close(listener);
  return fd;
}

function* serveForEver(context: ProcessContext, listener: number, program: readonly string[]): Coroutine<number> {
  context.onSignal('CHLD', 'ignore');
  for (;;) {
    const fd = yield* context.sockets.accept(listener);
    context.fork(function* (child) {
      child.process.descriptors.close(listener);
      return yield* useConnection(child, fd, program);
    });
    context.process.descriptors.close(fd);
  }
}

function* useConnection(context: ProcessContext, fd: number, program: readonly string[]): Coroutine<number> {
  if (program.length > 0) return yield* becomeProgram(context, fd, program);
  const sources = new Set([0, fd]);
  for (;;) {
    for (const ready of yield* context.sockets.poll([...sources])) {
      let bytes: Uint8Array;
      try {
        bytes = yield* context.read(ready);
      } catch (error) {
        if (!(error instanceof SystemError) || error.code !== 'ECONNRESET') throw error;
        return yield* die(context, `read error: ${error.message}`);
      }
      if (bytes.length > 0) yield* context.write(ready === fd ? 1 : fd, bytes);
      else if (ready === fd) return 0;
      else {
        sources.delete(0);
        context.sockets.shutdown(fd);
      }
    }
  }
}

function* becomeProgram(context: ProcessContext, fd: number, argv: readonly string[]): Coroutine<number> {
  const { descriptors } = context.process;
  const socket = descriptors.get(fd);
  descriptors.set(0, socket);
  descriptors.set(1, socket);
  descriptors.close(fd);
  const name = argv[0] ?? '';
  const path = context.env.get('PATH') ?? '/sbin:/usr/sbin:/bin:/usr/bin';
  const file = name.includes('/') ? name : context.searchPath(name, path);
  try {
    if (file === undefined) throw new SystemError('ENOENT');
    return context.execute(file, argv, context.env);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return yield* die(context, `can't execute '${name}': ${error.message}`);
  }
}

function withoutE(argument: string): string[] {
  const rest = argument.slice(0, -1);
  return rest === '-' ? [] : [rest];
}

function countOf(args: readonly string[], wanted: string): number {
  return args.filter((argument) => argument === wanted).length;
}

function* die(context: ProcessContext, message: string): Coroutine<number> {
  yield* context.complain(`nc: ${message}`);
  return 1;
}
