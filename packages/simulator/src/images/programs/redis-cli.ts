import { type ProcessContext, type Program, resolveName, SystemError, textOf } from '@podlab/shell';
import { formatCommand, RespParser, type RespReply } from './resp.ts';

type Coroutine<T> = Generator<void, T, void>;

/** redis-cli: `-h -p -a --no-auth-warning`, one command from its arguments or commands from its input. */
export const redisCliProgram: Program = {
  name: 'redis-cli',
  *run(process) {
    const args = [...process.argv.slice(1)];
    const options = { host: '127.0.0.1', port: 6379, password: process.env.get('REDISCLI_AUTH') };
    while (args[0]?.startsWith('-')) {
      const option = args.shift();
      if (option === '-h') options.host = args.shift() ?? '';
      else if (option === '-p') options.port = Number(args.shift());
      else if (option === '-a') options.password = args.shift();
      else if (option === '-n') args.shift();
    }
    const ip = yield* resolveName(process, options.host);
    const failed = (why: string) =>
      process.complain(`Could not connect to Redis at ${options.host}:${options.port}: ${why}`);
    if (ip === undefined) {
      yield* failed('Name or service not known');
      return 1;
    }
    try {
      const fd = yield* process.sockets.connect({ ip, port: options.port });
      return yield* talk(process, fd, {
        args,
        password: options.password,
        address: `${options.host}:${options.port}`,
      });
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
      yield* failed(error.message);
      return 1;
    }
  },
};

function* talk(
  process: ProcessContext,
  fd: number,
  {
    args,
    password,
    address,
  }: { readonly args: readonly string[]; readonly password: string | undefined; readonly address: string },
): Coroutine<number> {
  const parser = new RespParser();
  if (password !== undefined) {
    const reply = yield* ask(process, { fd, parser, words: ['AUTH', password] });
    if (reply && 'error' in reply) yield* process.complain(`AUTH failed: ${reply.error}`);
  }
  if (args.length === 0 && process.isTerminal(0)) return yield* prompt(process, { fd, parser, address });
  const commands =
    args.length > 0 ? [args] : (yield* process.readAll(0)).split('\n').map((line) => line.trim().split(/\s+/));
  for (const words of commands.filter(([first]) => first !== undefined && first !== '')) {
    const reply = yield* ask(process, { fd, parser, words });
    if (reply === undefined) {
      yield* process.complain('Error: Server closed the connection');
      return 1;
    }
    yield* process.write(1, `${process.isTerminal(1) ? forTerminal(reply) : plain(reply)}\n`);
  }
  return 0;
}

/** Commands as they are typed, until `exit`, `quit` or ^D. */
function* prompt(
  process: ProcessContext,
  { fd, parser, address }: { readonly fd: number; readonly parser: RespParser; readonly address: string },
): Coroutine<number> {
  let isOpen = true;
  for (;;) {
    yield* process.write(1, isOpen ? `${address}> ` : 'not connected> ');
    const line = textOf(yield* process.read(0));
    const words = line.trim().split(/\s+/);
    if (line === '' || /^(exit|quit)$/i.test(words[0] ?? '')) return 0;
    if (words[0] === '') continue;
    const reply = isOpen ? yield* ask(process, { fd, parser, words }) : undefined;
    if (reply) yield* process.write(1, `${forTerminal(reply)}\n`);
    else {
      yield* process.complain(
        isOpen ? 'Error: Server closed the connection' : `Could not connect to Redis at ${address}`,
      );
      isOpen = false;
    }
  }
}

function* ask(
  process: ProcessContext,
  { fd, parser, words }: { readonly fd: number; readonly parser: RespParser; readonly words: readonly string[] },
): Coroutine<RespReply | undefined> {
  yield* process.write(fd, formatCommand(words));
  for (;;) {
    const reply = parser.nextReply();
    if (reply) return reply;
    const bytes = yield* process.read(fd);
    if (bytes.length === 0) return undefined;
    parser.push(textOf(bytes));
  }
}

function plain(reply: RespReply): string {
  if ('ok' in reply) return reply.ok;
  if ('error' in reply) return `${reply.error}\n`;
  if ('integer' in reply) return String(reply.integer);
  return 'list' in reply ? reply.list.map(plain).join('\n') : (reply.text ?? '');
}

function forTerminal(reply: RespReply): string {
  if ('ok' in reply) return reply.ok;
  if ('error' in reply) return `(error) ${reply.error}`;
  if ('integer' in reply) return `(integer) ${reply.integer}`;
  if ('text' in reply) return reply.text === undefined ? '(nil)' : JSON.stringify(reply.text);
  if (reply.list.length === 0) return '(empty array)';
  return reply.list.map((item, index) => `${index + 1}) ${forTerminal(item)}`).join('\n');
}
