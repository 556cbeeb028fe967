import { memoryKib, processState, uptimeMs } from '../process/proc-files.ts';
import { applet } from './applet.ts';
import { formatTime } from './date-format.ts';
import { parseOptions } from './options.ts';
import { commandLine } from './ps.ts';
import { uptimeLine } from './space.ts';
import { userName } from './users.ts';

export const uptime = applet('uptime', function* (context, args) {
  if (!(yield* parseOptions(context, args, ''))) return 1;
  yield* context.write(1, uptimeLine(context, uptimeMs(context.container), formatTime(context.nowMs(), '%H:%M:%S')));
  return 0;
});

/** The busiest processes: -b -n N -d SECONDS. Without -b it goes on until it is interrupted. */
export const top = applet('top', function* (context, args) {
  const options = yield* parseOptions(context, args, 'bn:d:mH');
  if (!options) return 1;
  const rounds = Number(options.value('n') ?? Number.POSITIVE_INFINITY);
  const before = new Map<number, number>();
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) yield* context.sleep(Number(options.value('d') ?? 5) * 1000);
    context.container.current = context.process;
    const { total, free, buffers, cached } = memoryKib;
    const all = [...context.container.processes.values()];
    const running = all.filter((process) => processState(process, context.container) === 'R').length;
    if (!options.has('b')) context.print('\x1b[H\x1b[J');
    context.print(`Mem: ${total - free}K used, ${free}K free, 0K shrd, ${buffers}K buff, ${cached}K cached\n`);
    context.print('CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq\n');
    context.print(`Load average: 0.00 0.00 0.00 ${running}/${all.length} ${context.pid}\n`);
    context.print('  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND\n');
    const rows = all.map((process) => ({ process, used: process.steps - (before.get(process.pid) ?? 0) }));
    for (const { process } of rows.sort((a, b) => b.used - a.used || a.process.pid - b.process.pid)) {
      before.set(process.pid, process.steps);
      const user = userName(context, process.user.uid).slice(0, 8).padEnd(8);
      const state = processState(process, context.container).padEnd(4);
      const ids = `${String(process.pid).padStart(5)} ${String(process.parent?.pid ?? 0).padStart(5)}`;
      context.print(`${ids} ${user} ${state}  4408   0%   0% ${commandLine(process)}\n`);
    }
    yield* context.flush();
  }
  return 0;
});
