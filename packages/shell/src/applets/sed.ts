import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { LineReader, readFile } from './lines.ts';
import { parseOptions } from './options.ts';
import { PatternError } from './regular-expression/pattern-error.ts';
import { type Address, parseSed, type SedCommand, SedError, type Substitution } from './sed-script.ts';

/**
 * Edits a stream: -n -e -f -E -r -i; commands {} = a b c d D g G h H i n N p P q Q r s t T w x y z. `l` does nothing,
 * as in busybox.
 */
export const sed = applet('sed', function* (context, args) {
  const options = yield* parseOptions(
    context,
    args.map((argument) => (/^-i./.test(argument) ? '-i' : argument)),
    'ne:f:EriV',
    { 'in-place': 'i', quiet: 'n', silent: 'n', expression: 'e', 'regexp-extended': 'E', version: 'V' },
  );
  if (!options) return 1;
  if (options.has('V')) {
    context.print('This is not GNU sed version 4.0\n');
    return 0;
  }
  const rest = [...options.rest];
  const scripts = [...options.values('e')];
  for (const file of options.values('f')) {
    const script = yield* readFile(context, file);
    if (script === undefined) return 1;
    scripts.push(script);
  }
  if (scripts.length === 0) {
    const script = rest.shift();
    if (script === undefined) {
      yield* complainUsage(context);
      return 1;
    }
    scripts.push(script);
  }
  try {
    const script = scripts.join('\n');
    const commands = parseSed(script, options.has('E') || options.has('r'));
    // A comment that begins with `#n` is as good as -n.
    const quiet = options.has('n') || /^[ \t]*#n/m.test(script);
    if (options.has('i') && rest.length === 0) throw new SedError('-i requires an argument');
    if (!options.has('i')) return yield* new Editor(context, commands, quiet, rest.length > 0 ? rest : ['-']).run();
    let status = 0;
    const suffix = args.find((argument) => /^-i./.test(argument))?.slice(2) ?? '';
    for (const file of rest) status |= yield* editInPlace(context, commands, { quiet, suffix }, file);
    return status;
  } catch (error) {
    if (!(error instanceof SedError) && !(error instanceof PatternError)) throw error;
    yield* context.complain(
      error instanceof SedError ? `sed: ${error.message}` : `sed: bad regex '${error.pattern}': ${error.message}`,
    );
    return 1;
  }
});

function* editInPlace(
  context: ProcessContext,
  commands: readonly SedCommand[],
  { quiet, suffix }: { readonly quiet: boolean; readonly suffix: string },
  file: string,
): Coroutine<number> {
  const editor = new Editor(context, commands, quiet, [file], true);
  const status = yield* editor.run();
  if (status !== 0) return status;
  if (suffix !== '') {
    context.files.rename(file, file + suffix);
    context.process.descriptors.close(context.files.open(file, { write: true, create: true }));
    context.files.change(file, { mode: context.files.stat(file + suffix).mode });
  }
  const fd = context.files.open(file, { write: true, truncate: true });
  yield* context.write(fd, editor.gathered);
  context.process.descriptors.close(fd);
  return status;
}

class Editor {
  gathered = '';
  readonly #context: ProcessContext;
  readonly #commands: readonly SedCommand[];
  readonly #quiet: boolean;
  readonly #files: string[];
  readonly #gathers: boolean;
  readonly #active = new Map<SedCommand, number | true>();
  readonly #labels = new Map<string, number>();
  readonly #outputs = new Map<string, number>();
  #reader: LineReader | undefined;
  #space = '';
  #hold = '';
  #line = 0;
  #appended: string[] = [];
  #lastPattern: RegExp | undefined;
  #status = 0;
  #replaced = false;

  constructor(
    context: ProcessContext,
    commands: readonly SedCommand[],
    quiet: boolean,
    files: readonly string[],
    gathers = false,
  ) {
    this.#context = context;
    this.#commands = commands;
    this.#quiet = quiet;
    this.#openOutputs(commands);
    this.#files = [...files];
    this.#gathers = gathers;
    for (const [index, { name, text }] of commands.entries()) if (name === ':') this.#labels.set(text, index);
  }

  *run(): Coroutine<number> {
    let line = yield* this.#nextLine();
    while (line !== undefined) {
      this.#space = line;
      let result = yield* this.#cycle();
      while (result === 'restart') result = yield* this.#cycle();
      if (result === 'quit') break;
      if (this.#context.isOutputFull) yield* this.#context.flush();
      line = yield* this.#nextLine();
    }
    return this.#status;
  }

  #print(text: string, newline = true): void {
    const whole = newline ? `${text}\n` : text;
    if (this.#gathers) this.gathered += whole;
    else this.#context.print(whole);
  }

  *#nextLine(): Coroutine<string | undefined> {
    for (;;) {
      if (!this.#reader) {
        const file = this.#files.shift();
        if (file === undefined) return undefined;
        try {
          this.#reader = new LineReader(this.#context, file === '-' ? 0 : this.#context.files.open(file));
        } catch (error) {
          if (!(error instanceof SystemError)) throw error;
          yield* this.#context.complain(`sed: ${file}: ${error.message}`);
          this.#status = 1;
          continue;
        }
      }
      const line = yield* this.#reader.next();
      if (line !== undefined) {
        this.#line += 1;
        return line;
      }
      this.#reader = undefined;
    }
  }

  *#isLast(): Coroutine<boolean> {
    return this.#files.length === 0 && (!this.#reader || (yield* this.#reader.isAtEnd()));
  }

  /** Ends a cycle: prints the pattern space and what `a` and `r` put after it. */
  *#finish(): Coroutine<void> {
    if (!this.#quiet) {
      const isCut = (this.#reader?.isCut ?? false) && (yield* this.#isLast()) && this.#appended.length === 0;
      this.#print(this.#space, !isCut);
    }
    for (const text of this.#appended.splice(0)) this.#print(text, false);
  }

  *#cycle(): Coroutine<'next' | 'quit' | 'restart'> {
    this.#replaced = false;
    const commands = this.#commands;
    for (let at = 0; at < commands.length; at += 1) {
      const command = commands[at];
      if (!command) break;
      this.#context.charge(5);
      yield* this.#context.breathe();
      if ((yield* this.#applies(command)) === command.negated) {
        if (command.name === '{') at = command.end - 1;
        continue;
      }
      switch (command.name) {
        case 's':
          if (command.substitution) yield* this.#substitute(command.substitution);
          break;
        case 'b':
          at = this.#jump(command.text);
          break;
        case 't':
        case 'T':
          if (this.#replaced === (command.name === 't')) at = this.#jump(command.text);
          this.#replaced = false;
          break;
        case 'd':
          for (const text of this.#appended.splice(0)) this.#print(text, false);
          return 'next';
        case 'D': {
          const newline = this.#space.indexOf('\n');
          if (newline < 0) return 'next';
          this.#space = this.#space.slice(newline + 1);
          return 'restart';
        }
        case 'c':
          if (!command.to || command.negated || !this.#active.has(command)) this.#print(command.text);
          return 'next';
        case 'q':
          yield* this.#finish();
          return 'quit';
        case 'Q':
          return 'quit';
        case 'n':
        case 'N': {
          if (yield* this.#isLast()) {
            if (command.name === 'N' || !this.#quiet) yield* this.#finish();
            return 'quit';
          }
          if (command.name === 'n') yield* this.#finish();
          const line = (yield* this.#nextLine()) ?? '';
          this.#space = command.name === 'n' ? line : `${this.#space}\n${line}`;
          break;
        }
        default:
          yield* this.#simple(command);
      }
    }
    yield* this.#finish();
    return 'next';
  }

  *#simple({ name, text, target }: SedCommand): Coroutine<void> {
    if (name === 'p') this.#print(this.#space);
    else if (name === 'P') this.#print(this.#space.split('\n')[0] ?? '');
    else if (name === '=') this.#print(String(this.#line));
    else if (name === 'i') this.#print(text);
    else if (name === 'a') this.#appended.push(`${text}\n`);
    else if (name === 'h') this.#hold = this.#space;
    else if (name === 'H') this.#hold += `\n${this.#space}`;
    else if (name === 'g') this.#space = this.#hold;
    else if (name === 'G') this.#space += `\n${this.#hold}`;
    else if (name === 'x') [this.#space, this.#hold] = [this.#hold, this.#space];
    else if (name === 'w') yield* this.#writeTo(text);
    else if (name === 'r' && this.#context.files.find(text))
      this.#appended.push((yield* readFile(this.#context, text)) ?? '');
    else if (name === 'y')
      this.#space = Array.from(this.#space)
        .map((char) => target[text.indexOf(char)] ?? char)
        .join('');
  }

  /** The files of `w` are made before the first line is read. */
  #openOutputs(commands: readonly SedCommand[]): void {
    for (const { name, text, substitution } of commands) {
      const file = name === 'w' ? text : substitution?.writeTo;
      if (file === undefined || this.#outputs.has(file)) continue;
      const isStandard = file === '/dev/stdout';
      this.#outputs.set(
        file,
        isStandard ? 1 : this.#context.files.open(file, { write: true, create: true, truncate: true }),
      );
    }
  }

  *#writeTo(file: string): Coroutine<void> {
    const fd = this.#outputs.get(file) ?? 1;
    yield* this.#context.flush();
    yield* this.#context.write(fd, `${this.#space}\n`);
  }

  #jump(label: string): number {
    if (label === '') return this.#commands.length;
    const at = this.#labels.get(label);
    if (at === undefined) throw new SedError(`can't find label for jump to '${label}'`);
    return at;
  }

  *#applies(command: SedCommand): Coroutine<boolean> {
    const { from, to } = command;
    if (!from) return true;
    if (!to) return yield* this.#matches(from);
    const until = this.#active.get(command);
    if (until === undefined) {
      if (!(yield* this.#matches(from))) return false;
      if (to.kind === 'line' && to.line > this.#line) this.#active.set(command, to.line);
      else if (to.kind === 'plus' && to.count > 0) this.#active.set(command, this.#line + to.count);
      else if (to.kind === 'match') this.#active.set(command, true);
      else if (to.kind === 'last' && !(yield* this.#isLast())) this.#active.set(command, Number.POSITIVE_INFINITY);
      return true;
    }
    if (typeof until === 'number' && this.#line > until) {
      this.#active.delete(command);
      return yield* this.#applies(command);
    }
    const ends =
      until === true ? yield* this.#matches(to) : to.kind === 'last' ? yield* this.#isLast() : this.#line >= until;
    if (ends) this.#active.delete(command);
    return true;
  }

  *#matches(address: Address): Coroutine<boolean> {
    if (address.kind === 'line') return this.#line === address.line;
    if (address.kind === 'last') return yield* this.#isLast();
    if (address.kind === 'plus') return false;
    const pattern = this.#pattern(address.pattern);
    pattern.lastIndex = 0;
    return pattern.test(this.#space);
  }

  #pattern(pattern: RegExp | undefined): RegExp {
    const used = pattern ?? this.#lastPattern;
    if (!used) throw new SedError('no previous regexp');
    this.#lastPattern = used;
    return used;
  }

  *#substitute(substitution: Substitution): Coroutine<void> {
    const pattern = this.#pattern(substitution.pattern);
    pattern.lastIndex = 0;
    let count = 0;
    let changed = false;
    let lastEnd = -1;
    this.#space = this.#space.replace(pattern, (...match) => {
      const whole: string = match[0];
      const at = match.findLast((part) => typeof part === 'number') as number;
      if (whole === '' && at === lastEnd) return whole;
      lastEnd = at + whole.length;
      count += 1;
      if (substitution.occurrence !== 0 && count !== substitution.occurrence) return whole;
      changed = true;
      const groups = match.slice(0, match.lastIndexOf(at));
      return expandReplacement(substitution.replacement, groups as (string | undefined)[]);
    });
    if (!changed) return;
    this.#replaced = true;
    if (substitution.print) this.#print(this.#space);
    if (substitution.writeTo !== undefined) yield* this.#writeTo(substitution.writeTo);
  }
}

function expandReplacement(replacement: string, groups: readonly (string | undefined)[]): string {
  return replacement.replace(/\\([^])|&/g, (all, char: string | undefined) => {
    if (all === '&') return groups[0] ?? '';
    if (char !== undefined && /\d/.test(char)) return groups[Number(char)] ?? '';
    return char === 'n' ? '\n' : char === 't' ? '\t' : (char ?? '');
  });
}
