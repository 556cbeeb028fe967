import { fromUnicode } from '../files/bytes.ts';
import type { ProcessContext } from '../process/context.ts';
import { applet } from './applet.ts';

/** Output is bytes: these are more than one each. */
const branch = { last: fromUnicode('└── '), middle: fromUnicode('├── '), down: fromUnicode('│   ') };

interface Count {
  directories: number;
  files: number;
}

function printUnder(context: ProcessContext, path: string, prefix: string, count: Count): void {
  const { files } = context;
  const names = files
    .list(path)
    .filter((name) => !name.startsWith('.'))
    .sort();
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    const child = `${path === '/' ? '' : path}/${name}`;
    const inode = files.find(child, false);
    const target = inode?.kind === 'link' ? ` -> ${inode.target}` : '';
    context.print(`${prefix}${isLast ? branch.last : branch.middle}${name}${target}\n`);
    if (inode?.kind === 'directory') {
      count.directories += 1;
      printUnder(context, child, prefix + (isLast ? '    ' : branch.down), count);
    } else count.files += 1;
  }
}

/** Directories as a tree. */
export const tree = applet('tree', function* (context, args) {
  const count = { directories: 0, files: 0 };
  for (const path of args.length > 0 ? args : ['.']) {
    if (context.files.find(path)?.kind !== 'directory') {
      context.print(`${path} [error opening dir]\n`);
      continue;
    }
    context.print(`${path}\n`);
    printUnder(context, path, '', count);
    yield* context.flush();
  }
  context.print(`\n${count.directories} directories, ${count.files} files\n`);
  return 0;
});
