import { attempt } from '../files/errno.ts';
import { memoryKib, processState, uptimeMs } from '../process/proc-files.ts';
import { applet } from './applet.ts';
import { formatTime } from './date-format.ts';
import { kibOf, linksOf, modeText, sizeOf } from './inode-text.ts';
import { parseOptions } from './options.ts';
import { commandLine } from './ps.ts';
import { uptimeLine } from './space.ts';
import { groupName, userName } from './users.ts';

export const uptime = applet('uptime', function* (context) {
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
    context.print('  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND\n');
    const rows = all.map((process) => ({ process, used: process.steps - (before.get(process.pid) ?? 0) }));
    for (const { process } of rows.sort((a, b) => b.used - a.used || a.process.pid - b.process.pid)) {
      before.set(process.pid, process.steps);
      const user = userName(context, process.user.uid).slice(0, 8).padEnd(8);
      const state = processState(process, context.container).padEnd(4);
      const ids = `${String(process.pid).padStart(5)} ${String(process.parent?.pid ?? 0).padStart(5)}`;
      context.print(`${ids} ${user} ${state}  4408   0%   0   0% ${commandLine(process)}\n`);
    }
    yield* context.flush();
  }
  return 0;
});

/** Facts about files: -c FORMAT with %n %s %a %A %U %G %u %g %F %Y %y %h %i %N, -L, -t. */
export const stat = applet('stat', function* (context, args) {
  const options = yield* parseOptions(context, args, 'c:Lft');
  if (!options) return 1;
  let status = 0;
  for (const path of options.rest) {
    const at = attempt(() => context.files.locate(path, options.has('L')));
    if (!at) {
      yield* context.complain(`stat: can't stat '${path}': No such file or directory`);
      status = 1;
      continue;
    }
    const { inode } = at;
    const fileSystem = at.mount.type;
    const kind = {
      file: sizeOf(inode) === 0 ? 'regular empty file' : 'regular file',
      program: 'regular file',
      generated: 'regular empty file',
      directory: 'directory',
      link: 'symbolic link',
      device: 'character special file',
      fifo: 'fifo',
    }[inode.kind];
    const time = (ms: number) =>
      `${formatTime(ms, '%Y-%m-%d %H:%M:%S')}.${String(ms % 1000).padStart(3, '0')}000000 +0000`;
    const mode = inode.mode.toString(8);
    const facts: Record<string, string> = {
      n: path,
      s: String(sizeOf(inode, fileSystem)),
      a: mode,
      A: modeText(inode),
      F: kind,
      h: String(linksOf(inode, fileSystem)),
      i: String(inode.number),
      U: known(userName(context, inode.uid)),
      G: known(groupName(context, inode.gid)),
      u: String(inode.uid),
      g: String(inode.gid),
      Y: String(Math.floor(inode.modifiedMs / 1000)),
      X: String(Math.floor(inode.accessedMs / 1000)),
      Z: String(Math.floor(inode.changedMs / 1000)),
      y: time(inode.modifiedMs),
      x: time(inode.accessedMs),
      z: time(inode.changedMs),
      b: String(kibOf(inode, fileSystem) * 2),
      o: '4096',
      B: '512',
      N: inode.kind === 'link' ? `'${path}' -> '${inode.target}'` : path,
    };
    const format = options.value('c');
    const name = inode.kind === 'link' ? `'${path}' -> '${inode.target}'` : path;
    if (format !== undefined)
      context.print(`${format.replace(/%([a-zA-Z])/g, (all, letter: string) => facts[letter] ?? all)}\n`);
    else {
      context.print(
        `  File: ${name}\n  Size: ${facts['s']?.padEnd(10)}\tBlocks: ${facts['b']?.padEnd(10)} IO Block: 4096   ${kind}\n`,
      );
      context.print(`Device: 30h/48d\tInode: ${facts['i']?.padEnd(10)}  Links: ${facts['h']}\n`);
      context.print(
        `Access: (${mode.padStart(4, '0')}/${facts['A']})  Uid: (${facts['u']?.padStart(5)}/${facts['U']?.padStart(8)})   Gid: (${facts['g']?.padStart(5)}/${facts['G']?.padStart(8)})\n`,
      );
      context.print(`Access: ${facts['x']}\nModify: ${facts['y']}\nChange: ${facts['z']}\n`);
    }
  }
  return status;
});

/** `stat` calls a number without a name so. */
function known(name: string): string {
  return /^\d+$/.test(name) ? 'UNKNOWN' : name;
}
