import { fromUnicode } from '../../files/bytes.ts';
import { SystemError } from '../../files/errno.ts';
import type { ProcessContext } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import { AwkError } from './error.ts';
import { RecordReader } from './input.ts';
import { unescapeAwk } from './lexer.ts';
import { AwkRecord } from './record.ts';
import { Streams } from './streams.ts';
import { type AwkArray, type Cell, fromInput, memoryOf, toNumber, toText, type Value } from './values.ts';

/** Bytes that are counted at once. */
const countedStep = 4096;
/** What busybox's table takes for an element, beside its name and its text. */
const elementBytes = 64;

/** What a running awk program has: its variables, its record, its input and output. */
export class Runtime {
  readonly context: ProcessContext;
  readonly record: AwkRecord;
  readonly streams: Streams;
  readonly #globals = new Map<string, Cell>();
  #reader: RecordReader | undefined;
  #nextArgument = 1;
  #readAny = false;
  #seed = 0;
  #uncounted = 0;
  randomState = 1;
  /** The exit status that `exit` and unreadable files set. */
  status = 0;
  /** Whether the last record was processed: END is what is left. */
  isAtEnd = false;

  constructor(context: ProcessContext, args: readonly string[]) {
    this.context = context;
    this.streams = new Streams(context);
    const get = (name: string) => toText(this.cell(name).value as Value, '%.6g');
    this.record = new AwkRecord({
      fieldSeparator: () => get('FS'),
      outputSeparator: () => get('OFS'),
      ignoresCase: () => this.ignoresCase,
    });
    const defaults = { FS: ' ', OFS: ' ', ORS: '\n', RS: '\n', SUBSEP: '\x1c', CONVFMT: '%.6g', OFMT: '%.6g' };
    for (const [name, value] of Object.entries(defaults)) this.cell(name).value = value;
    for (const name of ['NR', 'FNR', 'RSTART']) this.cell(name).value = 0;
    this.cell('RLENGTH').value = -1;
    const all = ['awk', ...args];
    this.cell('ARGC').value = all.length;
    this.cell('ARGV').value = new Map(all.map((text, index): [string, Value] => [String(index), fromInput(text)]));
    this.cell('ENVIRON').value = new Map(
      [...context.env].map(([name, text]): [string, Value] => [name, fromInput(text)]),
    );
  }

  /** Counts memory that variables hold, in steps that are worth a call of the kernel. Negative: given back. */
  hold(bytes: number): void {
    this.#uncounted += bytes;
    if (Math.abs(this.#uncounted) < countedStep) return;
    this.context.holdMemory(this.#uncounted);
    this.#uncounted = 0;
  }

  /** Puts a value into an array, and counts it. */
  setElement(array: AwkArray, key: string, value: Value): void {
    const before = array.has(key) ? memoryOf(array.get(key)) : -elementBytes - key.length;
    this.hold(memoryOf(value) - before);
    array.set(key, value);
  }

  /** Takes one value out of an array, or all. */
  deleteElement(array: AwkArray, key?: string): void {
    for (const one of key === undefined ? array.keys() : array.has(key) ? [key] : []) {
      this.hold(-elementBytes - one.length - memoryOf(array.get(one)));
    }
    if (key === undefined) array.clear();
    else array.delete(key);
  }

  /** A global variable. `NF` is not one: it belongs to the record. */
  cell(name: string): Cell {
    let cell = this.#globals.get(name);
    if (!cell) {
      cell = { value: undefined };
      this.#globals.set(name, cell);
    }
    return cell;
  }

  text(name: string): string {
    return toText(this.cell(name).value as Value, '%.6g');
  }

  get ignoresCase(): boolean {
    const cell = this.#globals.get('IGNORECASE');
    return cell !== undefined && toNumber(cell.value as Value) !== 0;
  }

  /** `var=value` of the command line. @returns whether it was one */
  assign(text: string): boolean {
    const match = /^([A-Za-z_]\w*)=([^]*)$/.exec(text);
    if (!match?.[1]) return false;
    const value = fromInput(unescapeAwk(match[2] ?? ''));
    if (match[1] === 'NF') this.record.count = toNumber(value);
    else this.cell(match[1]).value = value;
    return true;
  }

  /** The next record of the main input, counted; undefined after the last. */
  *nextRecord(): Coroutine<string | undefined> {
    for (;;) {
      const reader = this.#reader ?? this.#openNext();
      if (!reader) return undefined;
      const text = yield* reader.next(this.text('RS'));
      this.cell('RT').value = reader.terminator;
      if (text !== undefined) {
        this.count('NR');
        this.count('FNR');
        return text;
      }
      this.skipFile();
    }
  }

  /** Goes on with the next file. */
  skipFile(): void {
    if (this.#reader && this.#reader.fd !== 0) this.context.process.descriptors.close(this.#reader.fd);
    this.#reader = undefined;
  }

  count(name: 'NR' | 'FNR'): void {
    const cell = this.cell(name);
    cell.value = toNumber(cell.value as Value) + 1;
  }

  /** Sets the seed of `rand`. @returns the one before */
  seed(value: number): number {
    const before = this.#seed;
    this.#seed = value;
    this.randomState = (Math.trunc(value) ^ 0x5deece66) >>> 0;
    return before;
  }

  #openNext(): RecordReader | undefined {
    const argv = this.cell('ARGV').value as AwkArray;
    while (this.#nextArgument < toNumber(this.cell('ARGC').value as Value)) {
      const argument = toText(argv.get(String(this.#nextArgument)), '%.6g');
      this.#nextArgument += 1;
      if (argument === '' || this.assign(argument)) continue;
      this.#readAny = true;
      this.cell('FILENAME').value = argument;
      this.cell('FNR').value = 0;
      return this.#open(argument);
    }
    if (this.#readAny) return undefined;
    this.#readAny = true;
    this.#reader = new RecordReader(this.context, 0);
    return this.#reader;
  }

  /** Opens an input file. One that cannot be opened ends the program, END unseen. */
  #open(path: string): RecordReader {
    try {
      const fd = path === '-' ? 0 : this.context.files.open(path);
      this.#reader = new RecordReader(this.context, fd);
      return this.#reader;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new AwkError(fromUnicode(`${path}: ${error.message}`), -1);
    }
  }
}
