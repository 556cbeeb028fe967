import { SystemError } from '../files/errno.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { resolveName } from './resolve-name.ts';
import { complainUsage } from './usage.ts';

/** Connects and copies both ways; speaks no telnet options. */
export const telnet = applet('telnet', function* (context, args) {
  const options = yield* parseOptions(context, args, 'al:');
  if (!options) return 1;
  const [host, port = '23'] = options.rest;
  if (host === undefined) return yield* complainUsage(context);
  const ip = yield* resolveName(context, host);
  if (ip === undefined) {
    yield* context.complain(`telnet: bad address '${host}'`);
    return 1;
  }
  let fd: number;
  try {
    fd = yield* context.sockets.connect({ ip, port: Number(port) });
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    yield* context.complain(`telnet: can't connect to remote host (${ip}): ${error.message}`);
    return 1;
  }
  yield* context.write(1, `Connected to ${host}\r\n`);
  const sources = new Set([0, fd]);
  for (;;) {
    for (const ready of yield* context.sockets.poll([...sources])) {
      const bytes = yield* context.read(ready);
      if (bytes.length > 0) yield* context.write(ready === fd ? 1 : fd, bytes);
      else if (ready !== fd) sources.delete(0);
      else {
        yield* context.write(1, 'Connection closed by foreign host\r\n');
        return 1;
      }
    }
  }
});
