import { attempt } from '../files/errno.ts';
import { usedBytes } from '../files/volume.ts';
import type { ProcessContext } from '../process/context.ts';
import { memoryKib } from '../process/proc-files.ts';
import { applet } from './applet.ts';
import { humanSize } from './human-size.ts';
import { kibOf } from './inode-text.ts';
import { parseOptions } from './options.ts';

/** KiB of the embedded node's disk. */
const diskKib = 61_255_492;

/** Sizes of trees: -s -h -k -a -c -d N. */
export const du = applet('du', function* (context, args) {
  const options = yield* parseOptions(context, args, 'shkacmd:xLHl');
  if (!options) return 1;
  const shown = (kib: number) =>
    options.has('h') ? humanSize(kib * 1024) : String(options.has('m') ? Math.ceil(kib / 1024) : kib);
  const depthLimit = options.has('s') ? 0 : Number(options.value('d') ?? Number.POSITIVE_INFINITY);
  const visit = (path: string, depth: number): number => {
    const at = attempt(() => context.files.locate(path, false));
    if (!at) return 0;
    const { inode } = at;
    let kib = kibOf(inode, at.mount.type);
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

/** Space of mounted volumes: -h -k -m. */
export const df = applet('df', function* (context, args) {
  const options = yield* parseOptions(context, args, 'hkmPTai');
  if (!options) return 1;
  const human = options.has('h');
  const title = human ? 'Size      Used Available Use%' : '1K-blocks      Used Available Use%';
  context.print(`Filesystem           ${human ? '     ' : ' '}${title} Mounted on\n`);
  const wanted = options.rest.map((path) => context.files.locate(path).mount);
  for (const mount of context.container.tree.mounts) {
    if (wanted.length > 0 ? !wanted.includes(mount) : mount.type === 'proc') continue;
    const isInMemory = mount.type === 'tmpfs';
    const disk = isInMemory ? undefined : context.container.disk;
    const own = mount.root.kind === 'directory' ? usedBytes(mount.root) : 0;
    const used = Math.ceil((disk?.usedBytes() ?? own) / 1024);
    const ownKib = (mount.memory?.sizeBytes ?? Number.POSITIVE_INFINITY) / 1024;
    const size = Number.isFinite(ownKib) ? ownKib : isInMemory ? 65_536 : disk ? disk.sizeBytes / 1024 : diskKib;
    const amount = (kib: number) => (human ? humanSize(kib * 1024) : String(kib));
    const percent = `${Math.ceil((used * 100) / size)}%`;
    const columns = [
      amount(size).padStart(9),
      amount(used).padStart(9),
      amount(size - used).padStart(9),
      percent.padStart(4),
    ];
    context.print(`${mount.source.padEnd(20)} ${columns.join(' ')} ${mount.path}\n`);
  }
  return 0;
});

/** The node's memory: -k -m -h -b. */
export const free = applet('free', function* (context, args) {
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
    `${title.padEnd(8)}${values.map((value) => show(value).padStart(12)).join('')}\n`;
  context.print(
    `${' '.repeat(8)}${['total', 'used', 'free', 'shared', 'buff/cache', 'available'].map((name) => name.padStart(12)).join('')}\n`,
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
