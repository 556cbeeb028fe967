import { applet } from './applet.ts';
import { bytesOf } from '../files/bytes.ts';
import { crcOf } from './crc32.ts';
import { formatTime } from './date-format.ts';
import { readFile, readLines } from './lines.ts';
import { parseOptions } from './options.ts';
import { tryCall } from './failure.ts';
import { complainUsage } from './usage.ts';
import { findUser, findUserEntry, groupName } from './users.ts';

export const nproc = applet('nproc', function* (context, args) {
  const options = yield* parseOptions(context, args, 'ai:', { all: 'a', ignore: 'i' });
  if (!options) return 1;
  const ignored = options.value('i');
  yield* context.write(1, `${Math.max(1, 2 - Number(ignored ?? 0))}\n`);
  return 0;
});

export const arch = applet('arch', function* (context) {
  yield* context.write(1, 'x86_64\n');
  return 0;
});

export const groups = applet('groups', function* (context, args) {
  const options = yield* parseOptions(context, args, '');
  if (!options) return 1;
  const [asked] = options.rest;
  const known = asked === undefined ? context.process.user : findUserEntry(context, asked);
  if (!known) {
    yield* context.complain(`groups: unknown user ${asked ?? ''}`);
    return 1;
  }
  yield* context.write(1, `${groupName(context, known.gid)}\n`);
  return 0;
});

export const tty = applet('tty', function* (context, args) {
  const silent = args.includes('-s');
  const isTerminal = context.isTerminal(0);
  if (!silent) yield* context.write(1, isTerminal ? '/dev/pts/0\n' : 'not a tty\n');
  return isTerminal ? 0 : 1;
});

export const logname = applet('logname', function* (context, args) {
  if (args.length > 0) return yield* complainUsage(context);
  yield* context.complain('logname: getlogin: Inappropriate ioctl for device');
  return 1;
});

export const who = applet('who', function* (context, args) {
  const options = yield* parseOptions(context, args, 'aH');
  if (!options) return 1;
  if (options.rest.length > 0) return yield* complainUsage(context);
  if (options.has('H')) yield* context.write(1, 'USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n');
  return 0;
});

export const w = applet('w', function* (context, args) {
  const options = yield* parseOptions(context, args, '');
  if (!options) return 1;
  if (options.rest.length > 0) return yield* complainUsage(context);
  yield* context.write(1, 'USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n');
  return 0;
});

export const hostid = applet('hostid', function* (context, args) {
  if (args.length > 0) return yield* complainUsage(context);
  yield* context.write(1, '007f0100\n');
  return 0;
});

/** Nobody reads the system log of a container; -s shows the message on standard error too. */
export const logger = applet('logger', function* (context, args) {
  const options = yield* parseOptions(context, args, 'st:p:');
  if (!options) return 1;
  const message = options.rest.length > 0 ? options.rest.join(' ') : (yield* context.readAll(0)).trimEnd();
  if (options.has('s')) yield* context.complain(`${options.value('t') ?? 'root'}: ${message}`);
  return 0;
});

export const clear = applet('clear', function* (context) {
  yield* context.write(1, '\x1b[H\x1b[J');
  return 0;
});

export const reset = applet('reset', function* (context) {
  if (context.isTerminal(1)) yield* context.write(1, '\x1bc\x1b(B\x1b[m\x1b[J\x1b[?25h');
  return 0;
});

export const sync = applet('sync', function* (context, args) {
  const options = yield* parseOptions(context, args, 'df');
  if (!options) return 1;
  let status = 0;
  for (const path of options.rest) {
    if (!(yield* tryCall(context, `can't open '${path}'`, () => context.files.stat(path)))) status = 1;
  }
  return status;
});

export const dmesg = applet('dmesg', function* (context, args) {
  if (!(yield* parseOptions(context, args, 'cs:n:r'))) return 1;
  yield* context.complain('dmesg: klogctl: Operation not permitted');
  return 1;
});

/** A time before each line: the format is like that of `date`. */
export const ts = applet('ts', function* (context, args) {
  const format = args.find((argument) => !argument.startsWith('-')) ?? '%b %d %H:%M:%S';
  const { lines } = yield* readLines(context, []);
  for (const line of lines) context.print(`${formatTime(context.nowMs(), format)} ${line}\n`);
  return 0;
});

export const crc32 = applet('crc32', function* (context, args) {
  const options = yield* parseOptions(context, args, '');
  if (!options) return 1;
  const files = options.rest;
  let status = 0;
  for (const file of files.length > 0 ? files : ['-']) {
    const text = yield* readFile(context, file, file, `${file}: Is a directory`);
    if (text === undefined) status = 1;
    else {
      const sum = crcOf(bytesOf(text)).toString(16).padStart(8, '0');
      context.print(files.length > 0 ? `${sum} ${file}\n` : `${sum}\n`);
    }
  }
  return status;
});

/** Becomes another user: -c COMMAND, -s SHELL, -, -l. */
export const su = applet('su', function* (context, args) {
  const options = yield* parseOptions(
    context,
    args.filter((argument) => argument !== '-'),
    'lmpc:s:',
  );
  if (!options) return 1;
  const [name = 'root', ...rest] = options.rest;
  const uid = findUser(context, name);
  if (uid === undefined) {
    yield* context.complain(`su: unknown user ${name}`);
    return 1;
  }
  if (context.process.user.uid !== 0) {
    yield* context.complain('su: must be suid to work properly');
    return 1;
  }
  const entry = passwdEntry(yield* readFile(context, '/etc/passwd'), name);
  const shell = options.value('s') ?? entry?.[6] ?? '/bin/sh';
  // A login shell's name begins with a dash, and it has next to nothing of the environment.
  const isLogin = args.includes('-') || options.has('l');
  const env = isLogin ? new Map<string, string>() : new Map(context.env);
  const home = entry?.[5] ?? '/';
  if (isLogin) {
    const term = context.env.get('TERM');
    if (term !== undefined) env.set('TERM', term);
    env.set('PATH', uid === 0 ? '/sbin:/usr/sbin:/bin:/usr/bin' : '/bin:/usr/bin');
    const { process } = context;
    const isThere = yield* tryCall(context, `can't change directory to '${home}'`, () => context.files.list(home));
    process.cwd = isThere ? home : '/';
  }
  if (isLogin || !(options.has('m') || options.has('p'))) {
    env.set('HOME', home);
    env.set('SHELL', shell);
    if (uid !== 0 || isLogin) {
      env.set('USER', name);
      env.set('LOGNAME', name);
    }
  }
  context.process.user = { uid, gid: Number(entry?.[3] ?? uid) };
  const command = options.value('c');
  const own = shell.slice(shell.lastIndexOf('/') + 1);
  return context.execute(
    shell,
    [`${isLogin ? '-' : ''}${own}`, ...(command === undefined ? [] : ['-c', command]), ...rest],
    env,
  );
});

function passwdEntry(text: string | undefined, name: string): readonly string[] | undefined {
  return text
    ?.split('\n')
    .map((line) => line.split(':'))
    .find((fields) => fields[0] === name || fields[2] === name);
}

/** Kernel settings, which /proc/sys has. */
export const sysctl = applet('sysctl', function* (context, args) {
  const options = yield* parseOptions(context, args, 'enawpqt');
  if (!options) return 1;
  let status = 0;
  for (const argument of options.rest) {
    const [name = '', value] = argument.split(/=(.*)/s);
    const text = context.files.find(`/proc/sys/${name.replaceAll('.', '/')}`)
      ? yield* readFile(context, `/proc/sys/${name.replaceAll('.', '/')}`)
      : undefined;
    if (text === undefined) {
      yield* context.complain(`sysctl: error: '${name}' is an unknown key`);
      status = 1;
    } else if (value !== undefined) {
      yield* context.complain(`sysctl: error setting key '${name}': Read-only file system`);
      status = 1;
    } else context.print(options.has('n') ? text : `${name} = ${text}`);
  }
  return status;
});
