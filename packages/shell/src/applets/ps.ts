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
  const letters = args.map((argument, index) => (index === 0 && /^[auxef]+$/.test(argument) ? '-e' : argument));
  const options = yield* parseOptions(context, letters, 'o:aAdeflT');
  if (!options) return 1;
  const wanted = options.has('o') ? options.values('o').flatMap((text) => text.split(',')) : ['pid', 'user', 'args'];
  context.container.current = context.process;
  const shown: Column[] = [];
  const wrong = wanted.find((text) => !columns[text.replace(/=.*/s, '')]);
  if (wrong !== undefined) {
    const known = Object.keys(columns).join(',');
    yield* context.complain(`ps: bad -o argument '${wrong}', supported arguments: ${known}`);
    return 1;
  }
  for (const text of wanted) {
    const [name = '', title] = text.split(/=(.*)/s);
    const column = columns[name];
    if (!column) break;
    const width = title === undefined || title === '' ? column.width : Math.sign(column.width) * title.length;
    shown.push(title === undefined ? column : { ...column, title, width });
    // The arguments take the rest of the line.
    if (name === 'args') break;
  }
  const line = (texts: readonly string[], isTitle: boolean) => {
    const cells = texts.map((text, index) => {
      const width = shown[index]?.width ?? 0;
      return pad(width > 0 ? text.slice(0, width) : text, isTitle ? Math.abs(width) : width);
    });
    return `${cells.join(' ').trimEnd()}\n`;
  };
  if (shown.some(({ title }) => title !== ''))
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
