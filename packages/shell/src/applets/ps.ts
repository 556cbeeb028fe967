import type { ProcessContext } from '../process/context.ts';
import type { Process } from '../process/process.ts';
import { processState } from '../process/proc-files.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { groupName, userName } from './users.ts';

interface Column {
  readonly title: string;
  /** Below 0: values stand to the right. */
  readonly width: number;
  readonly text: (context: ProcessContext, process: Process) => string;
}

const columns: Readonly<Record<string, Column>> = {
  user: { title: 'USER', width: 8, text: (context, process) => userName(context, process.user.uid) },
  group: { title: 'GROUP', width: 8, text: (context, process) => groupName(context, process.user.gid) },
  comm: { title: 'COMMAND', width: 16, text: (_context, process) => process.command.slice(0, 15) },
  args: { title: 'COMMAND', width: 0, text: (_context, process) => commandLine(process) },
  pid: { title: 'PID', width: -5, text: (_context, process) => String(process.pid) },
  ppid: { title: 'PPID', width: -5, text: (_context, process) => String(process.parent?.pid ?? 0) },
  pgid: { title: 'PGID', width: -5, text: (_context, process) => String(process.group) },
  nice: { title: 'NI', width: -5, text: (_context, process) => String(process.nice) },
  rgroup: { title: 'RGROUP', width: 8, text: (context, process) => groupName(context, process.user.gid) },
  ruser: { title: 'RUSER', width: 8, text: (context, process) => userName(context, process.user.uid) },
  tty: { title: 'TT', width: 6, text: (_context, process) => (process.session.terminal ? '136,0' : '?') },
  vsz: { title: 'VSZ', width: 4, text: (_context, process) => (process.status ? '0' : '2312') },
  sid: { title: 'SID', width: -5, text: (_context, process) => String(process.session.id) },
  stat: { title: 'STAT', width: 4, text: (context, process) => processState(process, context.container) },
  rss: { title: 'RSS', width: 4, text: (_context, process) => (process.status ? '0' : '1444') },
};

/** Lists the container's processes: `-o pid,ppid,pgid,user,comm,args,stat` and so on. */
export const ps = applet('ps', function* (context, args) {
  const options = yield* parseOptions(
    context,
    args.filter((argument) => argument !== 'aux' && argument !== 'ef'),
    'o:TlwefaxuA',
  );
  if (!options) return 1;
  const wanted = options.value('o')?.split(',') ?? ['pid', 'user', 'args'];
  context.container.current = context.process;
  const shown = wanted.flatMap((name) => columns[name] ?? []);
  if (shown.length < wanted.length) {
    yield* context.complain(
      `ps: bad -o argument '${wanted.find((name) => !columns[name])}', supported arguments: ${Object.keys(columns).join(',')}`,
    );
    return 1;
  }
  const line = (texts: readonly string[], isTitle: boolean) =>
    `${texts
      .map((text, index) => pad(text, isTitle ? Math.abs(shown[index]?.width ?? 0) : (shown[index]?.width ?? 0)))
      .join(' ')
      .trimEnd()}\n`;
  context.print(
    line(
      shown.map(({ title }) => title),
      true,
    ),
  );
  for (const process of context.container.processes.values()) {
    context.print(
      line(
        shown.map(({ text }) => text(context, process)),
        false,
      ),
    );
  }
  return 0;
});

function pad(text: string, width: number): string {
  return width < 0 ? text.padStart(-width) : text.padEnd(width);
}

/** The arguments of a process, after its name when they are not its own; its name in brackets once it has ended. */
export function commandLine(process: Process): string {
  if (process.shownArguments && !process.status) return `{${process.command}} ${process.shownArguments.join(' ')}`;
  return process.status || process.argv.length === 0 ? `[${process.command}]` : process.argv.join(' ');
}
