import { attempt } from '../files/errno.ts';
import { SystemError } from '../files/errno.ts';
import { usedBytes } from '../files/volume.ts';
import type { ProcessContext } from '../process/context.ts';
import { type MountEntry, mountTable } from '../process/mount-table.ts';
import { memoryKib } from '../process/proc-files.ts';
import { applet } from './applet.ts';
import { parseCount } from './head.ts';
import { humanSize } from './human-size.ts';
import type { Inode } from '../files/inode.ts';
import { kibOf, linksOf, sizeOf } from './inode-text.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** KiB of the embedded node's disk. */
const diskKib = 61_255_492;
/** Files that fit on it. */
const diskFiles = 3_907_584;

/** Sizes of trees: -s -h -k -a -c -d N. */
export const du = applet('du', function* (context, args) {
  const options = yield* parseOptions(context, args, 'shkacmd:xLHlb');
  if (!options) return 1;
  const shown = (kib: number) =>
    options.has('h')
      ? humanSize(kib * (options.has('b') ? 1 : 1024))
      : String(options.has('m') ? Math.ceil(kib / 1024) : kib);
  const depthLimit = options.has('s') ? 0 : Number(options.value('d') ?? Number.POSITIVE_INFINITY);
  const counted = new Set<Inode>();
  const visit = (path: string, depth: number): number => {
    const at = attempt(() => context.files.locate(path, false));
    if (!at) return 0;
    const { inode } = at;
    // What was counted under another name is not counted again.
    if (linksOf(inode, at.mount.type) > 1 && !options.has('l')) {
      if (counted.has(inode)) return 0;
      counted.add(inode);
    }
    let kib = options.has('b') ? sizeOf(inode) : kibOf(inode, at.mount.type);
    if (inode.kind === 'directory') {
      for (const name of context.files.list(path)) kib += visit(`${path.replace(/\/$/, '')}/${name}`, depth + 1);
    }
    const isShown = inode.kind === 'directory' || options.has('a') || depth === 0;
    if (isShown && depth <= depthLimit) context.print(`${shown(kib)}\t${path}\n`);
    return kib;
  };
  let status = 0;
  let total = 0;
  for (const path of options.rest.length > 0 ? options.rest : ['.']) {
    if (context.files.find(path, false)) total += visit(path, 0);
    else {
      yield* context.complain(`du: ${path}: No such file or directory`);
      status = 1;
    }
  }
  if (options.has('c')) context.print(`${shown(total)}\ttotal\n`);
  return status;
});

interface Usage {
  readonly total: number;
  readonly used: number;
}

/** KiB (with `isFiles`: files) that fit into a mount, and that are in it. */
function usageOf(context: ProcessContext, { point: mount, totalKib }: MountEntry, isFiles: boolean): Usage {
  if (!mount) return { total: totalKib ?? 0, used: 0 };
  if (mount.type === 'proc' || mount.type === 'sysfs') return { total: 0, used: 0 };
  if (isFiles) return { total: diskFiles, used: Math.floor(diskFiles * 0.036) };
  const isInMemory = mount.type === 'tmpfs';
  const disk = isInMemory ? undefined : context.container.disk;
  const own = mount.root.kind === 'directory' ? usedBytes(mount.root) : 0;
  const used = Math.ceil((disk?.usedBytes() ?? own) / 1024);
  const ownKib = (mount.memory?.sizeBytes ?? Infinity) / 1024;
  const total = Number.isFinite(ownKib) ? ownKib : isInMemory ? 65_536 : disk ? disk.sizeBytes / 1024 : diskKib;
  return { total, used };
}

function longestFirst(one: MountEntry, other: MountEntry): number {
  return other.path.length - one.path.length;
}

/** How blocks of a size are named in the title. */
function blockTitle(bytes: number, isPosix: boolean): string {
  if (bytes === 1024) return isPosix ? '1024-blocks' : '1K-blocks';
  for (const [unit, size] of [
    ['G', 1 << 30],
    ['M', 1 << 20],
    ['K', 1024],
  ] as const) {
    if (bytes % size === 0) return `${bytes / size}${unit}-blocks`;
  }
  return `${bytes}-blocks`;
}

/** Space of mounted volumes: -h -k -m -B SIZE -P -T -a -i -t TYPE. */
export const df = applet('df', function* (context, args) {
  const options = yield* parseOptions(context, args, 'kPTaht:imB:');
  if (!options) return 1;
  const isHuman = options.has('h');
  const isFiles = options.has('i');
  const isPosix = options.has('P');
  const blockBytes = options.has('m') ? 1 << 20 : (parseCount(options.value('B') ?? '1k') ?? 1024);
  const first = isFiles ? '   Inodes' : isHuman ? '     Size' : blockTitle(blockBytes, isPosix);
  const head = `Filesystem           ${options.has('T') ? 'Type       ' : ''}${first.padEnd(isPosix ? 11 : 9)}`;
  context.print(
    `${head}${isPosix ? ' ' : ' '.repeat(3)}${isPosix ? '   ' : '   '}Used Available ${isPosix ? 'Capacity' : 'Use%'} Mounted on\n`,
  );
  const shown = (amount: number) => {
    if (isHuman) return humanSize(isFiles ? amount : amount * 1024);
    return String(isFiles ? amount : Math.floor((amount * 1024) / blockBytes));
  };
  const table = mountTable(context.container);
  const mounts: MountEntry[] = [];
  let status = 0;
  for (const path of options.rest) {
    try {
      const { mount, path: real, inode } = context.files.locate(path);
      // A device is asked about as one that is mounted.
      if (inode.kind === 'device') throw new SystemError('ENOENT');
      const inside = (entry: MountEntry) => !entry.point && (real === entry.path || real.startsWith(`${entry.path}/`));
      mounts.push(
        ...table
          .filter((entry) => inside(entry) || entry.point === mount)
          .toSorted(longestFirst)
          .slice(0, 1),
      );
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* context.flush();
      yield* context.complain(`df: ${path}: can't find mount point`);
      status = 1;
    }
  }
  for (const mount of options.rest.length > 0 ? mounts : table) {
    const { total, used } = usageOf(context, mount, isFiles);
    if (options.rest.length === 0 && total === 0 && !options.has('a')) continue;
    if (options.has('t') && options.value('t') !== mount.type) continue;
    const percent = total === 0 ? 0 : Math.ceil((used * 100) / total);
    const columns = [total, used, total - used].map((amount) => shown(amount).padStart(9));
    const type = options.has('T') ? `${mount.type.padEnd(10)} ` : '';
    const name = mount.source.length > 20 ? `${mount.source}\n${' '.repeat(20)}` : mount.source.padEnd(20);
    context.print(`${name} ${type}${columns.join(' ')} ${String(percent).padStart(3)}% ${mount.path}\n`);
  }
  return status;
});

/** The node's memory: -k -m -h -b. */
export const free = applet('free', function* (context, args) {
  if (args.some((argument) => argument.startsWith('-') && !/^-[bkmgh]*$/.test(argument)))
    return yield* complainUsage(context);
  const options = yield* parseOptions(context, args, 'bkmgh');
  if (!options) return 1;
  const show = (kib: number) => {
    if (options.has('h')) return humanSize(kib * 1024);
    return String(
      options.has('b') ? kib * 1024 : Math.floor(kib / (options.has('m') ? 1024 : options.has('g') ? 1_048_576 : 1)),
    );
  };
  const { total, free: unused, available, buffers, cached } = memoryKib;
  const row = (title: string, values: readonly number[]) =>
    `${title.padEnd(7)}${values.map((value) => show(value).padStart(12)).join('')}\n`;
  context.print(
    `${' '.repeat(7)}${['total', 'used', 'free', 'shared', 'buff/cache', 'available'].map((name) => name.padStart(12)).join('')}\n`,
  );
  context.print(row('Mem:', [total, total - unused - buffers - cached, unused, 0, buffers + cached, available]));
  context.print(row('Swap:', [0, 0, 0]));
  return 0;
});

/** ` 15:00:00 up 1 min,  0 users,  load average: 0.00, 0.00, 0.00`. */
export function uptimeLine(context: ProcessContext, upMs: number, time: string): string {
  const minutes = Math.floor(upMs / 60_000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const day = days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : '';
  const clock =
    hours % 24 > 0
      ? `${String(hours % 24).padStart(2)}:${String(minutes % 60).padStart(2, '0')}`
      : `${minutes % 60} min`;
  context.charge(1);
  return ` ${time} up ${day}${clock},  0 users,  load average: 0.00, 0.00, 0.00\n`;
}
