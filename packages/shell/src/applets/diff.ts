import { SystemError } from '../files/errno.ts';
import { baseName } from '../files/path.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { differingLines, type LineEdit } from './line-difference.ts';
import { readFile } from './lines.ts';
import { type Options, parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** How the two files differ, as busybox shows it (always unified): -q -s -r -N -i -w -b -B -U N -L LABEL. */
export const diff = applet('diff', function* (context, args) {
  const options = yield* parseOptions(context, args, 'abBdiL:NqrsS:tTU:wu', { recursive: 'r', brief: 'q' });
  if (!options) return 1;
  const [first, second] = options.rest;
  if (first === undefined || second === undefined || options.rest.length > 2) {
    return yield* complainUsage(context);
  }
  return yield* compareAny(context, first, second, options);
});

function* compareAny(context: ProcessContext, first: string, second: string, options: Options): Coroutine<number> {
  const isDirectory: boolean[] = [];
  for (const path of [first, second]) {
    const inode = path === '-' ? undefined : context.files.find(path);
    if (path !== '-' && !inode && !options.has('N')) {
      yield* context.complain(`diff: can't stat '${path}': No such file or directory`);
      return 2;
    }
    isDirectory.push(inode?.kind === 'directory');
  }
  if (isDirectory[0] && isDirectory[1]) return yield* compareDirectories(context, first, second, options);
  if ((first === '-' && isDirectory[1]) || (second === '-' && isDirectory[0])) {
    yield* context.complain("diff: can't compare stdin to a directory");
    return 1;
  }
  const inside = (directory: string, file: string) => `${directory.replace(/\/$/, '')}/${baseName(file)}`;
  const paths = [
    isDirectory[0] ? inside(first, second) : first,
    isDirectory[1] ? inside(second, first) : second,
  ] as const;
  for (const path of paths) {
    if (path === '-' || context.files.find(path) || options.has('N')) continue;
    yield* context.complain(`diff: can't stat '${path}': No such file or directory`);
    return 1;
  }
  return yield* compareFiles(context, ...paths, options);
}

function* compareDirectories(
  context: ProcessContext,
  first: string,
  second: string,
  options: Options,
): Coroutine<number> {
  const lists = [first, second].map((path) => new Set(context.files.list(path)));
  const names = [...new Set([...(lists[0] ?? []), ...(lists[1] ?? [])])].sort((a, b) => (a < b ? -1 : 1));
  let status = 0;
  for (const name of names) {
    const [inFirst, inSecond] = [lists[0]?.has(name), lists[1]?.has(name)];
    const paths = [`${first}/${name}`, `${second}/${name}`] as const;
    if ((!inFirst || !inSecond) && !options.has('N')) {
      context.print(`Only in ${inFirst ? first : second}: ${name}\n`);
      status = Math.max(status, 1);
      continue;
    }
    const kinds = paths.map((path) => context.files.find(path)?.kind);
    if (kinds[0] === 'directory' && kinds[1] === 'directory') {
      if (options.has('r')) status = Math.max(status, yield* compareDirectories(context, paths[0], paths[1], options));
      else context.print(`Common subdirectories: ${paths[0]} and ${paths[1]}\n`);
    } else status = Math.max(status, yield* compareFiles(context, paths[0], paths[1], options));
  }
  return status;
}

function* content(context: ProcessContext, path: string, options: Options): Coroutine<string | undefined> {
  try {
    const fd = path === '-' ? 0 : context.files.open(path);
    const text = yield* context.readAll(fd);
    if (fd !== 0) context.process.descriptors.close(fd);
    return text;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (error.code === 'ENOENT' && options.has('N')) return '';
    yield* context.complain(`diff: ${error.code === 'ENOENT' ? `can't stat '${path}'` : path}: ${error.message}`);
    return undefined;
  }
}

function* compareFiles(context: ProcessContext, first: string, second: string, options: Options): Coroutine<number> {
  const [a, b] = [yield* content(context, first, options), yield* content(context, second, options)];
  if (a === undefined || b === undefined) return 2;
  if (first !== '-' && context.files.find(first) === context.files.find(second)) return 0;
  const key = (line: string) => {
    let text = line;
    if (options.has('w')) text = text.replace(/\s+/g, '');
    else if (options.has('b')) text = text.replace(/\s+/g, ' ').replace(/ $/, '');
    return options.has('i') ? text.toLowerCase() : text;
  };
  const split = (text: string) => {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    else lines.push(`${lines.pop() ?? ''}\n\\ No newline at end of file`);
    return lines;
  };
  const isBinary = (a + b).includes('\0') && !options.has('a');
  const edits = a === b || isBinary ? [] : differingLines(split(a), split(b), key);
  context.charge(a.length + b.length);
  const changes = edits.filter(({ kind, line }) => kind !== ' ' && !(options.has('B') && line.trim() === ''));
  const differ = isBinary ? a !== b : changes.length > 0;
  if (!differ) {
    if (options.has('s')) context.print(`Files ${first} and ${second} are identical\n`);
    return 0;
  }
  if (options.has('q') || isBinary) {
    context.print(`Files ${first} and ${second} differ\n`);
    return 1;
  }
  const labels = options.values('L');
  context.print(`--- ${labels[0] ?? first}\n+++ ${labels[1] ?? second}\n`);
  printHunks(context, edits, Number(options.value('U') ?? 3), options.has('T') ? '\t' : '');
  return 1;
}

function printHunks(context: ProcessContext, edits: readonly LineEdit[], around: number, tab: string): void {
  let at = 0;
  while (at < edits.length) {
    while (at < edits.length && edits[at]?.kind === ' ') at += 1;
    if (at >= edits.length) return;
    const from = Math.max(0, at - around);
    let end = at;
    let last = at;
    for (; end < edits.length && (edits[end]?.kind !== ' ' || end - last <= 2 * around); end += 1) {
      if (edits[end]?.kind !== ' ') last = end;
    }
    end = Math.min(edits.length, last + 1 + around);
    const hunk = edits.slice(from, end);
    const range = (side: '-' | '+', start: number) => {
      const count = hunk.filter(({ kind }) => kind === ' ' || kind === side).length;
      const line = count === 0 ? start : start + 1;
      return count === 1 ? String(line) : `${line},${count}`;
    };
    const head = hunk[0];
    context.print(`@@ -${range('-', head?.first ?? 0)} +${range('+', head?.second ?? 0)} @@\n`);
    for (const { kind, line } of hunk) context.print(`${kind}${tab}${line}\n`);
    at = end;
  }
}

/** Whether two files are the same byte by byte: -s -l -n COUNT, and bytes to skip. */
export const cmp = applet('cmp', function* (context, args) {
  const options = yield* parseOptions(context, args, 'lsn:');
  if (!options) return 1;
  const [first, second = '-', skipFirst = '0', skipSecond = '0'] = options.rest;
  if (first === undefined) return yield* complainUsage(context);
  const wrong = [skipFirst, skipSecond].find((text) => !/^\d+$/.test(text));
  if (wrong !== undefined) {
    yield* context.complain(`cmp: invalid number '${wrong}'`);
    return 1;
  }
  if (first === '-' && second === '-') return 0;
  const texts: string[] = [];
  for (const path of [first, second]) {
    try {
      texts.push(yield* context.readAll(path === '-' ? 0 : context.files.open(path)));
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      const reason = error.code === 'EISDIR' ? 'I/O error' : error.message;
      if (!options.has('s')) yield* context.complain(`cmp: ${path}: ${reason}`);
      return 2;
    }
  }
  const limit = Number(options.value('n') ?? Number.POSITIVE_INFINITY);
  const [a = '', b = ''] = [texts[0]?.slice(Number(skipFirst)), texts[1]?.slice(Number(skipSecond))];
  let line = 1;
  let status = 0;
  for (let at = 0; at < limit && (at < a.length || at < b.length); at += 1) {
    if (at >= a.length || at >= b.length) {
      if (!options.has('s')) yield* context.complain(`cmp: EOF on ${at >= a.length ? first : second}`);
      return 1;
    }
    if (a[at] !== b[at]) {
      status = 1;
      if (options.has('s')) return 1;
      if (!options.has('l')) {
        context.print(`${first} ${second} differ: char ${at + 1}, line ${line}\n`);
        return 1;
      }
      const octal = (text: string) => text.charCodeAt(at).toString(8).padStart(3);
      context.print(`${String(at + 1)} ${octal(a)} ${octal(b)}\n`);
    }
    if (a[at] === '\n') line += 1;
  }
  return status;
});

/** Lines only in the first, only in the second, and in both of two sorted files: -1 -2 -3. */
export const comm = applet('comm', function* (context, args) {
  const options = yield* parseOptions(context, args, '123');
  if (!options) return 1;
  if (options.rest.length !== 2) return yield* complainUsage(context);
  const texts: string[][] = [];
  for (const path of options.rest.slice(0, 2)) {
    const text = yield* readFile(context, path);
    if (text === undefined) return 1;
    texts.push(text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  }
  const [a = [], b = []] = texts;
  const show = (column: 0 | 1 | 2, line: string) => {
    if (options.has(String(column + 1))) return;
    const tabs = Array.from({ length: column }, (_value, index) => (options.has(String(index + 1)) ? '' : '\t'));
    context.print(`${tabs.join('')}${line}\n`);
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (y === undefined || (x !== undefined && x < y)) {
      show(0, x ?? '');
      i += 1;
    } else if (x === undefined || y < x) {
      show(1, y);
      j += 1;
    } else {
      show(2, x);
      i += 1;
      j += 1;
    }
  }
  return 0;
});
