import { SystemError } from '../../files/errno.ts';
import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import { applet } from '../applet.ts';
import { LineReader } from '../lines.ts';
import { parseOptions } from '../options.ts';

/** A command that cannot be done; the message is told and the next command is read. */
class EdError {
  constructor(readonly message: string) {}
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly isGiven: boolean;
}

/** The line editor, as small as busybox's: it searches for texts, not for regular expressions. */
class Editor {
  readonly #context: ProcessContext;
  readonly #input: LineReader;
  readonly #silent: boolean;
  readonly #prompt: string;
  readonly #marks = new Map<string, number>();
  /** Lines with their newlines. */
  #lines: string[] = [];
  #current = 0;
  #file: string | undefined;
  #search = '';
  #isChanged = false;

  constructor(context: ProcessContext, silent: boolean, prompt: string) {
    this.#context = context;
    this.#input = new LineReader(context, 0);
    this.#silent = silent;
    this.#prompt = prompt;
  }

  /** @returns whether the file could be read */
  *open(file: string): Coroutine<boolean> {
    this.#file = file;
    try {
      yield* this.#readFile(file, 1);
    } catch (error) {
      yield* this.#tell(error);
      return false;
    }
    this.#isChanged = false;
    return true;
  }

  *run(): Coroutine<void> {
    for (;;) {
      yield* this.#ask(this.#prompt);
      const line = yield* this.#input.next();
      if (line === undefined) return;
      if (this.#current === 0 && this.#lines.length > 0) this.#current = 1;
      try {
        if (yield* this.#command(line.trim())) return;
      } catch (error) {
        yield* this.#tell(error);
      }
    }
  }

  /** Asks on standard error. */
  *#ask(question: string): Coroutine<void> {
    yield* this.#context.flush();
    if (question !== '') yield* this.#context.write(2, question);
  }

  *#tell(error: unknown): Coroutine<void> {
    if (!(error instanceof EdError)) throw error;
    yield* this.#context.flush();
    yield* this.#context.complain(`ed: ${error.message}`);
  }

  #range(text: string): { range: Range; rest: string } {
    const first = this.#address(text);
    let rest = first.rest.trimStart();
    let isGiven = first.line !== undefined;
    let from = first.line ?? this.#current;
    let to = from;
    if (rest.startsWith(',')) {
      const second = this.#address(rest.slice(1));
      if (first.line === undefined) from = 1;
      to = second.line ?? this.#lines.length;
      isGiven = true;
      ({ rest } = second);
    }
    return { range: { from, to, isGiven }, rest };
  }

  /** `.`, `$`, a number, `'a`, `/text/`, with `+` and `-` after it. */
  #address(text: string): { line: number | undefined; rest: string } {
    let rest = text;
    let line: number | undefined;
    let sign = 1;
    for (;;) {
      rest = rest.trimStart();
      const char = rest[0] ?? '';
      let value: number;
      const number = /^\d+/.exec(rest)?.[0];
      if (number !== undefined) {
        value = Number(number);
        rest = rest.slice(number.length);
      } else if (char === '.' || char === '$') {
        value = char === '.' ? this.#current : this.#lines.length;
        rest = rest.slice(1);
      } else if (char === "'") {
        const mark = rest[1] ?? '';
        if (!/[a-z]/.test(mark)) throw new EdError('bad mark name');
        value = this.#marks.get(mark) ?? 0;
        rest = rest.slice(2);
      } else if (char === '/') {
        const end = rest.indexOf('/', 1);
        const wanted = rest.slice(1, end < 0 ? undefined : end);
        rest = end < 0 ? '' : rest.slice(end + 1);
        value = this.#find(wanted);
      } else return { line, rest };
      line = (line ?? 0) + sign * value;
      rest = rest.trimStart();
      if (rest[0] !== '+' && rest[0] !== '-') return { line, rest };
      sign = rest[0] === '-' ? -1 : 1;
      rest = rest.slice(1);
    }
  }

  /** The next line that holds a text, after the current one and round again. */
  #find(wanted: string): number {
    const text = wanted === '' ? this.#search : wanted;
    if (text === '') throw new EdError('no previous search string');
    this.#search = text;
    const count = this.#lines.length;
    for (let step = 1; step <= count; step += 1) {
      const line = ((this.#current - 1 + step) % count) + 1;
      if (this.#lines[line - 1]?.includes(text)) return line;
    }
    throw new EdError(`can't find string "${text}"`);
  }

  #check({ from, to }: Range, what: string): void {
    if (from < 1 || to > this.#lines.length || from > to) throw new EdError(`bad line range for ${what}`);
  }

  /** @returns whether the editor is left */
  *#command(text: string): Coroutine<boolean> {
    const { range, rest } = this.#range(text);
    const argument = rest.slice(1);
    const letter = rest[0] ?? '';
    switch (letter) {
      case 'a':
        yield* this.#append(range.from + 1);
        return false;
      case 'c':
        this.#delete(range);
        yield* this.#append(range.from);
        return false;
      case 'd':
        this.#delete(range);
        return false;
      case 'i':
        yield* this.#append(!range.isGiven && this.#lines.length === 0 ? 1 : range.from);
        return false;
      case 'f':
        this.#name(argument);
        return false;
      case 'k': {
        const mark = argument.trim();
        if (!/^[a-z]$/.test(mark)) throw new EdError('bad mark name');
        this.#marks.set(mark, range.to);
        return false;
      }
      case 'l':
      case 'p':
        this.#print(range, letter === 'l');
        return false;
      case 'q':
        return yield* this.#quit(range, argument);
      case 'r':
        yield* this.#read(range, argument);
        return false;
      case 's':
        this.#substitute(range, argument);
        return false;
      case 'w':
        yield* this.#write(range, argument);
        return false;
      case 'z':
        this.#page(argument[0] ?? '');
        return false;
      case '=':
        this.#context.print(`${range.from}\n`);
        return false;
      case '.':
      case '-':
      case '':
        this.#show(letter, range);
        return false;
      default:
        throw new EdError('unimplemented command');
    }
  }

  #show(letter: string, range: Range): void {
    if (letter === '.' && range.isGiven) throw new EdError('no arguments allowed');
    if (letter === '' && range.isGiven) this.#print({ ...range, from: range.to }, false);
    else this.#print({ ...range, ...this.#moved(letter === '-' ? -1 : letter === '' ? 1 : 0) }, false);
  }

  #moved(step: number): { from: number; to: number } {
    const line = this.#current + step;
    if (line < 1 || line > this.#lines.length) throw new EdError(`line number ${line} does not exist`);
    return { from: line, to: line };
  }

  *#append(at: number): Coroutine<void> {
    let line = at;
    for (;;) {
      const text = yield* this.#input.next();
      if (text === undefined || text === '.') return;
      if (line < 1 || line > this.#lines.length + 1) throw new EdError('inserting at bad line number');
      this.#lines.splice(line - 1, 0, `${text}\n`);
      this.#current = line;
      this.#isChanged = true;
      line += 1;
    }
  }

  #delete(range: Range): void {
    this.#check(range, 'delete');
    this.#lines.splice(range.from - 1, range.to - range.from + 1);
    this.#isChanged = true;
    this.#current = Math.min(range.from, this.#lines.length);
  }

  #name(argument: string): void {
    if (argument !== '' && !argument.startsWith(' ')) throw new EdError('bad file command');
    const name = argument.trim();
    if (name !== '') this.#file = name;
    else this.#context.print(this.#file === undefined ? 'No file name\n' : `"${this.#file}"\n`);
  }

  #print(range: Range, visibly: boolean): void {
    this.#check(range, 'print');
    for (const line of this.#lines.slice(range.from - 1, range.to)) {
      this.#context.print(visibly ? `${visible(line.replace(/\n$/, ''))}$\n` : line);
    }
    this.#current = range.to;
  }

  #page(kind: string): void {
    const [before, after] = kind === '-' ? [21, 0] : kind === '.' ? [11, 10] : [0, 21];
    this.#print({ from: this.#current - before, to: this.#current + after, isGiven: true }, false);
  }

  *#quit(range: Range, argument: string): Coroutine<boolean> {
    if (range.isGiven || argument.trim() !== '') throw new EdError('bad quit command');
    if (!this.#isChanged) return true;
    yield* this.#ask('Really quit? ');
    const answer = yield* this.#input.next();
    return answer === undefined || /^\s*[yY]/.test(answer);
  }

  *#read(range: Range, argument: string): Coroutine<void> {
    if (argument !== '' && !argument.startsWith(' ')) throw new EdError('bad read command');
    const file = argument.trim();
    if (file === '') throw new EdError('no file name');
    yield* this.#readFile(file, (range.isGiven ? range.from : this.#lines.length) + 1);
  }

  *#readFile(file: string, at: number): Coroutine<void> {
    if (at < 1 || at > this.#lines.length + 1) throw new EdError('bad line for read');
    try {
      const fd = this.#context.files.open(file);
      const text = yield* this.#context.readAll(fd);
      this.#context.process.descriptors.close(fd);
      const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
      this.#lines.splice(at - 1, 0, ...lines);
      if (lines.length > 0) this.#current = at + lines.length - 1;
      this.#isChanged ||= lines.length > 0;
      if (!this.#silent) this.#context.print(`${text.length}\n`);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new EdError(`${file}: ${error.message}`);
    }
  }

  *#write(range: Range, argument: string): Coroutine<void> {
    if (argument !== '' && !argument.startsWith(' ')) throw new EdError('bad write command');
    const file = argument.trim() || this.#file;
    if (file === undefined) throw new EdError('no file name specified');
    const all = range.isGiven ? range : { from: 1, to: this.#lines.length, isGiven: true };
    if (!range.isGiven) this.#isChanged = false;
    this.#check(all, 'write');
    const text = this.#lines.slice(all.from - 1, all.to).join('');
    try {
      const fd = this.#context.files.open(file, { write: true, create: true, truncate: true });
      yield* this.#context.write(fd, text);
      this.#context.process.descriptors.close(fd);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new EdError(`${file}: ${error.message}`);
    }
    if (!this.#silent) this.#context.print(`${text.length}\n`);
  }

  #substitute(range: Range, argument: string): void {
    this.#check(range, 'substitute');
    const delimiter = argument[0] ?? '';
    if (delimiter === '' || /\s/.test(delimiter)) throw new EdError('bad delimiter for substitute');
    const [wanted = '', replacement, flags = ''] = argument.slice(1).split(delimiter);
    if (replacement === undefined) throw new EdError('missing 2nd delimiter for substitute');
    if (/[^gp]/.test(flags)) throw new EdError('unknown option for substitute');
    const old = wanted === '' ? this.#search : wanted;
    if (old === '') throw new EdError('no previous search string');
    this.#search = old;
    let isDone = false;
    for (let line = range.from; line <= range.to; line += 1) {
      const before = this.#lines[line - 1] ?? '';
      if (!before.includes(old)) continue;
      isDone = true;
      this.#isChanged = true;
      const after = flags.includes('g')
        ? before.replaceAll(old, () => replacement)
        : before.replace(old, () => replacement);
      this.#lines[line - 1] = after;
      if (flags.includes('p')) this.#print({ from: line, to: line, isGiven: true }, false);
    }
    if (!isDone) throw new EdError(`no substitutions found for "${old}"`);
  }
}

/** Control characters as `^X`, bytes above 127 as `M-x`. */
function visible(text: string): string {
  return Array.from(text, (char) => {
    const code = char.charCodeAt(0);
    const low = code & 127;
    const shown = low < 32 ? `^${String.fromCharCode(low + 64)}` : low === 127 ? '^?' : String.fromCharCode(low);
    return code > 127 ? `M-${shown}` : shown;
  }).join('');
}

/** The line editor: -p PROMPT, -s. */
export const ed = applet('ed', function* (context, args) {
  const options = yield* parseOptions(context, args, 'sp:');
  if (!options) return 1;
  const editor = new Editor(context, options.has('s'), options.value('p') ?? '');
  const [file] = options.rest;
  if (file !== undefined && !(yield* editor.open(file))) return 0;
  yield* editor.run();
  return 0;
});
