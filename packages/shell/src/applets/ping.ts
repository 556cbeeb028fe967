import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import { hasCapability } from '../process/privileges.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { areNumbers } from './number-options.ts';
import { parseOptions } from './options.ts';
import { resolveName } from './resolve-name.ts';
import { complainUsage } from './usage.ts';

const lastWaitMs = 10_000;
/** Sends echo requests: -c -i -s -W -w -q. Exit code 1 when nothing came back. */
export const ping = applet('ping', function* (context, args) {
  const options = yield* parseOptions(context, args, '46c:s:i:At:I:W:w:qp:');
  const host = options?.rest[0];
  if (!options || !(yield* areNumbers(context, options, { c: [0, 4294967295], s: [0, 65535], t: [0, 255] }))) return 1;
  if (host === undefined) return yield* complainUsage(context);
  const ip = yield* resolveName(context, host);
  if (ip === undefined) {
    yield* context.complain(`ping: bad address '${host}'`);
    return 1;
  }
  const size = Number(options.value('s') ?? 56);
  const count = Number(options.value('c') ?? Number.POSITIVE_INFINITY);
  const intervalMs = Number(options.value('i') ?? 1) * 1000;
  const endMs = options.has('w') ? context.nowMs() + Number(options.value('w')) * 1000 : Number.POSITIVE_INFINITY;
  const isQuiet = options.has('q');
  context.onSignal('INT', 'handle');
  yield* context.write(1, `PING ${host} (${ip}): ${size} data bytes\n`);
  if (!mayPing(context)) {
    yield* context.complain('ping: permission denied (are you root?)');
    return 1;
  }
  const times: number[] = [];
  let sent = 0;
  try {
    while (sent < count && context.nowMs() < endMs) {
      const isLast = sent + 1 === count;
      const waitMs = isLast ? Number(options.value('W') ?? lastWaitMs / 1000) * 1000 : intervalMs;
      const startedMs = context.nowMs();
      sent += 1;
      const ttl = yield* echoOnce(context, ip, Math.min(waitMs, endMs - startedMs));
      if (ttl !== undefined) {
        // What lies within a virtual millisecond cannot be measured: the machine's own share.
        const ms = context.nowMs() - startedMs + 0.05 + (context.random() % 100) / 1000;
        times.push(ms);
        const line = `${size + 8} bytes from ${ip}: seq=${sent - 1} ttl=${ttl} time=${ms.toFixed(3)} ms\n`;
        if (!isQuiet) yield* context.write(1, line);
      }
      if (!isLast) yield* sleepOn(context, startedMs + intervalMs);
    }
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EINTR') throw error;
  }
  yield* context.write(1, statistics(host, sent, times));
  return times.length > 0 ? 0 : 1;
});

function* echoOnce(context: ProcessContext, ip: string, waitMs: number): Coroutine<number | undefined> {
  try {
    return yield* context.sockets.echo(ip, waitMs);
  } catch (error) {
    // The answer "host unreachable" is no answer of the host: ping stays silent about it.
    if (error instanceof SystemError && error.code !== 'EINTR') return undefined;
    throw error;
  }
}

function* sleepOn(context: ProcessContext, untilMs: number): Coroutine<void> {
  const left = yield* context.sleep(Math.max(0, untilMs - context.nowMs()));
  if (left > 0) throw new SystemError('EINTR');
}

function statistics(host: string, sent: number, times: readonly number[]): string {
  const lost = sent === 0 ? 0 : Math.floor(((sent - times.length) * 100) / sent);
  const head = `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${times.length} packets received, ${lost}% packet loss\n`;
  if (times.length === 0) return head;
  const average = times.reduce((sum, time) => sum + time, 0) / times.length;
  const three = [Math.min(...times), average, Math.max(...times)].map((time) => time.toFixed(3));
  return `${head}round-trip min/avg/max = ${three.join('/')} ms\n`;
}

/** Alpine's busybox asks for a socket that anybody may have. */
function mayPing({ container, process, files }: ProcessContext): boolean {
  return hasCapability(container, process.user, 'NET_RAW') || files.find('/etc/alpine-release') !== undefined;
}
