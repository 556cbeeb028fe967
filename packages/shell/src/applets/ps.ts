import type { ProcessContext } from '../process/context.ts';
import type { Process } from '../process/process.ts';
import { processState, processTicks } from '../process/proc-files.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { userName } from './users.ts';

const columns: Readonly<
  Record<string, { title: string; width: number; text: (c: ProcessContext, p: Process) => string }>
> = {
  pid: { title: 'PID', width: -5, text: (_context, process) => String(process.pid) },
  ppid: { title: 'PPID', width: -5, text: (_context, process) => String(process.parent?.pid ?? 0) },
  pgid: { title: 'PGID', width: -5, text: (_context, process) => String(process.group) },
  user: { title: 'USER', width: 8, text: (context, process) => userName(context, process.user.uid) },
  comm: { title: 'COMMAND', width: 16, text: (_context, process) => process.command.slice(0, 15) },
  args: { title: 'COMMAND', width: 0, text: (_context, process) => commandLine(process) },
  time: { title: 'TIME', width: -6, text: (_context, process) => cpuTime(process) },
  stat: { title: 'STAT', width: 4, text: (context, process) => processState(process, context.container) },
};

/** Lists the container's processes: `-o pid,ppid,pgid,user,comm,args,time,stat`. */
export const ps = applet('ps', function* (context, args) {
  const options = yield* parseOptions(
    context,
    args.filter((argument) => argument !== 'aux' && argument !== 'ef'),
    'o:TlwefaxuA',
  );
  if (!options) return 1;
  const wanted = options.value('o')?.split(',') ?? ['pid', 'user', 'time', 'args'];
  context.container.current = context.process;
  const shown = wanted.flatMap((name) => columns[name] ?? []);
  if (shown.length < wanted.length) {
    yield* context.complain(
      `ps: bad -o argument '${wanted.find((name) => !columns[name])}', supported arguments: ${Object.keys(columns).join(',')}`,
    );
    return 1;
  }
  const line = (texts: readonly string[]) =>
    `${texts
      .map((text, index) => pad(text, shown[index]?.width ?? 0))
      .join(' ')
      .trimEnd()}\n`;
  context.print(line(shown.map(({ title }) => title)));
  for (const process of context.container.processes.values()) {
    context.print(line(shown.map(({ text }) => text(context, process))));
  }
  return 0;
});

function pad(text: string, width: number): string {
  return width < 0 ? text.padStart(-width) : text.padEnd(width);
}

/** The arguments of a process; its name in brackets once it has ended. */
export function commandLine(process: Process): string {
  return process.status || process.argv.length === 0 ? `[${process.command}]` : process.argv.join(' ');
}

/** `0:00`. */
export function cpuTime(process: Process): string {
  const seconds = Math.floor(processTicks(process) / 100);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
