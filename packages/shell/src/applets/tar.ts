import { bytesOf, textOf } from '../files/bytes.ts';
import { attempt, SystemError } from '../files/errno.ts';
import { directoryName } from '../files/path.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { formatTime } from './date-format.ts';
import { gzipBytes } from './deflate.ts';
import { CompressionError, gunzipBytes, isGzip } from './inflate.ts';
import { openFile } from './lines.ts';
import { type Options, parseOptions } from './options.ts';
import { type TarEntry, tarEnd, tarEntries, tarMember } from './tar-format.ts';
import { complainUsage } from './usage.ts';
import { groupName, userName } from './users.ts';

const long = {
  list: 't',
  extract: 'x',
  get: 'x',
  create: 'c',
  directory: 'C',
  file: 'f',
  'to-stdout': 'O',
  gzip: 'z',
  gunzip: 'z',
  ungzip: 'z',
  'auto-compress': 'a',
  verbose: 'v',
  'keep-old': 'k',
  touch: 'm',
  'same-permissions': 'p',
  'preserve-permissions': 'p',
  dereference: 'h',
  'files-from': 'T',
  'exclude-from': 'X',
  'strip-components': 'S',
  exclude: 'E',
  overwrite: 'w',
  'no-recursion': 'n',
  'numeric-owner': 'N',
  'no-same-permissions': 'P',
  'no-same-owner': 'o',
};

/** Archives: c, x, t with -f -C -v -z -O -m -o -k -h -X -T --exclude --strip-components. */
export const tar = applet('tar', function* (context, args) {
  const [first = '', ...others] = args;
  if (args.includes('--version')) {
    yield* context.write(1, 'tar (busybox) 1.37.0\n');
    return 0;
  }
  const spelled = first !== '' && !first.startsWith('-') ? [`-${first}`, ...others] : args;
  const options = yield* parseOptions(context, spelled, 'cxtvzjJaOmokhpf:C:X:T:S:E:wnNPW', long);
  if (!options) return 1;
  const modes = Array.from('cxt').filter((letter) => options.has(letter));
  if (modes.length !== 1) return yield* complainUsage(context);
  const directory = options.value('C');
  if (directory !== undefined && context.files.find(directory)?.kind !== 'directory') {
    const reason = context.files.find(directory) ? 'Not a directory' : 'No such file or directory';
    yield* context.complain(`tar: can't change directory to '${directory}': ${reason}`);
    return 1;
  }
  try {
    return yield* options.has('c') ? create(context, options) : read(context, options);
  } catch (error) {
    if (error instanceof CompressionError) {
      // The process that uncompresses tells of it, and then the one that reads what that gives.
      yield* context.complain(`tar: ${error.message}\ntar: short read`);
      return 1;
    }
    throw error;
  }
});

const inside = (options: Options, path: string) => {
  const directory = options.value('C');
  return directory === undefined || path.startsWith('/') ? path : `${directory.replace(/\/$/, '')}/${path}`;
};

/** Whether it can go to the directory of `-C`. */
function* enters(context: ProcessContext, options: Options): Coroutine<boolean> {
  const directory = options.value('C');
  const kind = directory === undefined ? 'directory' : context.files.find(directory)?.kind;
  if (kind === 'directory') return true;
  const { message } = new SystemError(kind === undefined ? 'ENOENT' : 'ENOTDIR');
  yield* context.complain(`tar: can't change directory to '${directory}': ${message}`);
  return false;
}

function* create(context: ProcessContext, options: Options): Coroutine<number> {
  if (!(yield* enters(context, options))) return 1;
  const blocks: Uint8Array[] = [];
  let status = 0;
  let removed = false;
  const excluded = new Set([...options.values('E')]);
  const listed = options.value('T');
  const names = [...options.rest];
  if (listed !== undefined) {
    const fd = listed === '-' ? 0 : context.files.open(listed);
    for (const line of (yield* context.readAll(fd)).split('\n')) if (line !== '') names.push(line);
  }
  if (names.length === 0) {
    yield* context.complain('tar: empty archive');
    return 1;
  }
  const file = options.value('f') ?? '-';
  const fd =
    file === '-'
      ? 1
      : yield* openFile(context, file, `can't open '${file}'`, { write: true, create: true, truncate: true });
  if (fd === undefined) return 1;
  const add = function* (path: string): Coroutine<void> {
    if (excluded.has(path) || excluded.has(path.split('/').at(-1) ?? '')) return;
    const real = inside(options, path);
    const inode = context.files.find(real, options.has('h'));
    if (!inode) {
      yield* context.complain(`tar: ${path}: No such file or directory`);
      status = 1;
      return;
    }
    const isDirectory = inode.kind === 'directory';
    let name = isDirectory && !path.endsWith('/') ? `${path}/` : path;
    if (name.startsWith('/')) {
      if (!removed) yield* context.complain("tar: removing leading '/' from member names");
      removed = true;
      name = name.replace(/^\/+/, '');
    }
    if (options.has('v')) yield* context.write(options.value('f') === '-' ? 2 : 1, `${name}\n`);
    let content: Uint8Array = new Uint8Array(0);
    if (inode.kind === 'file' || inode.kind === 'generated' || inode.kind === 'program') {
      const fd = context.files.open(real);
      content = bytesOf(yield* context.readAll(fd));
      context.process.descriptors.close(fd);
    }
    const { mode, uid, gid, modifiedMs } = inode;
    const entry: TarEntry = {
      name,
      type: isDirectory ? '5' : inode.kind === 'link' ? '2' : '0',
      mode,
      uid,
      gid,
      user: userName(context, uid),
      group: groupName(context, gid),
      modifiedMs,
      link: inode.kind === 'link' ? inode.target : '',
      content,
    };
    if (name !== '') blocks.push(...tarMember(entry));
    if (!isDirectory || options.has('n')) return;
    for (const child of context.files.list(real)) yield* add(`${path.replace(/\/$/, '')}/${child}`);
  };
  for (const path of names) yield* add(path);
  blocks.push(tarEnd());
  yield* writeArchive(context, fd, blocks, options.has('z') || (options.has('a') && file.endsWith('gz')));
  if (status !== 0) yield* context.complain('tar: error exit delayed from previous errors');
  return status;
}

function* writeArchive(context: ProcessContext, fd: number, blocks: Uint8Array[], zipped: boolean): Coroutine<void> {
  if (!zipped) {
    for (const block of blocks) yield* context.write(fd, block);
    return;
  }
  yield* context.write(fd, gzipBytes(bytesOf(blocks.map(textOf).join(''))));
}

function* read(context: ProcessContext, options: Options): Coroutine<number> {
  const file = options.value('f') ?? '-';
  let bytes: Uint8Array;
  try {
    const fd = file === '-' ? 0 : context.files.open(file);
    if (!(yield* enters(context, options))) return 1;
    const isDirectory = context.process.descriptors.get(fd).kind === 'directory';
    bytes = bytesOf(isDirectory ? '' : yield* context.readAll(fd));
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`tar: can't open '${file}': ${error.message}`);
    return 1;
  }
  if (isGzip(bytes)) bytes = gunzipBytes(bytes);
  else if (options.has('z')) throw new CompressionError('invalid magic');
  context.charge(bytes.length / 16);
  const wanted = new Map(options.rest.map((name) => [name.replace(/\/$/, ''), false]));
  if (bytes.length === 0) {
    yield* context.complain('tar: short read');
    return 1;
  }
  for (const entry of tarEntries(bytes)) {
    if (!entry) {
      yield* context.complain(bytes.length < 512 ? 'tar: short read' : 'tar: invalid tar magic');
      return 1;
    }
    const name = entry.name.replace(/\/$/, '');
    const match = [...wanted.keys()].find((one) => name === one || name.startsWith(`${one}/`));
    if (wanted.size > 0 && match === undefined) continue;
    if (match !== undefined) wanted.set(match, true);
    if (options.values('E').some((one) => name === one || name.split('/').includes(one))) continue;
    if (options.has('t')) list(context, entry, options.has('v'));
    else if (!(yield* extract(context, entry, options))) return 1;
    if (context.isOutputFull) yield* context.flush();
  }
  for (const [name, found] of wanted) {
    if (found) continue;
    yield* context.complain(`tar: ${name}: not found in archive`);
    return 1;
  }
  return 0;
}

function list(context: ProcessContext, entry: TarEntry, verbose: boolean): void {
  if (!verbose) {
    context.print(`${entry.name}\n`);
    return;
  }
  const letters = 'rwxrwxrwx';
  const bits = Array.from(letters, (letter, index) => (entry.mode & (0o400 >> index) ? letter : '-')).join('');
  const kind = entry.type === '5' ? 'd' : entry.type === '2' ? 'l' : '-';
  const owner = `${entry.user}/${entry.group}`;
  const when = formatTime(entry.modifiedMs, '%Y-%m-%d %H:%M:%S');
  const link = entry.link === '' ? '' : ` -> ${entry.link}`;
  context.print(`${kind}${bits} ${owner} ${String(entry.content.length).padStart(9)} ${when} ${entry.name}${link}\n`);
}

function* extract(context: ProcessContext, entry: TarEntry, options: Options): Coroutine<boolean> {
  const strip = Number(options.value('S') ?? 0);
  const parts = entry.name.replace(/^\/+/, '').split('/');
  const stripped = strip > 0 ? parts.slice(strip).join('/') : parts.join('/');
  if (stripped === '') return true;
  if (parts.includes('..')) {
    yield* context.complain(`tar: name with '..' skipped: '${entry.name}'`);
    return true;
  }
  if (options.has('v')) context.print(`${entry.name}\n`);
  if (options.has('O')) {
    if (entry.type === '0') yield* context.write(1, entry.content.slice());
    return true;
  }
  const path = inside(options, stripped).replace(/(.)\/$/, '$1');
  const { files } = context;
  try {
    makeParents(context, directoryName(path));
    const existing = files.find(path, false);
    if (entry.type === '5') {
      if (existing?.kind !== 'directory') files.makeDirectory(path, entry.mode);
    } else {
      if (existing && options.has('k')) throw new SystemError('EEXIST');
      const fault = existing && unlinkFault(context, path);
      if (fault) return yield* cannotRemove(context, stripped, fault);
      if (entry.type === '2') files.makeSymbolicLink(entry.link, path);
      else if (entry.type === '1') files.makeHardLink(inside(options, entry.link), path);
      else {
        const fd = files.open(path, { write: true, create: true, truncate: true, mode: entry.mode });
        yield* context.write(fd, entry.content.slice());
        context.process.descriptors.close(fd);
      }
    }
    if (entry.type === '2') return true;
    const isRoot = context.process.user.uid === 0;
    const owner = isRoot && !options.has('o') ? { uid: entry.uid, gid: entry.gid } : {};
    const time = options.has('m') ? {} : { modifiedMs: entry.modifiedMs };
    attempt(() => files.change(path, { mode: entry.mode, ...owner, ...time }));
    return true;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    // A file is removed first, which a file system that cannot be written to refuses even where there is none.
    if (error.code === 'EROFS' && entry.type !== '5') return yield* cannotRemove(context, stripped, error);
    const verb = entry.type === '5' ? "can't make dir" : entry.type === '2' ? "can't create symlink" : "can't open";
    yield* context.complain(`tar: ${verb} '${stripped}': ${error.message}`);
    return false;
  }
}

function unlinkFault({ files }: ProcessContext, path: string): SystemError | undefined {
  try {
    files.unlink(path);
    return undefined;
  } catch (error) {
    if (error instanceof SystemError) return error;
    throw error;
  }
}

function* cannotRemove(context: ProcessContext, name: string, { message }: SystemError): Coroutine<false> {
  yield* context.complain(`tar: can't remove old file ${name}: ${message}`);
  return false;
}

function makeParents(context: ProcessContext, directory: string): void {
  if (directory === '' || directory === '.' || context.files.find(directory)) return;
  makeParents(context, directoryName(directory));
  context.files.makeDirectory(directory, 0o777);
}
