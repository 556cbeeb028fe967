import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { route } from './interfaces.ts';
import { parseOptions } from './options.ts';

/** TCP sockets: -a -l -t -n, and -r. There are no others here. */
export const netstat = applet('netstat', function* (context, args) {
  const options = yield* parseOptions(context, args, 'raltuwxen');
  if (!options) return 1;
  if (options.has('r')) return yield* route.run(context);
  const [listening, connected] = [options.has('l') || options.has('a'), !options.has('l') || options.has('a')];
  const which = listening && connected ? 'servers and established' : listening ? 'only servers' : 'w/o servers';
  context.print(`Active Internet connections (${which})\n`);
  context.print('Proto Recv-Q Send-Q Local Address           Foreign Address         State       \n');
  if (!options.has('u') || options.has('t')) yield* printSockets(context, { listening, connected });
  yield* context.flush();
  return 0;
});

function* printSockets(
  context: ProcessContext,
  { listening, connected }: { readonly listening: boolean; readonly connected: boolean },
): Coroutine<void> {
  const line = (local: string, remote: string, state: string) =>
    context.print(`tcp        0      0 ${local.padEnd(23)} ${remote.padEnd(23)} ${state.padEnd(11)} \n`);
  const { listeners, connections } = context.sockets.stack;
  if (listening) {
    for (const { address } of listeners) line(`${address.ip}:${address.port}`, '0.0.0.0:*', 'LISTEN');
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
