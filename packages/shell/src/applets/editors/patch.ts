import { SystemError } from '../../files/errno.ts';
import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import { applet } from '../applet.ts';
import { readFile } from '../lines.ts';
import { type Options, parseOptions } from '../options.ts';

interface Hunk {
  readonly oldLine: number;
  readonly newLine: number;
  readonly oldLength: number;
  readonly newLength: number;
  readonly lines: string[];
}

interface FilePatch {
  oldName: string;
  newName: string;
  readonly hunks: Hunk[];
}

/** Takes a unified diff apart. What belongs to no file is passed over. */
function parsePatch(text: string): FilePatch[] {
  const patches: FilePatch[] = [];
  const names = { old: 'MISSING_FILENAME', new: 'MISSING_FILENAME' };
  let patch: FilePatch | undefined;
  let hunk: Hunk | undefined;
  let oldLeft = 0;
  let newLeft = 0;
  for (const raw of text.replace(/\n$/, '').split('\n')) {
    const line = raw === '' ? ' ' : raw;
    if (hunk && (oldLeft > 0 || newLeft > 0) && /^[-+ ]/.test(line)) {
      hunk.lines.push(line);
      if (!line.startsWith('+')) oldLeft -= 1;
      if (!line.startsWith('-')) newLeft -= 1;
      continue;
    }
    const name = /^(---|\+\+\+) ([^\t]*)(?:\t(\d+))?/.exec(line);
    const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))?/.exec(line);
    if (name) {
      const year = Number(name[3] ?? 0);
      names[name[1] === '---' ? 'old' : 'new'] = year > 1900 && year <= 1970 ? '/dev/null' : (name[2] ?? '');
      patch = undefined;
    } else if (header) {
      const [, oldLine, oldLength = '1', newLine, newLength = '1'] = header;
      oldLeft = Number(oldLength);
      newLeft = Number(newLength);
      hunk = {
        oldLine: Number(oldLine),
        newLine: Number(newLine),
        oldLength: oldLeft,
        newLength: newLeft,
        lines: [],
      };
      if (!patch) {
        patch = { oldName: names.old, newName: names.new, hunks: [] };
        patches.push(patch);
      }
      patch.hunks.push(hunk);
    }
  }
  return patches;
}

/** Takes `count` directories off a name; undefined: all of them. */
function stripped(name: string, count: number | undefined): string {
  const parts = name.split(/\/+/);
  return parts.slice(count === undefined ? -1 : Math.min(count, parts.length - 1)).join('/');
}

/** Puts one hunk into lines, from `from` on. @returns where the next one may begin; undefined: it fits nowhere */
function applyHunk(lines: string[], hunk: Hunk, from: number, reverse: boolean): number | undefined {
  const [removed, added] = reverse ? ['+', '-'] : ['-', '+'];
  const before = hunk.lines.filter((line) => !line.startsWith(added)).map((line) => line.slice(1));
  const after = hunk.lines.filter((line) => !line.startsWith(removed)).map((line) => line.slice(1));
  const leading = hunk.lines.findIndex((line) => !line.startsWith(' '));
  const trailing = hunk.lines.length - 1 - hunk.lines.findLastIndex((line) => !line.startsWith(' '));
  const atEnd = trailing < leading;
  for (let at = from; at + before.length <= lines.length; at += 1) {
    if (atEnd && at + before.length !== lines.length) continue;
    if (!before.every((line, index) => lines[at + index] === line)) continue;
    lines.splice(at, before.length, ...after);
    return at + after.length;
  }
  return undefined;
}

function* patchFile(
  context: ProcessContext,
  patch: FilePatch,
  options: Options,
  only: string | undefined,
): Coroutine<number> {
  const reverse = options.has('R');
  const [first] = patch.hunks;
  if (!first) return 0;
  const { oldName, newName } = patch;
  const [oldSum, newSum] = reverse
    ? [first.newLine + first.newLength, first.oldLine + first.oldLength]
    : [first.oldLine + first.oldLength, first.newLine + first.newLength];
  const count = options.value('p');
  const isRemoved = newName === '/dev/null' || newSum === 0;
  const name = only ?? stripped(isRemoved ? oldName : newName, count === undefined ? undefined : Number(count));
  const isDry = options.has('D');
  const write = function* (text: string): Coroutine<void> {
    if (isDry) return;
    const fd = context.files.open(name, { write: true, create: true, truncate: true });
    yield* context.write(fd, text);
    context.process.descriptors.close(fd);
  };
  if (isRemoved) {
    context.print(options.has('E') ? `removing ${name}\n` : `patching file ${name}\n`);
    if (options.has('E') && !isDry) context.files.unlink(name);
    else yield* write('');
    return 0;
  }
  const isNew = oldName === '/dev/null' || oldSum === 0;
  context.print(isNew ? `creating ${name}\n` : `patching file ${name}\n`);
  yield* context.flush();
  let text = '';
  if (isNew) {
    for (const [index] of name.matchAll(/\//g)) {
      const directory = name.slice(0, name.indexOf(index));
      if (directory !== '' && !context.files.find(directory)) context.files.makeDirectory(directory);
    }
    if (context.files.find(name)) throw new SystemError('EEXIST');
  } else {
    const fd = context.files.open(name);
    text = yield* context.readAll(fd);
    context.process.descriptors.close(fd);
  }
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  let at = 0;
  for (const [index, hunk] of patch.hunks.entries()) {
    const next = applyHunk(lines, hunk, at, reverse);
    if (next !== undefined) {
      at = next;
      continue;
    }
    const isAddition = hunk.lines.find((line) => !line.startsWith(' '))?.startsWith(reverse ? '-' : '+') ?? false;
    const isThere = isAddition && applyHunk(Array.from(lines), hunk, at, !reverse) !== undefined;
    if (isThere && !options.has('N'))
      yield* context.complain(`Possibly reversed hunk ${index + 1} at ${lines.length + 1}`);
    yield* context.complain(`Hunk ${index + 1} FAILED ${hunk.oldLine}/${hunk.newLine}.\n${hunk.lines.join('\n')}`);
    return 1;
  }
  yield* write(lines.map((line) => `${line}\n`).join(''));
  return 0;
}

/** Applies a unified diff: -p N, -i DIFF, -R, -N, -E, --dry-run; or to one file. */
export const patch = applet('patch', function* (context, args) {
  const long = {
    reverse: 'R',
    unified: 'u',
    strip: 'p',
    input: 'i',
    forward: 'N',
    'remove-empty-files': 'E',
    force: 'f',
    'dry-run': 'D',
  };
  const options = yield* parseOptions(context, args, 'Rup:i:NEfg:D', long);
  if (!options) return 1;
  const [only, second] = options.rest;
  const input = options.value('i') ?? second ?? '-';
  const text = yield* readFile(context, input, `can't open '${input}'`);
  if (text === undefined) return 1;
  let status = 0;
  for (const one of parsePatch(text)) {
    try {
      status |= yield* patchFile(context, one, options, only);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      const count = options.value('p');
      const name =
        only ?? stripped(options.has('R') ? one.oldName : one.newName, count === undefined ? undefined : Number(count));
      yield* context.complain(`patch: can't open '${name}': ${error.message}`);
      return 1;
    }
  }
  return status;
});
