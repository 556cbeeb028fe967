import { attempt, SystemError } from '../files/errno.ts';
import type { Inode } from '../files/inode.ts';
import type { ProcessContext } from '../process/context.ts';
import { applet } from './applet.ts';
import { formatTime } from './date-format.ts';
import { type FileSystem, kibOf, linksOf, modeText, sizeOf } from './inode-text.ts';
import { humanSize } from './human-size.ts';
import { type Options, parseOptions } from './options.ts';
import { zoneAt } from './time-zone.ts';
import { groupName, userName } from './users.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly inode: Inode;
  /** What colours show, when that is not what it leads to. */
  readonly shown?: Inode;
  readonly fileSystem: FileSystem;
}

/**
 * Lists directories: -1 -a -A -l -g -n -d -R -r -t -S -X -h -i -F -p -s -C -x -L -H -Q -w WIDTH --full-time
 * --group-directories-first --color[=WHEN].
 */
export const ls = applet('ls', function* (context, args) {
  const options = yield* parseOptions(context, args, '1AaCxdLHRFplinsghrSXvctuQkT:w:#::', {
    all: 'a',
    color: '#',
    'full-time': '+',
    'group-directories-first': '=',
  });
  if (!options) return 1;
  let status = 0;
  const files: Entry[] = [];
  const directories: Entry[] = [];
  for (const path of options.rest.length > 0 ? options.rest : ['.']) {
    try {
      const isItself = isLong(options) || ['i', 's', 'F'].some(options.has);
      const { inode, mount } = context.files.locate(path, !isItself || options.has('L') || options.has('H'));
      const list = inode.kind === 'directory' && !options.has('d') ? directories : files;
      const shown = options.has('L') ? inode : context.files.locate(path, false).inode;
      list.push({ name: path, path, inode, shown, fileSystem: mount.type });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* context.complain(`ls: ${path}: ${error.message}`);
      status = 1;
    }
  }
  printEntries(context, sorted(files, options), options);
  const withNames = options.rest.length > 1 || options.has('R');
  const queue = sorted(directories, options);
  let first = files.length === 0;
  while (queue.length > 0) {
    const directory = queue.shift();
    if (!directory) break;
    if (withNames) context.print(`${first ? '' : '\n'}${directory.path}:\n`);
    first = false;
    try {
      const entries = sorted(readEntries(context, directory.path, options), options);
      if (isLong(options) || options.has('s')) context.print(`total ${totalOf(entries, options)}\n`);
      printEntries(context, entries, options);
      if (options.has('R')) {
        queue.unshift(
          ...entries.filter(({ inode, name }) => inode.kind === 'directory' && name !== '.' && name !== '..'),
        );
      }
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* context.complain(`ls: can't open '${directory.path}': ${error.message}`);
      status = 1;
    }
    if (context.isOutputFull) yield* context.flush();
  }
  return status;
});

function readEntries(context: ProcessContext, directory: string, options: Options): Entry[] {
  const dots = options.has('a') ? ['.', '..'] : [];
  const hidden = options.has('a') || options.has('A');
  const names = [...dots, ...context.files.list(directory).filter((name) => hidden || !name.startsWith('.'))];
  const base = directory.endsWith('/') ? directory : `${directory}/`;
  return names.flatMap((name) => {
    const at = attempt(() => context.files.locate(base + name, options.has('L')));
    return at ? [{ name, path: base + name, inode: at.inode, fileSystem: at.mount.type }] : [];
  });
}

function sorted(entries: readonly Entry[], options: Options): Entry[] {
  const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const list = [...entries].sort(byName);
  if (options.has('t')) list.sort((a, b) => b.inode.modifiedMs - a.inode.modifiedMs);
  if (options.has('X'))
    list.sort((a, b) => (extensionOf(a) < extensionOf(b) ? -1 : extensionOf(a) > extensionOf(b) ? 1 : 0));
  if (options.has('S')) list.sort((a, b) => sizeOf(b.inode, b.fileSystem) - sizeOf(a.inode, a.fileSystem));
  if (options.has('r')) list.reverse();
  const rank = ({ inode }: Entry) => (inode.kind === 'directory' ? 0 : 1);
  return options.has('=') ? list.sort((a, b) => rank(a) - rank(b)) : list;
}

function extensionOf({ name }: Entry): string {
  const at = name.lastIndexOf('.');
  return at < 0 ? '' : name.slice(at);
}

function isLong(options: Options): boolean {
  return ['l', 'n', 'g', '+'].some((letter) => options.has(letter));
}

function shownName({ name }: Entry, options: Options): string {
  const shown = printable(name);
  return options.has('Q') ? `"${shown.replace(/["\\]/g, '\\$&')}"` : shown;
}

/** A name in plain ASCII: whatever else is in it shows as question marks, one for each byte. */
function printable(name: string): string {
  return name.replace(/[^ -~]/g, '?');
}

/** Whether --color is in force: `always` (or no word), `auto` on a terminal, `never`. */
function isColoured(context: ProcessContext, options: Options): boolean {
  const when = options.value('#');
  if (when === undefined) return false;
  if (['always', 'yes', 'force'].some((word) => word.startsWith(when))) return true;
  const asks = ['auto', 'tty', 'if-tty'].some((word) => word.startsWith(when));
  return asks && context.isTerminal(1) && context.env.get('TERM') !== 'dumb';
}

const colours: Readonly<Record<Inode['kind'], string>> = {
  directory: '1;34',
  link: '1;36',
  fifo: '0;35',
  device: '1;35',
  file: '0;0',
  program: '0;0',
  generated: '0;0',
};

/** A text in the colour of a file; of none when there is no such file. */
function coloured(text: string, inode: Inode | undefined): string {
  const colour = inode === undefined ? '1;31' : colours[inode.kind];
  const isProgram = colour === '0;0' && ((inode?.mode ?? 0) & 0o111) !== 0;
  return `\x1b[${isProgram ? '1;32' : colour}m${text}\x1b[m`;
}

/** The blocks of a list in KiB; with -h in the width that sizes have in a list. */
function totalOf(entries: readonly Entry[], options: Options): string {
  const kib = entries.reduce((sum, { inode, fileSystem }) => sum + kibOf(inode, fileSystem), 0);
  return options.has('h') ? humanSize(kib * 1024, 0).padEnd(7) : String(kib);
}

function suffix(inode: Inode, options: Options): string {
  if (inode.kind === 'directory' && (options.has('F') || options.has('p'))) return '/';
  if (!options.has('F')) return '';
  if (inode.kind === 'link') return '@';
  if (inode.kind === 'fifo') return '|';
  return inode.mode & 0o111 ? '*' : '';
}

function printEntries(context: ProcessContext, entries: readonly Entry[], options: Options): void {
  const onTerminal = context.isTerminal(1);
  const inColour = isColoured(context, options);
  const named = (entry: Entry) => {
    const name = shownName(entry, options);
    return (
      prefix(entry, options) +
      (inColour ? coloured(name, entry.shown ?? entry.inode) : name) +
      suffix(entry.inode, options)
    );
  };
  const names = entries.map(named);
  if (isLong(options)) for (const entry of entries) context.print(longLine(context, entry, options));
  else if (options.has('1')) for (const name of names) context.print(`${name}\n`);
  else if (options.has('x') || options.has('C') || onTerminal) printColumns(context, names, options);
  else for (const name of names) context.print(`${name}\n`);
}

function prefix({ inode, fileSystem }: Entry, options: Options): string {
  const number = options.has('i') ? `${String(inode.number).padStart(7)} ` : '';
  if (!options.has('s')) return number;
  const kib = kibOf(inode, fileSystem);
  return `${number}${(options.has('h') ? humanSize(kib * 1024) : String(kib)).padStart(options.has('h') ? 7 : 6)} `;
}

/** How many columns a name takes: colours take none. */
function widthOf(name: string): number {
  return name
    .split('\x1b')
    .reduce((sum, part, index) => sum + (index === 0 ? part.length : part.length - 1 - part.indexOf('m')), 0);
}

/** Names in columns; with -x they follow each other in rows. */
function printColumns(context: ProcessContext, names: readonly string[], options: Options): void {
  const across = options.has('x');
  const width = Number(options.value('w') ?? context.terminal?.size.columns ?? 80);
  const column = Math.max(...names.map(widthOf), 0) + 2;
  const columns = Math.max(1, Math.floor((width + 1) / column));
  const rows = Math.ceil(names.length / columns);
  for (let row = 0; row < rows; row += 1) {
    const line = names.filter((_name, index) => (across ? Math.floor(index / columns) : index % rows) === row);
    context.print(
      `${line.map((name, index) => (index < line.length - 1 ? name + ' '.repeat(column - widthOf(name)) : name)).join('')}\n`,
    );
  }
}

function longLine(context: ProcessContext, entry: Entry, options: Options): string {
  const { inode, fileSystem } = entry;
  const bytes = sizeOf(inode, fileSystem);
  const size = options.has('h') ? humanSize(bytes) : String(bytes);
  const shown = inode.kind === 'device' ? '1,   3' : size;
  const links = linksOf(inode, fileSystem);
  const user = options.has('n') ? String(inode.uid) : userName(context, inode.uid);
  const group = options.has('n') ? String(inode.gid) : groupName(context, inode.gid);
  const age = context.nowMs() - inode.modifiedMs;
  const isRecent = age < 15_768_000_000 && age > -15_768_000_000;
  const zone = zoneAt(context.env.get('TZ'), inode.modifiedMs);
  const short = isRecent ? '%b %e %H:%M' : '%b %e  %Y';
  const time = formatTime(inode.modifiedMs, options.has('+') ? '%Y-%m-%d %H:%M:%S %z' : short, zone);
  const inColour = isColoured(context, options);
  const name = inColour ? coloured(shownName(entry, options), inode) : shownName(entry, options);
  const to = inode.kind === 'link' ? printable(inode.target) : '';
  const target = to === '' ? '' : ` -> ${inColour ? coloured(to, context.files.find(entry.path)) : to}`;
  const owner = `${options.has('g') ? '' : `${user.slice(0, 8).padEnd(8)} `}${group.slice(0, 8).padEnd(8)}`;
  const number = options.has('i') ? `${String(inode.number).padStart(7)} ` : '';
  const head = `${number}${modeText(inode)} ${String(links).padStart(4)} ${owner} ${shown.padStart(9)}`;
  return `${head} ${time} ${name}${suffix(inode, options)}${target}\n`;
}
