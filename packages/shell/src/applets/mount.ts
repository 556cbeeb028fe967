import { attempt } from '../files/errno.ts';
import { mountTable } from '../process/mount-table.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/**
 * What is mounted where. A container has no privilege to mount: what the kernel looks at before it says so is told of
 * first.
 */
export const mount = applet('mount', function* (context, args) {
  // Every word with two dashes is one more mount option, as in `mount --bind`.
  const words = args.filter((argument) => argument.startsWith('--') && argument !== '--');
  const options = yield* parseOptions(
    context,
    args.filter((argument) => !words.includes(argument)),
    'afrwnsiFo:t:O:v',
  );
  if (!options) return 1;
  const type = options.value('t');
  const [device, node, more] = options.rest;
  if (device === undefined && !options.has('a')) {
    for (const entry of mountTable(context.container)) {
      if (type !== undefined && type !== entry.type) continue;
      context.print(`${entry.source} on ${entry.path} type ${entry.type} (${entry.options})\n`);
    }
    return 0;
  }
  if (more !== undefined) return yield* complainUsage(context);
  const isRemount = [...options.values('o'), ...words].some((option) => /(^|,|--)remount(,|$)/.test(option));
  if (node === undefined && !isRemount) {
    yield* context.complain("mount: can't read '/etc/fstab': No such file or directory");
    return 1;
  }
  if (node !== undefined && !attempt(() => context.files.locate(node))) {
    yield* context.complain(`mount: mounting ${device ?? ''} on ${node} failed: No such file or directory`);
    return 255;
  }
  yield* context.complain('mount: permission denied (are you root?)');
  return 1;
});

/** Containers may not unmount anything. */
export const umount = applet('umount', function* (context, args) {
  const options = yield* parseOptions(context, args, 'rlfdat:O:n');
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  for (const path of options.rest) {
    const why = attempt(() => context.files.locate(path)) ? 'Operation not permitted' : 'No such file or directory';
    yield* context.complain(`umount: can't unmount ${path}: ${why}`);
  }
  return 1;
});
