import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { anyAddress } from '../network/address.ts';
import { applet } from './applet.ts';
import { routes } from './interfaces.ts';
import { parseOptions } from './options.ts';

/** TCP sockets: -a -l -t -n, and -r. There are no others here. */
export const netstat = applet('netstat', function* (context, args) {
  const options = yield* parseOptions(context, args, 'raltuwxen');
  if (!options) return 1;
  if (options.has('r')) return yield* printRoutes(context, options.has('n'));
  const isUnixOnly = options.has('x') && !options.has('t') && !options.has('u');
  const [listening, connected] = [options.has('l') || options.has('a'), !options.has('l') || options.has('a')];
  const which = listening && connected ? 'servers and established' : listening ? 'only servers' : 'w/o servers';
  if (isUnixOnly) {
    printUnixHead(context, which);
    return 0;
  }
  context.print(`Active Internet connections (${which})\n`);
  context.print('Proto Recv-Q Send-Q Local Address           Foreign Address         State       \n');
  if (!options.has('u') || options.has('t')) yield* printSockets(context, { listening, connected });
  if (!options.has('t') && !options.has('u') && !options.has('w')) printUnixHead(context, which);
  yield* context.flush();
  return 0;
});

/** There are no sockets of this kind here. */
function printUnixHead(context: ProcessContext, which: string): void {
  context.print(`Active UNIX domain sockets (${which})\n`);
  context.print('Proto RefCnt Flags       Type       State         I-Node Path\n');
}

function* printRoutes(context: ProcessContext, isNumeric: boolean): Coroutine<number> {
  context.print('Kernel IP routing table\n');
  context.print('Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n');
  for (const { destination, gateway, mask, flags } of routes(context.sockets.stack)) {
    const to = !isNumeric && destination === '0.0.0.0' ? 'default' : destination;
    const via = gateway === '0.0.0.0' && !isNumeric ? '*' : gateway;
    context.print(`${to.padEnd(15)} ${via.padEnd(15)} ${mask.padEnd(15)} ${flags.padEnd(7)}   0 0          0 eth0\n`);
  }
  yield* context.flush();
  return 0;
}

function* printSockets(
  context: ProcessContext,
  { listening, connected }: { readonly listening: boolean; readonly connected: boolean },
): Coroutine<void> {
  const line = (local: string, remote: string, state: string) =>
    context.print(`tcp        0      0 ${local.padEnd(23)} ${remote.padEnd(23)} ${state.padEnd(11)} \n`);
  const { listeners, connections } = context.sockets.stack;
  if (listening) {
    for (const { address } of listeners) {
      const isAny = address.ip === anyAddress;
      line(`${isAny ? '::' : address.ip}:${address.port}`, isAny ? ':::*' : '0.0.0.0:*', 'LISTEN');
    }
  }
  if (!connected) return;
  for (const { local, remote, state } of connections) {
    line(
      `${local.ip}:${local.port}`,
      `${remote.ip}:${remote.port}`,
      state === 'connecting' ? 'SYN_SENT' : 'ESTABLISHED',
    );
  }
}
