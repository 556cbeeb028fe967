import { SystemError } from '../files/errno.ts';
import type { Inode } from '../files/inode.ts';
import type { MountPoint } from '../files/tree.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { formatTime } from './date-format.ts';
import { type FileSystem, kibOf, linksOf, modeText, sizeOf } from './inode-text.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';
import { groupName, userName } from './users.ts';
import { zoneAt } from './time-zone.ts';

type Facts = Readonly<Record<string, string>>;

const kinds: Readonly<Record<Inode['kind'], string>> = {
  file: 'regular file',
  program: 'regular file',
  generated: 'regular empty file',
  directory: 'directory',
  link: 'symbolic link',
  device: 'character special file',
  fifo: 'fifo',
};

const typeBits: Readonly<Record<Inode['kind'], number>> = {
  file: 0o100000,
  program: 0o100000,
  generated: 0o100000,
  directory: 0o040000,
  link: 0o120000,
  device: 0o020000,
  fifo: 0o010000,
};

const deviceNumbers: Readonly<Record<string, readonly [number, number]>> = {
  null: [1, 3],
  zero: [1, 5],
  full: [1, 7],
  random: [1, 8],
  tty: [5, 0],
};

const terse = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %o';
const terseSystem = '%n %i %l %t %s %S %b %f %a %c %d';

/** `stat` calls a number without a name so. */
function known(name: string): string {
  return /^\d+$/.test(name) ? 'UNKNOWN' : name;
}

function factsOf(context: ProcessContext, path: string, inode: Inode, fileSystem: FileSystem): Facts {
  const time = (ms: number) => {
    const zone = zoneAt(context.env.get('TZ'), ms);
    const fraction = String(((ms % 1000) + 1000) % 1000).padStart(3, '0');
    return `${formatTime(ms, '%Y-%m-%d %H:%M:%S', zone)}.${fraction}000000 ${formatTime(ms, '%z', zone)}`;
  };
  const seconds = (ms: number) => String(Math.floor(ms / 1000));
  const [major, minor] = inode.kind === 'device' ? (deviceNumbers[inode.device] ?? [0, 0]) : [0, 0];
  const kind = inode.kind === 'file' && sizeOf(inode) === 0 ? 'regular empty file' : kinds[inode.kind];
  return {
    n: path,
    N: inode.kind === 'link' ? `'${path}' -> '${inode.target}'` : path,
    d: '48',
    D: '30',
    i: String(inode.number),
    a: inode.mode.toString(8),
    A: modeText(inode),
    f: (typeBits[inode.kind] | inode.mode).toString(16),
    F: kind,
    h: String(linksOf(inode, fileSystem)),
    u: String(inode.uid),
    U: known(userName(context, inode.uid)),
    g: String(inode.gid),
    G: known(groupName(context, inode.gid)),
    t: major.toString(16),
    T: minor.toString(16),
    s: String(sizeOf(inode, fileSystem)),
    B: '512',
    b: String(kibOf(inode, fileSystem) * 2),
    o: '4096',
    x: time(inode.accessedMs),
    X: seconds(inode.accessedMs),
    y: time(inode.modifiedMs),
    Y: seconds(inode.modifiedMs),
    z: time(inode.changedMs),
    Z: seconds(inode.changedMs),
  };
}

const systemTypes: Readonly<Record<string, readonly [hex: string, name: string]>> = {
  overlay: ['794c7630', 'UNKNOWN'],
  proc: ['9fa0', 'proc'],
  tmpfs: ['1021994', 'tmpfs'],
  ext4: ['ef53', 'ext2/ext3'],
  sysfs: ['62656572', 'sysfs'],
};

function systemFacts(path: string, mount: MountPoint): Facts {
  const [type, name] = systemTypes[mount.type] ?? ['0', 'UNKNOWN'];
  const blocks = mount.type === 'proc' || mount.type === 'sysfs' ? 0 : 15_313_873;
  return {
    n: path,
    i: '0',
    l: '255',
    t: type,
    T: name,
    b: String(blocks),
    f: String(Math.floor(blocks * 0.75)),
    a: String(Math.floor(blocks * 0.7)),
    s: '4096',
    S: '4096',
    c: String(Math.floor(blocks / 4)),
    d: String(Math.floor(blocks / 5)),
  };
}

/** Fills a format: a letter may have flags, a width and a precision, as in printf; an unknown one is itself. */
function fill(format: string, facts: Facts): string {
  let isEnded = true;
  const text = format.replace(/%([-+ #0]*)(\d*)(?:\.(\d+))?(.?)/gs, (_all, flags: string, width, precision, letter) => {
    if (letter === '%') return '%';
    if (letter === '') {
      isEnded = false;
      return '%';
    }
    const fact = (facts[letter as string] ?? letter).slice(0, precision === undefined ? undefined : Number(precision));
    if (flags.includes('-')) return fact.padEnd(Number(width));
    return fact.padStart(Number(width), flags.includes('0') && /^\d+$/.test(fact) ? '0' : ' ');
  });
  return isEnded ? `${text}\n` : text;
}

function longText(facts: Facts): string {
  const pad = (letter: string, width: number) => (facts[letter] ?? '').padEnd(width);
  const end = (letter: string, width: number) => (facts[letter] ?? '').padStart(width);
  const device = facts['F'] === kinds.device ? ` Device type: ${facts['t']},${facts['T']}` : '';
  return [
    `  File: ${facts['N']}`,
    `  Size: ${pad('s', 10)}\tBlocks: ${pad('b', 10)} IO Block: ${pad('o', 6)} ${facts['F']}`,
    `Device: 30h/48d\tInode: ${pad('i', 10)}  Links: ${device === '' ? facts['h'] : pad('h', 5)}${device}`,
    `Access: (${(facts['a'] ?? '').padStart(4, '0')}/${facts['A']})  Uid: (${end('u', 5)}/${end('U', 8)})   Gid: (${end('g', 5)}/${end('G', 8)})`,
    `Access: ${facts['x']}`,
    `Modify: ${facts['y']}`,
    `Change: ${facts['z']}`,
    '',
  ].join('\n');
}

function longSystemText(facts: Facts): string {
  const pad = (letter: string) => (facts[letter] ?? '').padEnd(10);
  return [
    `  File: "${facts['n']}"`,
    `    ID: ${facts['i']?.padEnd(8)} Namelen: ${facts['l']?.padEnd(7)} Type: ${facts['T']}`,
    `Block size: ${pad('s')}`,
    `Blocks: Total: ${pad('b')} Free: ${pad('f')} Available: ${facts['a']}`,
    `Inodes: Total: ${pad('c')} Free: ${facts['d']}`,
    '',
  ].join('\n');
}

function* describe(context: ProcessContext, path: string, text: () => string, what: string): Coroutine<boolean> {
  try {
    context.print(text());
    return true;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`stat: can't ${what} '${path}': ${error.message}`);
    return false;
  }
}

/** Facts about files (-L: what a link leads to), or about what they are mounted from (-f): -c FORMAT, -t. */
export const stat = applet('stat', function* (context, args) {
  const options = yield* parseOptions(context, args, 'tLlfc:');
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  const isSystem = options.has('f');
  const format = options.value('c') ?? (options.has('t') ? (isSystem ? terseSystem : terse) : undefined);
  let status = 0;
  for (const path of options.rest) {
    const text = () => {
      const { inode, mount } = context.files.locate(path, isSystem || options.has('L') || options.has('l'));
      const facts = isSystem ? systemFacts(path, mount) : factsOf(context, path, inode, mount.type);
      if (format !== undefined) return fill(format, facts);
      return isSystem ? longSystemText(facts) : longText(facts);
    };
    if (!(yield* describe(context, path, text, isSystem ? 'read file system information for' : 'stat'))) status = 1;
  }
  return status;
});
