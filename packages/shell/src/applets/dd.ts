import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { humanSize } from './human-size.ts';
import { complainUsage } from './usage.ts';

const words: Readonly<Record<string, readonly string[]>> = {
  conv: ['notrunc', 'sync', 'noerror', 'fsync', 'swab'],
  iflag: ['skip_bytes', 'count_bytes', 'fullblock', 'direct'],
  oflag: ['seek_bytes', 'append', 'direct'],
  status: ['none', 'noxfer'],
};
const numbers = new Set(['bs', 'ibs', 'obs', 'count', 'seek', 'skip']);
const factors: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  w: 2,
  b: 512,
  kB: 1000,
  KB: 1000,
  k: 1024,
  K: 1024,
  MB: 1e6,
  M: 1 << 20,
  GB: 1e9,
  G: 1 << 30,
};

interface Settings {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly numbers: ReadonlyMap<string, number>;
  readonly flags: ReadonlySet<string>;
}

/** Copies blocks: if= of= bs= ibs= obs= count= skip= seek= conv= iflag= oflag= status=. */
export const dd = applet('dd', function* (context, args) {
  // It tells itself of what it cannot write.
  context.endsWithOutput = false;
  const settings = takeSettings(args);
  if (settings === undefined) return yield* complainUsage(context);
  if (typeof settings === 'string') {
    yield* context.complain(`dd: ${settings}`);
    return 1;
  }
  return yield* new Copy(context, settings).run();
});

/** @returns what is wrong; undefined: the usage says it */
function takeSettings(args: readonly string[]): Settings | string | undefined {
  const found = { from: undefined as string | undefined, to: undefined as string | undefined };
  const sizes = new Map<string, number>();
  const flags = new Set<string>();
  for (const argument of args.filter((one) => one !== '--')) {
    const [, name = '', value = ''] = /^([a-z]+)=([^]*)$/.exec(argument) ?? [];
    if (name === 'if') found.from = value;
    else if (name === 'of') found.to = value;
    else if (numbers.has(name)) {
      const [, digits = '', suffix = ''] = /^(\d+)([A-Za-z]*)$/.exec(value) ?? [];
      const factor = factors[suffix];
      if (digits === '' || factor === undefined) return `invalid number '${value}'`;
      const number = Number(digits) * factor;
      if (name.endsWith('bs') && number === 0) return `number ${value} is not in 1..9223372036854775807 range`;
      sizes.set(name, number);
      if (name === 'bs') sizes.set('ibs', number).set('obs', number);
    } else {
      const known = words[name];
      if (!known) return undefined;
      for (const word of name === 'status' ? [value] : value.split(',')) {
        if (!known.includes(word)) return `invalid argument '${word}' to '${name}'`;
        flags.add(word === 'direct' ? name + word : word);
      }
    }
  }
  return { ...found, numbers: sizes, flags };
}

/** One run of dd. */
class Copy {
  readonly #context: ProcessContext;
  readonly #settings: Settings;
  readonly #in = { full: 0, partial: 0 };
  readonly #out = { full: 0, partial: 0 };
  #bytes = 0;
  #input = 0;
  #output = 1;
  readonly #inputSize: number;
  readonly #outputSize: number;

  constructor(context: ProcessContext, settings: Settings) {
    this.#context = context;
    this.#settings = settings;
    this.#inputSize = settings.numbers.get('ibs') ?? 512;
    this.#outputSize = settings.numbers.get('obs') ?? 512;
  }

  *run(): Coroutine<number> {
    const context = this.#context;
    const { from, to, flags } = this.#settings;
    const startMs = context.nowMs();
    context.holdMemory(this.#inputSize + (this.#inputSize === this.#outputSize ? 0 : this.#outputSize));
    yield* context.breathe();
    if (!(yield* this.#open())) return 1;
    let status = 0;
    let side = from ?? 'standard input';
    try {
      yield* this.#skip();
      side = to ?? 'standard output';
      this.#seek();
      side = from ?? 'standard input';
      const isDone = yield* this.#copy();
      if (isDone === undefined) return 1;
      status = isDone ? 0 : 1;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* context.complain(`dd: ${side}: ${error.message}`);
      return 1;
    }
    if (flags.has('none')) return status;
    yield* context.complain(
      `${this.#in.full}+${this.#in.partial} records in\n${this.#out.full}+${this.#out.partial} records out`,
    );
    if (flags.has('noxfer') || this.#bytes === 0) return status;
    // A copy takes a microsecond at least, or its speed could not be told.
    const seconds = Math.max(context.nowMs() - startMs, 0.001) / 1000;
    const speed = humanSize(Math.floor(this.#bytes / seconds));
    yield* context.complain(
      `${this.#bytes} bytes (${humanSize(this.#bytes)}B) copied, ${seconds.toFixed(6)} seconds, ${speed}B/s`,
    );
    return status;
  }

  #number(name: string): number {
    return this.#settings.numbers.get(name) ?? 0;
  }

  *#open(): Coroutine<boolean> {
    const { files } = this.#context;
    const { from, to, flags } = this.#settings;
    const truncate = !flags.has('notrunc') && this.#number('seek') === 0;
    let path = from;
    try {
      if (from !== undefined) this.#input = files.open(from);
      path = to;
      if (to !== undefined)
        this.#output = files.open(to, { write: true, create: true, truncate, append: flags.has('append') });
      return true;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* this.#context.complain(`dd: can't open '${path}': ${error.message}`);
      return false;
    }
  }

  *#skip(): Coroutine<void> {
    const size = this.#settings.flags.has('skip_bytes') ? 1 : this.#inputSize;
    const input = this.#context.process.descriptors.get(this.#input);
    let left = this.#number('skip');
    if (left === 0) return;
    try {
      if (input.seek) {
        input.seek(left * size, 'current');
        return;
      }
    } catch (error) {
      if (!(error instanceof SystemError) || error.code !== 'ESPIPE') throw error;
    }
    while (left > 0 && (yield* this.#context.read(this.#input, size)).length > 0) left -= 1;
  }

  #seek(): void {
    const { to, flags } = this.#settings;
    const offset = this.#number('seek') * (flags.has('seek_bytes') ? 1 : this.#outputSize);
    if (offset === 0) return;
    const inode = to === undefined ? undefined : this.#context.files.find(to);
    if (to !== undefined && inode?.kind === 'file' && !flags.has('notrunc')) this.#context.files.truncate(to, offset);
    const { seek } = this.#context.process.descriptors.get(this.#output);
    if (!seek) throw new SystemError('ESPIPE');
    seek(offset, 'current');
  }

  /** @returns whether all was written; undefined when that is not to be told of */
  *#copy(): Coroutine<boolean | undefined> {
    const { flags } = this.#settings;
    let left = this.#settings.numbers.get('count') ?? Number.POSITIVE_INFINITY;
    let previous = 0;
    let held = new Uint8Array(0);
    while (left > 0) {
      const wanted = flags.has('count_bytes') ? Math.min(left, this.#inputSize) : this.#inputSize;
      let bytes = yield* this.#read(wanted);
      if (bytes.length === 0) break;
      left -= flags.has('count_bytes') ? bytes.length : 1;
      if (flags.has('swab')) {
        if (previous % 2 === 1) {
          yield* this.#context.complain(`dd: can't swab ${previous} byte buffer`);
          return undefined;
        }
        previous = bytes.length;
        bytes = swapped(bytes);
      }
      if (bytes.length === this.#inputSize) this.#in.full += 1;
      else {
        this.#in.partial += 1;
        if (flags.has('sync')) bytes = joined(bytes, new Uint8Array(this.#inputSize - bytes.length));
      }
      if (this.#inputSize === this.#outputSize) {
        if (!(yield* this.#write(bytes))) return false;
        continue;
      }
      held = joined(held, bytes);
      let at = 0;
      for (; held.length - at >= this.#outputSize; at += this.#outputSize) {
        if (!(yield* this.#write(held.subarray(at, at + this.#outputSize)))) return false;
      }
      held = held.slice(at);
    }
    return held.length === 0 || (yield* this.#write(held));
  }

  *#read(size: number): Coroutine<Uint8Array> {
    let bytes = yield* this.#context.read(this.#input, size);
    while (this.#settings.flags.has('fullblock') && bytes.length > 0 && bytes.length < size) {
      const more = yield* this.#context.read(this.#input, size - bytes.length);
      if (more.length === 0) break;
      bytes = joined(bytes, more);
    }
    return bytes;
  }

  *#write(bytes: Uint8Array): Coroutine<boolean> {
    try {
      yield* this.#context.write(this.#output, bytes);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* this.#context.complain(`dd: error writing '${this.#settings.to ?? 'standard output'}': ${error.message}`);
      return false;
    }
    this.#bytes += bytes.length;
    if (bytes.length === this.#outputSize) this.#out.full += 1;
    else this.#out.partial += 1;
    return true;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** Every two bytes in turn; an odd last one stays. */
function swapped(bytes: Uint8Array): Uint8Array {
  const result = bytes.slice();
  for (let at = 0; at + 1 < bytes.length; at += 2) result.set([bytes[at + 1] ?? 0, bytes[at] ?? 0], at);
  return result;
}
