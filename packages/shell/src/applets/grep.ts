import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { LineReader } from './lines.ts';
import { type Options, parseOptions } from './options.ts';
import { compileRegExp } from './regular-expression/compile.ts';
import { PatternError } from './regular-expression/pattern-error.ts';
import { readFile } from './lines.ts';

type Matcher = (line: string) => { start: number; end: number } | undefined;

/** Prints lines that match: -E -F -i -v -q -c -n -o -r -l -L -w -x -e -f -h -H -s -m -A -B -C. */
export const grep = grepApplet('grep', '');
export const egrep = grepApplet('egrep', 'E');
export const fgrep = grepApplet('fgrep', 'F');

function grepApplet(name: string, always: string) {
  return applet(name, function* (context, args) {
    const given = yield* parseOptions(context, args, 'EFivqcnorRlLwxe:f:hHsm:A:B:C:az', { color: 'a' });
    if (!given) return 2;
    const options: Options = { ...given, has: (letter) => given.has(letter) || always === letter };
    const rest = [...options.rest];
    const patterns = options.values('e').flatMap((pattern) => pattern.split('\n'));
    for (const file of options.values('f'))
      for (const line of ((yield* readFile(context, file)) ?? '').replace(/\n$/, '').split('\n')) patterns.push(line);
    if (!options.has('e') && !options.has('f')) {
      const pattern = rest.shift();
      if (pattern === undefined) {
        yield* complainUsage(context);
        return 2;
      }
      patterns.push(...pattern.split('\n'));
    }
    const number = ['m', 'A', 'B', 'C']
      .map((letter) => options.value(letter))
      .find((text) => /\D|^$/.test(text ?? '0'));
    if (number !== undefined) {
      yield* context.complain(`grep: invalid number '${number}'`);
      return 2;
    }
    try {
      let matcher: Matcher | undefined;
      // Expressions are looked at with the first line there is.
      const match: Matcher = (line) => (matcher ??= createMatcher(patterns, options))(line);
      return yield* search(context, match, rest, options);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      yield* context.complain(`grep: bad regex '${error.pattern}'`);
      return 2;
    }
  });
}

function createMatcher(patterns: readonly string[], options: Options): Matcher {
  const flags = `g${options.has('i') ? 'i' : ''}`;
  const expressions = patterns.map((pattern) => {
    const plain = options.has('F') ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : undefined;
    return plain === undefined
      ? compileRegExp(pattern, options.has('E') && 'lenient', flags)
      : new RegExp(plain, flags);
  });
  const isWord = (char: string | undefined) => char !== undefined && /\w/.test(char);
  return (line) => {
    let best: { start: number; end: number } | undefined;
    for (const expression of expressions) {
      expression.lastIndex = 0;
      for (let match = expression.exec(line); match; match = expression.exec(line)) {
        const [start, end] = [match.index, match.index + match[0].length];
        const fits =
          (!options.has('x') || (start === 0 && end === line.length)) &&
          (!options.has('w') || (!isWord(line[start - 1]) && !isWord(line[end]) && end > start));
        if (fits && (!best || start < best.start)) best = { start, end };
        if (fits) break;
        if (end === start) expression.lastIndex += 1;
      }
    }
    return best;
  };
}

function* search(
  context: ProcessContext,
  match: Matcher,
  paths: readonly string[],
  options: Options,
): Coroutine<number> {
  const recursive = options.has('r') || options.has('R');
  const roots = paths.length > 0 ? paths : ['-'];
  const files = recursive ? roots.flatMap((path) => filesUnder(context, path)) : roots;
  const named = options.has('H') || ((files.length > 1 || (recursive && files[0] !== roots[0])) && !options.has('h'));
  let found = false;
  let failed = false;
  for (const file of files) {
    try {
      const fd = file === '-' ? 0 : context.files.open(file);
      const selected = yield* searchFile(context, {
        match,
        fd,
        file: file === '-' ? '(standard input)' : file,
        named,
        options,
      });
      found ||= options.has('L') ? !selected : selected;
      if (fd !== 0) context.process.descriptors.close(fd);
      if (found && options.has('q')) return 0;
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error;
      if (!options.has('s')) yield* context.complain(`grep: ${file}: ${error.message}`);
      failed = true;
    }
  }
  return failed && !(found && options.has('q')) ? 2 : found ? 0 : 1;
}

function filesUnder(context: ProcessContext, path: string): string[] {
  if (context.files.find(path)?.kind !== 'directory') return [path];
  const base = path.endsWith('/') ? path : `${path}/`;
  return context.files
    .list(path)
    .sort()
    .flatMap((name) => filesUnder(context, base + name));
}

interface Search {
  readonly match: Matcher;
  readonly fd: number;
  readonly file: string;
  readonly named: boolean;
  readonly options: Options;
}

function* searchFile(context: ProcessContext, { match, fd, file, named, options }: Search): Coroutine<boolean> {
  const end = options.has('z') ? '\0' : '\n';
  const reader = new LineReader(context, fd, end);
  const limit = Number(options.value('m') ?? Infinity);
  const after = Number(options.value('A') ?? options.value('C') ?? 0);
  const before = Number(options.value('B') ?? options.value('C') ?? 0);
  const quiet = options.has('q') || options.has('c') || options.has('l') || options.has('L');
  const kept: { number: number; line: string }[] = [];
  let count = 0;
  let number = 0;
  let lastPrinted = 0;
  let afterLeft = 0;
  const print = (line: string, at: number, mark: string) => {
    context.print(`${named ? `${file}${mark}` : ''}${options.has('n') ? `${at}${mark}` : ''}${line}${end}`);
    lastPrinted = at;
  };
  while (count < limit || afterLeft > 0) {
    const line = yield* reader.next();
    if (line === undefined) break;
    number += 1;
    const hit = match(line);
    if ((hit !== undefined) !== options.has('v')) {
      if (count >= limit) break;
      count += 1;
      if (options.has('q') || options.has('l') || options.has('L')) break;
      if (quiet) continue;
      if ((after > 0 || before > 0) && lastPrinted > 0 && number - kept.length > lastPrinted + 1) context.print('--\n');
      for (const earlier of kept.splice(0)) print(earlier.line, earlier.number, '-');
      if (!options.has('o')) print(line, number, ':');
      else if (!options.has('v')) for (const part of allMatches(match, line)) print(part, number, ':');
      afterLeft = after;
    } else if (afterLeft > 0) {
      print(line, number, '-');
      afterLeft -= 1;
    } else if (before > 0) {
      kept.push({ number, line });
      if (kept.length > before) kept.shift();
    }
    if (context.isOutputFull) yield* context.flush();
  }
  if (options.has('c') && !options.has('l') && !options.has('L')) context.print(`${named ? `${file}:` : ''}${count}\n`);
  if ((options.has('l') && count > 0) || (options.has('L') && count === 0)) context.print(`${file}\n`);
  yield* context.flush();
  return count > 0 || limit === 0;
}

function allMatches(match: Matcher, line: string): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < line.length) {
    const hit = match(line.slice(at));
    if (!hit) break;
    if (hit.end > hit.start) parts.push(line.slice(at + hit.start, at + hit.end));
    at += Math.max(hit.end, hit.start + 1);
  }
  return parts;
}
