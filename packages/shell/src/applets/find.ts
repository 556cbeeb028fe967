import type { Inode } from '../files/inode.ts';
import { baseName } from '../files/path.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { matchesPattern } from '../interpreter/pattern.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { linksOf, sizeOf } from './inode-text.ts';
import { isConfirmed } from './ask.ts';
import { parseMode } from './mode.ts';
import { compileRegExp } from './regular-expression/compile.ts';
import { findGroup, findUser } from './users.ts';
import { removeTree } from './remove.ts';
import { startProgram, waitFor } from './run-others.ts';

interface Entry {
  readonly path: string;
  readonly inode: Inode;
  pruned: boolean;
}

type Test = (context: ProcessContext, entry: Entry) => Coroutine<boolean>;

interface Plan {
  readonly test: Test;
  readonly maximumDepth: number;
  readonly minimumDepth: number;
  readonly depthFirst: boolean;
  /** Whether links stand for what they lead to. */
  readonly follows: boolean;
  /** What is done after the walk. @returns whether it went well */
  readonly last: readonly ((context: ProcessContext) => Coroutine<boolean>)[];
}

/** `-quit`. */
class FindStop {
  readonly kind = 'stop';
}

class FindError {
  /** @param showsUsage whether how find is used is told too */
  constructor(
    readonly message: string,
    readonly showsUsage = false,
  ) {}
}

/** Whole numbers, with a sign that says more or less, and a unit. */
function signedNumber(text: string, units = ''): { sign: string | undefined; number: number; unit: string } {
  const match = new RegExp(`^([-+]?)(\\d+)([${units || '\\b'}]?)$`).exec(text);
  if (!match) throw new FindError(`invalid number '${text}'`);
  return { sign: match[1] || undefined, number: Number(match[2]), unit: match[3] ?? '' };
}

/** Walks trees: -name -iname -path -type -size -mtime -mmin -newer -empty -maxdepth -mindepth -prune -exec -delete -print(0) ! -a -o ( ). */
export const find = applet('find', function* (context, args) {
  const leading = args.findIndex((argument) => !/^-[HLP]+$/.test(argument));
  const words = leading < 0 ? [] : args.slice(leading);
  const letters = args.slice(0, leading < 0 ? undefined : leading).join('');
  const how = letters.at(-1);
  const at = words.findIndex((argument) => /^[-(!]/.test(argument));
  const roots = at < 0 ? words : words.slice(0, at);
  let plan: Plan;
  try {
    plan = new Parser(context, at < 0 ? [] : words.slice(at), how === 'L').plan();
  } catch (error) {
    if (!(error instanceof FindError)) throw error;
    yield* context.complain(`find: ${error.message}`);
    return error.showsUsage ? yield* complainUsage(context) : 1;
  }
  let status = 0;
  for (const root of roots.length > 0 ? roots : ['.']) {
    if (context.files.find(root, false)) {
      try {
        yield* walk(context, plan, root, [], plan.follows || how === 'H');
      } catch (error) {
        if (!(error instanceof FindStop)) throw error;
        break;
      }
    } else {
      yield* context.complain(`find: ${root}: No such file or directory`);
      status = 1;
    }
  }
  yield* context.flush();
  for (const act of plan.last) if (!(yield* act(context))) status = 1;
  return status;
});

/** @param above the directories that it is in */
function* walk(
  context: ProcessContext,
  plan: Plan,
  path: string,
  above: readonly Inode[],
  follows = plan.follows,
): Coroutine<void> {
  const inode = (follows ? context.files.find(path) : undefined) ?? context.files.find(path, false);
  if (!inode || above.includes(inode)) return;
  const depth = above.length;
  const entry: Entry = { path, inode, pruned: false };
  if (!plan.depthFirst && depth >= plan.minimumDepth) yield* plan.test(context, entry);
  if (inode.kind === 'directory' && depth < plan.maximumDepth && !entry.pruned) {
    const base = path.endsWith('/') ? path : `${path}/`;
    if (!context.files.isAllowed(path, 'read')) yield* context.complain(`find: ${path}: Permission denied`);
    else for (const name of context.files.list(path)) yield* walk(context, plan, base + name, [...above, inode]);
  }
  if (plan.depthFirst && depth >= plan.minimumDepth) yield* plan.test(context, entry);
  if (context.isOutputFull) yield* context.flush();
  yield* context.breathe();
}

class Parser {
  readonly #context: ProcessContext;
  readonly #args: readonly string[];
  #at = 0;
  #acts = false;
  #maximumDepth = Number.POSITIVE_INFINITY;
  #minimumDepth = 0;
  #depthFirst = false;
  #follows: boolean;
  readonly #last: Plan['last'][number][] = [];

  constructor(context: ProcessContext, args: readonly string[], follows: boolean) {
    this.#context = context;
    this.#args = args;
    this.#follows = follows;
  }

  plan(): Plan {
    const test = this.#args.length > 0 ? this.#or() : always;
    if (this.#at < this.#args.length) throw new FindError(`unrecognized: ${this.#args[this.#at]}`, true);
    const printing = this.#acts ? test : both(test, print('\n'));
    return {
      test: printing,
      maximumDepth: this.#maximumDepth,
      minimumDepth: this.#minimumDepth,
      depthFirst: this.#depthFirst,
      follows: this.#follows,
      last: this.#last,
    };
  }

  #or(): Test {
    let left = this.#and();
    while (this.#args[this.#at] === '-o') {
      this.#at += 1;
      const [a, b] = [left, this.#at < this.#args.length ? this.#and() : always];
      left = function* (context, entry) {
        return (yield* a(context, entry)) || (yield* b(context, entry));
      };
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    for (;;) {
      const next = this.#args[this.#at];
      if (next === undefined || next === '-o' || next === ')') return left;
      if (next === '-a') this.#at += 1;
      left = both(left, this.#not());
    }
  }

  #not(): Test {
    const next = this.#args[this.#at];
    if (next === undefined || next === '-o' || next === ')') return always;
    if (this.#args[this.#at] !== '!' && this.#args[this.#at] !== '-not') return this.#primary();
    this.#at += 1;
    if (this.#at === this.#args.length) return always;
    const inner = this.#not();
    return function* (context, entry) {
      return !(yield* inner(context, entry));
    };
  }

  #value(name: string): string {
    const value = this.#args[this.#at];
    if (value === undefined) throw new FindError(`${name} requires an argument`);
    this.#at += 1;
    return value;
  }

  #primary(): Test {
    const name = this.#args[this.#at] ?? '';
    this.#at += 1;
    switch (name) {
      case '(': {
        const inner = this.#or();
        if (this.#args[this.#at++] !== ')') throw new FindError("unpaired '('");
        return inner;
      }
      case '-name':
      case '-iname': {
        const pattern = this.#value(name);
        const fold = (text: string) => (name === '-iname' ? text.toLowerCase() : text);
        return plainTest((_context, { path }) => matchesPattern(fold(pattern), fold(baseName(path))));
      }
      case '-path': {
        const pattern = this.#value(name);
        return plainTest((_context, { path }) => matchesPattern(pattern, path));
      }
      case '-type': {
        const kinds: Record<string, readonly string[]> = {
          f: ['file', 'program', 'generated'],
          d: ['directory'],
          l: ['link'],
          p: ['fifo'],
          c: ['device'],
        };
        const letter = this.#value(name);
        const wanted = kinds[letter] ?? ('bs'.includes(letter) ? [] : undefined);
        if (!wanted || letter === '') throw new FindError(`invalid argument '${letter}' to '-type'`);
        return plainTest((_context, { inode }) => wanted.includes(inode.kind));
      }
      case '-empty':
        return plainTest((_context, { inode }) =>
          inode.kind === 'directory' ? inode.entries.names().length === 0 : inode.kind === 'file' && inode.size === 0,
        );
      case '-size': {
        const { sign, number, unit } = signedNumber(this.#value(name), 'ckbwMG');
        const bytes = { c: 1, w: 2, k: 1024, M: 1 << 20, G: 1 << 30 }[unit] ?? 512;
        return plainTest((_context, { inode }) => compare(sign, sizeOf(inode), number * bytes));
      }
      case '-mtime':
      case '-mmin':
      case '-atime':
      case '-amin':
      case '-ctime':
      case '-cmin': {
        const { sign, number } = signedNumber(this.#value(name));
        const unit = name.endsWith('time') ? 86_400_000 : 60_000;
        const of = { m: 'modifiedMs', a: 'accessedMs', c: 'changedMs' } as const;
        const time = of[name[1] as keyof typeof of];
        return plainTest((context, { inode }) =>
          compare(sign, Math.floor((context.nowMs() - inode[time]) / unit), number),
        );
      }
      case '-newer': {
        const other = this.#value(name);
        const seconds = (inode: Inode) => Math.floor(inode.modifiedMs / 1000);
        const known = this.#context.files.find(other);
        if (!known) throw new FindError(`can't stat '${other}': No such file or directory`);
        const then = seconds(known);
        return plainTest((_context, { inode }) => seconds(inode) > then);
      }
      case '-perm': {
        const text = this.#value(name);
        const sign = /^[-+/]/.exec(text)?.[0];
        const wanted = parseMode(sign === undefined ? text : text.slice(1), 0, false, 0);
        if (wanted === undefined) throw new FindError(`invalid mode '${text}'`);
        return plainTest((_context, { inode }) => {
          if (sign === '-') return (inode.mode & wanted) === wanted;
          return sign === undefined ? inode.mode === wanted : wanted === 0 || (inode.mode & wanted) !== 0;
        });
      }
      case '-user':
      case '-group': {
        const text = this.#value(name);
        const isUser = name === '-user';
        const wanted = isUser ? findUser(this.#context, text) : findGroup(this.#context, text);
        if (wanted === undefined) throw new FindError(`unknown ${isUser ? 'user' : 'group'} ${text}`);
        return plainTest((_context, { inode }) => (isUser ? inode.uid : inode.gid) === wanted);
      }
      case '-links':
      case '-inum': {
        const { sign, number } = signedNumber(this.#value(name));
        return plainTest((context, { inode, path }) => {
          if (name === '-inum') return compare(sign, inode.number, number);
          return compare(sign, linksOf(inode, context.files.locate(path, false).mount.type), number);
        });
      }
      case '-regex': {
        const pattern = compileRegExp(this.#value(name), false, '');
        return plainTest((_context, { path }) => {
          const found = pattern.exec(path);
          return found !== null && found.index === 0 && found[0].length === path.length;
        });
      }
      case '-executable':
        return plainTest((context, { path }) => context.files.isAllowed(path, 'execute'));
      case '-follow':
        this.#follows = true;
        return always;
      case '-true':
        return always;
      case '-false':
        return plainTest(() => false);
      case '-maxdepth':
        this.#maximumDepth = signedNumber(this.#value(name)).number;
        return always;
      case '-mindepth':
        this.#minimumDepth = signedNumber(this.#value(name)).number;
        return always;
      case '-depth':
        this.#depthFirst = true;
        return always;
      case '-xdev':
        return always;
      case '-prune':
        return plainTest((_context, entry) => {
          entry.pruned = true;
          return true;
        });
    }
    this.#acts = true;
    return this.#action(name);
  }

  /** `-exec ... {} +`: the paths are kept, and the program is run once with all of them. When it fails, so does `find`. */
  #gather(argv: readonly string[]): Test {
    const paths: string[] = [];
    this.#last.push(function* (context) {
      return paths.length === 0 || (yield* waitFor(context, startProgram(context, [...argv, ...paths]))) === 0;
    });
    return plainTest((_context, { path }) => {
      paths.push(path);
      return true;
    });
  }

  #action(name: string): Test {
    if (name === '-print') return print('\n');
    if (name === '-print0') return print('\0');
    if (name === '-delete') {
      this.#depthFirst = true;
      return (context, { path }) => removeTree(context, path, { recursive: true });
    }
    if (name === '-quit') {
      return plainTest(() => {
        throw new FindStop();
      });
    }
    if (name !== '-ok' && name !== '-exec') throw new FindError(`unrecognized: ${name}`, true);
    const argv: string[] = [];
    let together = false;
    for (let part = this.#value(name); part !== ';'; part = this.#value(name)) {
      together = part === '+' && argv.at(-1) === '{}';
      if (together) break;
      argv.push(part);
    }
    if (together) return this.#gather(argv.slice(0, -1));
    return function* (context, { path }) {
      yield* context.flush();
      const command = argv.map((part) => part.replaceAll('{}', path));
      if (name === '-ok' && !(yield* isConfirmed(context, `${command.join(' ')} ?`))) return false;
      return (yield* waitFor(context, startProgram(context, command))) === 0;
    };
  }
}

function* always(): Coroutine<boolean> {
  return true;
}

function plainTest(test: (context: ProcessContext, entry: Entry) => boolean): Test {
  return function* (context, entry) {
    return test(context, entry);
  };
}

function both(a: Test, b: Test): Test {
  return function* (context, entry) {
    return (yield* a(context, entry)) && (yield* b(context, entry));
  };
}

function print(end: string): Test {
  return plainTest((context, { path }) => {
    context.print(path + end);
    return true;
  });
}

function compare(sign: string | undefined, value: number, wanted: number): boolean {
  if (sign === '+') return value > wanted;
  return sign === '-' ? value < wanted : value === wanted;
}
