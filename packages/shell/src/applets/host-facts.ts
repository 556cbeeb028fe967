import type { ProcessContext } from '../process/context.ts';
import type { Process } from '../process/process.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { commandLine } from './ps.ts';
import { complainUsage } from './usage.ts';

/** The domain of the host, which a Pod has only when it has a subdomain: then /etc/hosts names it. */
export const dnsdomainname = applet('dnsdomainname', function* (context, args) {
  if (!(yield* parseOptions(context, args, ''))) return 1;
  yield* context.flush();
  return 0;
});

/** For accounts that nobody may use. */
export const nologin = applet('nologin', function* (context) {
  yield* context.write(1, 'This account is not available\n');
  return 1;
});

const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT NL VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/** The table of characters. */
export const ascii = applet('ascii', function* (context) {
  context.print('Dec Hex    Dec Hex    Dec Hex  Dec Hex  Dec Hex  Dec Hex   Dec Hex   Dec Hex\n');
  for (let row = 0; row < 16; row += 1) {
    const cells = Array.from({ length: 8 }, (_value, column) => {
      const code = column * 16 + row;
      const name = controlNames[code] ?? (code === 127 ? 'DEL' : String.fromCharCode(code));
      const number = `${String(code).padStart(3)} ${code.toString(16).padStart(2, '0')} `;
      return number + (column < 2 ? name.padEnd(3) : name);
    });
    const [a, b, c, d, e, f, g, h] = cells;
    context.print(`${a} ${b} ${c} ${d} ${e} ${f}  ${g}  ${h}\n`);
  }
  yield* context.flush();
  return 0;
});

/** Who was logged in, which nobody wrote down. */
export const last = applet('last', function* (context, args) {
  if (args.length > 0) return yield* complainUsage(context);
  yield* context.complain("last: can't open '/var/log/wtmp': No such file or directory");
  return 1;
});

/** Who is logged in. */
export const users = applet('users', function* (context) {
  yield* context.write(1, '\n');
  return 0;
});

/** Modules of the kernel, of which a container sees no list. */
export const lsmod = applet('lsmod', function* (context) {
  context.print('Module                  Size  Used by    Not tainted\n');
  yield* context.flush();
  yield* context.complain('lsmod: /proc/modules: No such file or directory');
  return 0;
});

/** Whether directories are mounted: -q says nothing. */
export const mountpoint = applet('mountpoint', function* (context, args) {
  const options = yield* parseOptions(context, args, 'qdxn');
  if (!options) return 1;
  const [path, more] = options.rest;
  if (path === undefined || more !== undefined) return yield* complainUsage(context);
  if (!context.files.find(path)) {
    if (!options.has('q')) yield* context.complain(`mountpoint: ${path}: No such file or directory`);
    return 1;
  }
  const at = context.files.locate(path);
  const isMounted = at.path === at.mount.path;
  if (!options.has('q')) context.print(`${path} is ${isMounted ? '' : 'not '}a mountpoint\n`);
  return isMounted ? 0 : 1;
});

/** The working directories of processes. */
export const pwdx = applet('pwdx', function* (context, args) {
  if (args.length === 0) return yield* complainUsage(context);
  let status = 0;
  for (const pid of args) {
    const process = context.container.processes.get(Number(pid));
    if (process && !process.status) context.print(`${pid}: ${process.cwd}\n`);
    else {
      yield* context.complain(`${pid}: No such process`);
      status = 1;
    }
  }
  return status;
});

function branchOf(context: ProcessContext, process: Process, withPids: boolean): string[] {
  const name = process.command + (withPids ? `(${process.pid})` : '');
  const children = [...process.children]
    .filter((child) => !child.status)
    .map((child) => branchOf(context, child, withPids))
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  if (children.length === 0) return [name];
  return children.flatMap((lines, index) => {
    const isLast = index === children.length - 1;
    return lines.map((line, at) => {
      const start = index === 0 && at === 0 ? name : ' '.repeat(name.length);
      const joint =
        at > 0
          ? isLast
            ? '   '
            : ' | '
          : children.length === 1
            ? '---'
            : index === 0
              ? '-+-'
              : isLast
                ? ' `-'
                : ' |-';
      return start + joint + line;
    });
  });
}

/** Processes as a tree: -p with pids, from a pid on. */
export const pstree = applet('pstree', function* (context, args) {
  const options = yield* parseOptions(context, args, 'p');
  if (!options) return 1;
  const root = context.container.processes.get(Number(options.rest[0] ?? 1));
  if (root) context.print(`${branchOf(context, root, options.has('p')).join('\n')}\n`);
  yield* context.flush();
  return 0;
});

/** Open files of all processes. */
export const lsof = applet('lsof', function* (context) {
  for (const process of context.container.processes.values()) {
    if (process.status) continue;
    for (const fd of process.descriptors.numbers()) {
      context.print(
        `${process.pid}\t${commandLine(process).split(' ')[0]}\t${fd}\t${process.descriptors.get(fd).path}\n`,
      );
    }
  }
  yield* context.flush();
  return 0;
});

function powerApplet(name: 'halt' | 'poweroff' | 'reboot', letters: string) {
  return applet(name, function* (context, args) {
    const options = yield* parseOptions(context, args, letters);
    if (!options) return 1;
    // A container's PID 1 is no init that would listen, and -f takes a right that containers have not.
    if (!options.has('f')) return 0;
    yield* context.complain(`${name}: Operation not permitted`);
    return 1;
  });
}

/** They ask PID 1 to end the machine, which in a container does not listen. */
export const halt = powerApplet('halt', 'd:nfw');
export const poweroff = powerApplet('poweroff', 'd:nf');
export const reboot = powerApplet('reboot', 'd:nf');
