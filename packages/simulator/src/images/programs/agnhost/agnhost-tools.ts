import { parseGoDuration } from '@podlab/apimachinery';
import { type ProcessContext, resolveName, SystemError } from '@podlab/shell';
import { optionOf } from './go-flags.ts';
import { klogHead } from './go-log.ts';

type Run = Generator<void, number, void>;

/** How long a connection is tried when no time is given, as the kernel has it; milliseconds. */
const longestMs = 130_000;

/** `connect HOST:PORT [--timeout=…]`: whether a TCP connection can be made, and in a word why not. */
export function* connect(process: ProcessContext, args: readonly string[]): Run {
  const fail = function* (text: string): Run {
    yield* process.complain(text);
    return 1;
  };
  const target = args.find(
    (argument, index) => !argument.startsWith('-') && !/^--(timeout|protocol)$/.test(args[index - 1] ?? ''),
  );
  if (target === undefined) return yield* fail('Error: accepts 1 arg(s), received 0');
  const protocol = optionOf(args, 'protocol') ?? 'tcp';
  if (protocol !== 'tcp') return yield* fail(`agnhost: the protocol ${protocol} is not simulated here`);
  const at = target.lastIndexOf(':');
  if (at < 0) return yield* fail(`UNKNOWN: address ${target}: missing port in address`);
  const [host, port] = [target.slice(0, at), target.slice(at + 1)];
  const ip = yield* resolveName(process, host);
  if (ip === undefined) return yield* fail(`DNS: lookup ${host}: no such host`);
  const timeoutMs = parseGoDuration(optionOf(args, 'timeout') ?? '0s') || longestMs;
  try {
    process.process.descriptors.close(yield* process.sockets.connect({ ip, port: Number(port) }, timeoutMs));
    return 0;
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    if (error.code === 'ETIMEDOUT') return yield* fail('TIMEOUT');
    if (error.code === 'ECONNREFUSED') return yield* fail('REFUSED');
    return yield* fail(`OTHER: dial tcp ${ip}:${port}: connect: ${error.message.toLowerCase()}`);
  }
}

/** The domains that names are looked up in, with commas between them. */
export function* dnsSuffix(process: ProcessContext): Run {
  const search = (yield* linesOf(process, '/etc/resolv.conf')).findLast((line) => line.startsWith('search')) ?? '';
  yield* process.write(1, `${search.split(/\s+/).slice(1).join(',')}\n`);
  return 0;
}

/** The name servers, with commas between them. */
export function* dnsServerList(process: ProcessContext): Run {
  const servers = (yield* linesOf(process, '/etc/resolv.conf')).flatMap(
    (line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? [],
  );
  yield* process.write(1, `${servers.join(',')}\n`);
  return 0;
}

export function* etcHosts(process: ProcessContext): Run {
  yield* process.write(1, `${(yield* linesOf(process, '/etc/hosts')).join('\n')}\n`);
  return 0;
}

function* linesOf(process: ProcessContext, path: string): Generator<void, string[], void> {
  const fd = process.files.open(path);
  const text = yield* process.readAll(fd);
  process.process.descriptors.close(fd);
  return text.split('\n');
}

/** Prints what it was called with, as Go prints a list: `[/agnhost entrypoint-tester a b]` */
export function* entrypointTester(process: ProcessContext): Run {
  yield* process.write(1, `[${process.argv.join(' ')}]\n`);
  return 0;
}

/** `logs-generator -t LINES -d DURATION`: lines like those of an API server, evenly over a time. */
export function* generateLogs(process: ProcessContext, args: readonly string[]): Run {
  const lines = Number(optionOf(args, 'log-lines-total') ?? optionOf(args, 't') ?? 0);
  const duration = optionOf(args, 'run-duration') ?? optionOf(args, 'd') ?? '0s';
  const durationMs = parseGoDuration(duration) ?? 0;
  const fatal =
    lines > 0
      ? durationMs > 0
        ? undefined
        : `Invalid duration: ${duration}`
      : `Invalid total number of lines: ${lines}`;
  if (fatal !== undefined) {
    yield* process.complain(`${klogHead(process).replace('I', 'F')} logs_generator.go:68] ${fatal}`);
    return 255;
  }
  endBySignal(process);
  const pick = <T>(values: readonly T[]) => values[process.random() % values.length] as T;
  for (let line = 0; line < lines; line += 1) {
    const name = Array.from({ length: 3 + (process.random() % 2) }, () => pick([...letters])).join('');
    const url = `/api/v1/namespaces/${pick(['kube-system', 'default', 'ns'])}/pods/${name}`;
    const status = 200 + (process.random() % 400);
    yield* process.write(
      2,
      `${klogHead(process)} logs_generator.go:76] ${line} ${pick(['GET', 'POST', 'PUT'])} ${url} ${status}\n`,
    );
    if ((yield* process.sleep(durationMs / lines)) > 0) return 2;
  }
  return 0;
}

const letters = 'bcdfghjklmnpqrstvwxz2456789';

/** Does nothing until it is told to end: 2 for SIGTERM, 1 for SIGINT. */
export function* pause(process: ProcessContext): Run {
  for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'handle');
  yield* process.write(1, 'Paused\nSignals registered\n');
  yield* process.pause();
  return process.takeSignal() === 'INT' ? 1 : 2;
}

/** A Go program that is PID 1 and handles no signal is ended by its runtime, with code 2. @see Go's dieFromSignal */
export function endBySignal(process: ProcessContext): void {
  if (process.pid === 1) for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'handle');
}
