import type { ByteString } from '../files/bytes.ts';
import { compileRegExp } from './regular-expression/compile.ts';
import { PatternError } from './regular-expression/pattern-error.ts';
import type { Inode } from '../files/inode.ts';
import type { ProcessContext } from '../process/context.ts';

/** Thrown inside for a bad expression. An empty message: nothing is said. */
class TestError {
  constructor(readonly message: string) {}
}

type Equals = (left: ByteString, right: ByteString) => boolean;

const unary = new Set('-b -c -d -e -f -g -h -k -L -n -p -r -s -S -t -u -w -x -z -O -G'.split(' '));
const binary = new Set('= == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef'.split(' '));

/**
 * Evaluates `test` (or `[`, whose last argument must be `]`).
 * @param equals what `=` means; the same text unless told otherwise
 * @returns 0 for true, 1 for false, or what is wrong
 */
export function evaluateTest(
  context: ProcessContext,
  argv: readonly ByteString[],
  equals: Equals = (left, right) => left === right,
): number | { readonly error: string } {
  const name = argv[0]?.slice(argv[0].lastIndexOf('/') + 1);
  let args = argv.slice(1);
  if (name === '[' || name === '[[') {
    const closer = name === '[' ? ']' : ']]';
    if (args.at(-1) !== closer) return { error: `missing ${closer}` };
    args = args.slice(0, -1);
  }
  try {
    const operators = name === '[[' ? new Set([...binary, '=~']) : binary;
    return new Expression(context, args, equals, operators).evaluate() ? 0 : 1;
  } catch (error) {
    if (error instanceof TestError) return error.message === '' ? 2 : { error: error.message };
    throw error;
  }
}

class Expression {
  readonly #context: ProcessContext;
  readonly #args: readonly ByteString[];
  readonly #equals: Equals;
  readonly #operators: ReadonlySet<string>;
  #at = 0;

  constructor(context: ProcessContext, args: readonly ByteString[], equals: Equals, operators: ReadonlySet<string>) {
    this.#equals = equals;
    this.#operators = operators;
    this.#context = context;
    this.#args = args;
  }

  evaluate(): boolean {
    const args = this.#args;
    const [first = '', second = ''] = args;
    if (args.length === 0) return false;
    if (args.length === 1) return first !== '';
    if (args.length === 2 && first === '!') return second === '';
    if (args.length === 3 && this.#operators.has(second)) return this.#binary(first, second, args[2] ?? '');
    if (args.length === 4 && first === '!' && this.#operators.has(args[2] ?? '')) {
      return !this.#binary(second, args[2] ?? '', args[3] ?? '');
    }
    const value = this.#or();
    if (this.#at < args.length) throw new TestError(`${args[this.#at]}: unknown operand`);
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#args[this.#at] === '-o') {
      this.#at += 1;
      const right = this.#and();
      value = value || right;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#args[this.#at] === '-a') {
      this.#at += 1;
      const right = this.#not();
      value = value && right;
    }
    return value;
  }

  #not(): boolean {
    if (this.#args[this.#at] === '!' && this.#at + 1 < this.#args.length) {
      this.#at += 1;
      return !this.#not();
    }
    return this.#primary();
  }

  #primary(): boolean {
    const args = this.#args;
    const first = args[this.#at];
    if (first === undefined) throw new TestError('argument expected');
    const operator = args[this.#at + 1];
    const right = args[this.#at + 2];
    if (operator !== undefined && this.#operators.has(operator) && right !== undefined) {
      this.#at += 3;
      return this.#binary(first, operator, right);
    }
    if (operator !== undefined && this.#operators.has(operator)) throw new TestError(`${operator}: argument expected`);
    if (first === '(') {
      this.#at += 1;
      const value = this.#or();
      if (args[this.#at] !== ')') throw new TestError('closing paren expected');
      this.#at += 1;
      return value;
    }
    if (unary.has(first) && operator !== undefined) {
      this.#at += 2;
      return this.#unary(first, operator);
    }
    this.#at += 1;
    return first !== '';
  }

  #binary(left: ByteString, operator: ByteString, right: ByteString): boolean {
    switch (operator) {
      case '=':
      case '==':
        return this.#equals(left, right);
      case '=~':
        return matches(left, right);
      case '!=':
        return !this.#equals(left, right);
      case '<':
        return left < right;
      case '>':
        return left > right;
      case '-nt':
        return this.#time(left) !== -1 && this.#time(right) !== -1 && this.#time(left) > this.#time(right);
      case '-ot':
        return this.#time(left) !== -1 && this.#time(right) !== -1 && this.#time(left) < this.#time(right);
      case '-ef': {
        const inode = this.#context.files.find(left);
        return inode !== undefined && inode === this.#context.files.find(right);
      }
    }
    return compare(operator, integer(left), integer(right));
  }

  /** Whole seconds, which is what busybox compares; -1: no file. */
  #time(path: ByteString): number {
    const modifiedMs = this.#context.files.find(path)?.modifiedMs;
    return modifiedMs === undefined ? -1 : Math.floor(modifiedMs / 1000);
  }

  #unary(operator: ByteString, operand: ByteString): boolean {
    const { files, process } = this.#context;
    if (operator === '-n') return operand !== '';
    if (operator === '-z') return operand === '';
    if (operator === '-t') {
      const fd = Number(integer(operand));
      return process.descriptors.has(fd) && process.descriptors.get(fd).kind === 'terminal';
    }
    if (operator === '-r') return files.isAllowed(operand, 'read');
    if (operator === '-w') return files.isAllowed(operand, 'write');
    if (operator === '-x') return files.isAllowed(operand, 'execute');
    const inode = files.find(operand, operator !== '-h' && operator !== '-L');
    return inode !== undefined && this.#describes(operator, inode);
  }

  #describes(operator: ByteString, inode: Inode): boolean {
    const { user } = this.#context.process;
    switch (operator) {
      case '-f':
        return inode.kind === 'file' || inode.kind === 'program' || inode.kind === 'generated';
      case '-d':
        return inode.kind === 'directory';
      case '-h':
      case '-L':
        return inode.kind === 'link';
      case '-s':
        return inode.kind === 'file'
          ? inode.size > 0
          : inode.kind === 'directory' || inode.kind === 'link' || inode.kind === 'program';
      case '-p':
        return inode.kind === 'fifo';
      case '-c':
        return inode.kind === 'device';
      case '-b':
      case '-S':
        return false;
      case '-u':
        return (inode.mode & 0o4000) !== 0;
      case '-g':
        return (inode.mode & 0o2000) !== 0;
      case '-k':
        return (inode.mode & 0o1000) !== 0;
      case '-O':
        return inode.uid === user.uid;
      case '-G':
        return inode.gid === user.gid;
    }
    return true;
  }
}

/** `[[ text =~ pattern ]]`: an extended regular expression. */
function matches(text: ByteString, pattern: ByteString): boolean {
  try {
    return compileRegExp(pattern, true, '').test(text);
  } catch (error) {
    if (error instanceof PatternError) throw new TestError('');
    throw error;
  }
}

function compare(operator: ByteString, left: number | bigint, right: number | bigint): boolean {
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    default:
      return left >= right;
  }
}

/** Exact as a number when it is small, else a bigint: equal values have equal types. */
function integer(text: ByteString): number | bigint {
  if (text === '') throw new TestError('bad number');
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`${text}: bad number`);
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  const exact = BigInt(text.trim().replace(/^\+/, ''));
  if (BigInt.asIntN(64, exact) !== exact) throw new TestError(`${text}: out of range`);
  return exact;
}
