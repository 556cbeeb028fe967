import { applet } from './applet.ts';
import { readJoined } from './dump-text.ts';
import { LineReader, openFile, readLines } from './lines.ts';
import { parseOptions } from './options.ts';
import { areNumbers } from './number-options.ts';

/** Turns each line round. */
export const rev = applet('rev', function* (context, args) {
  const options = yield* parseOptions(context, args, '');
  if (!options) return 1;
  const { text, status } = yield* readJoined(context, options.rest);
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const content = line.replace(/\n$/, '');
    context.print(Array.from(content).reverse().join('') + line.slice(content.length));
  }
  return status;
});

const inputError = (file: string) => `${file}: Input/output error`;

/** Breaks long lines: -w WIDTH, -s at spaces, -b counts bytes. */
export const fold = applet('fold', function* (context, args) {
  const spelled = args.flatMap((argument) => (/^-\d+$/.test(argument) ? ['-w', argument.slice(1)] : [argument]));
  const options = yield* parseOptions(context, spelled, 'bsw:');
  if (!options) return 1;
  if (!(yield* areNumbers(context, options, { w: [1, 10_000] }))) return 1;
  const width = Number(options.value('w') ?? 80);
  const { text, status } = yield* readJoined(context, options.rest, inputError);
  let column = 0;
  let line = '';
  const advance = (char: string, from: number) => {
    if (options.has('b')) return from + 1;
    if (char === '\t') return from + 8 - (from % 8);
    if (char === '\b') return Math.max(0, from - 1);
    return char === '\r' ? 0 : from + 1;
  };
  for (const char of text) {
    if (char === '\n') {
      context.print(`${line}\n`);
      line = '';
      column = 0;
      continue;
    }
    if (advance(char, column) > width && line !== '') {
      const space = options.has('s') ? Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t')) : -1;
      const cut = space < 0 ? line.length : space + 1;
      context.print(`${line.slice(0, cut)}\n`);
      line = line.slice(cut);
      column = Array.from(line).reduce((at, kept) => advance(kept, at), 0);
    }
    line += char;
    column = advance(char, column);
  }
  context.print(line);
  return status;
});

/** Numbers lines: -b a|t|n, -i N, -s SEPARATOR, -v N, -w WIDTH. */
export const nl = applet('nl', function* (context, args) {
  const options = yield* parseOptions(context, args, 'b:i:l:s:v:w:p');
  if (!options) return 1;
  if (!(yield* areNumbers(context, options, { i: [0, 4294967295], v: [0, 4294967295], w: [0, 4294967295] }))) return 1;
  const style = options.value('b') ?? 't';
  const step = Number(options.value('i') ?? 1);
  const width = Number(options.value('w') ?? 6);
  const separator = options.value('s') ?? '\t';
  let number = Number(options.value('v') ?? 1);
  const { lines, status } = yield* readLines(context, options.rest);
  for (const line of lines) {
    if (style === 'a' || (style === 't' && line !== '')) {
      context.print(`${String(number).padStart(width)}${separator}${line}\n`);
      number += step;
    } else context.print(`${' '.repeat(width + separator.length)}${line}\n`);
  }
  return status;
});

/** Joins lines of files side by side: -d LIST, -s one file after another. */
export const paste = applet('paste', function* (context, args) {
  const options = yield* parseOptions(context, args, 'd:s');
  if (!options) return 1;
  const list = (options.value('d') ?? '\t').replace(/\\([nt0\\])/g, (_all, char: string) =>
    char === 'n' ? '\n' : char === 't' ? '\t' : char === '0' ? '\0' : '\\',
  );
  const delimiter = (index: number) => (list === '' ? '' : (list[index % list.length] ?? '').replace('\0', ''));
  const standardInput = new LineReader(context, 0);
  const readers: LineReader[] = [];
  for (const file of options.rest.length > 0 ? options.rest : ['-']) {
    const fd = file === '-' ? 0 : yield* openFile(context, file);
    if (fd === undefined) return 1;
    readers.push(fd === 0 ? standardInput : new LineReader(context, fd));
  }
  if (options.has('s')) {
    for (const reader of readers) {
      let line = (yield* reader.next()) ?? '';
      let count = 0;
      for (let next = yield* reader.next(); next !== undefined; next = yield* reader.next()) {
        line += delimiter(count) + next;
        count += 1;
      }
      context.print(`${line}\n`);
    }
    return 0;
  }
  const left = new Set(readers.keys());
  while (left.size > 0) {
    let count = 0;
    let line = '';
    // A file that has ended leaves nothing, and the newline is the last file's.
    for (const index of left) {
      const part = yield* (readers[index] as LineReader).next();
      if (part === undefined) left.delete(index);
      else {
        const isLast = index === readers.length - 1;
        line += part + (isLast ? '\n' : delimiter(count));
        if (!isLast) count += 1;
      }
    }
    context.print(line);
  }
  return 0;
});

/** Tabs to spaces: -t N, -i only at the start. */
export const expand = applet('expand', function* (context, args) {
  const options = yield* parseOptions(context, args, 'it:', { initial: 'i', tabs: 't' });
  if (!options) return 1;
  if (!(yield* areNumbers(context, options, { t: [1, 4294967295] }))) return 1;
  const size = Number(options.value('t') ?? 8);
  const { text, status } = yield* readJoined(context, options.rest, inputError);
  let column = 0;
  let start = true;
  for (const char of text) {
    if (char === '\t' && (start || !options.has('i'))) {
      const count = size - (column % size);
      context.print(' '.repeat(count));
      column += count;
      continue;
    }
    context.print(char);
    if (char !== ' ') start = char === '\n';
    column = char === '\n' ? 0 : column + 1;
  }
  return status;
});

/** Spaces to tabs: -t N, -a everywhere, -f only at the start. */
export const unexpand = applet('unexpand', function* (context, args) {
  const options = yield* parseOptions(context, args, 'aft:', { all: 'a', 'first-only': 'f', tabs: 't' });
  if (!options) return 1;
  if (!(yield* areNumbers(context, options, { t: [1, 4294967295] }))) return 1;
  const size = Number(options.value('t') ?? 8);
  const everywhere = (options.has('a') || options.has('t')) && !options.has('f');
  const { text, status } = yield* readJoined(context, options.rest, inputError);
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  for (const line of lines) {
    let column = 0;
    let output = '';
    for (const match of line.matchAll(/[ \t]+|[^ \t]+/g)) {
      const [part] = match;
      if (!/^[ \t]/.test(part) || (match.index > 0 && !everywhere)) {
        output += part;
        column += part.length;
        continue;
      }
      let end = column;
      for (const char of part) end += char === '\t' ? size - (end % size) : 1;
      let at = column;
      while (Math.floor(at / size) < Math.floor(end / size) && !(end - at === 1 && match.index > 0)) {
        output += '\t';
        at = (Math.floor(at / size) + 1) * size;
      }
      output += ' '.repeat(end - at);
      column = end;
    }
    context.print(`${output}\n`);
  }
  return status;
});

/** Text in binary files: -n LENGTH, -f names, -o offsets, -t RADIX. */
export const strings = applet('strings', function* (context, args) {
  const options = yield* parseOptions(context, args, 'afon:t:');
  if (!options) return 1;
  if (!(yield* areNumbers(context, options, { n: [1, 2147483647] }))) return 1;
  const least = Number(options.value('n') ?? 4);
  const radix = options.has('o') ? 'o' : options.value('t');
  let status = 0;
  for (const file of options.rest.length > 0 ? options.rest : ['-']) {
    const read = yield* readJoined(context, [file]);
    status |= read.status;
    for (const match of read.text.matchAll(new RegExp(`[\\t -~]{${least},}`, 'g'))) {
      const name = options.has('f') ? `${file === '-' ? '{standard input}' : file}: ` : '';
      const base = radix === 'x' ? 16 : radix === 'o' ? 8 : 10;
      const offset = radix === undefined ? '' : `${match.index.toString(base).padStart(7)} `;
      context.print(`${name}${offset}${match[0]}\n`);
    }
  }
  return status;
});
