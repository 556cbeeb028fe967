import type { ByteString } from '../files/bytes.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { unescapeText } from './echo-format.ts';

const specification = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?(?:hh|h|ll|l|j|z)?([a-zA-Z%])/y;

interface Output {
  readonly output: ByteString;
  /** Messages for standard error, with how much of the output comes before each; any makes the exit status 1. */
  readonly errors: readonly { readonly message: ByteString; readonly at: number }[];
}

/** Writes what `formatPrintf` gave, messages where they belong. @param name that messages begin with */
export function* writePrintf(context: ProcessContext, { output, errors }: Output, name: ByteString): Coroutine<void> {
  let from = 0;
  for (const { message, at } of errors) {
    if (at > from) yield* context.write(1, output.slice(from, at));
    from = at;
    yield* context.write(2, `${name}: ${message}\n`);
  }
  yield* context.write(1, output.slice(from));
}

/** What `printf FORMAT ARGUMENT...` prints; the format is used again while arguments are left. */
export function formatPrintf(argv: readonly ByteString[]): Output {
  const args = argv[0] === '--' ? argv.slice(1) : argv;
  const format = args[0];
  if (format === undefined) return { output: '', errors: [{ message: 'usage: printf FORMAT [ARGUMENT...]', at: 0 }] };
  const run = new Run(args.slice(1));
  do run.once(format);
  while (run.hasMore);
  return run;
}

class Run implements Output {
  output = '';
  readonly errors: { message: ByteString; at: number }[] = [];
  readonly #args: readonly ByteString[];
  #next = 0;
  #used = false;
  #ended = false;

  constructor(args: readonly ByteString[]) {
    this.#args = args;
  }

  get hasMore(): boolean {
    return this.#used && !this.#ended && this.#next < this.#args.length;
  }

  once(format: ByteString): void {
    this.#used = false;
    let literal = '';
    let at = 0;
    const flush = () => {
      const { text, ended } = unescapeText(literal, 2);
      this.output += text;
      literal = '';
      if (ended) this.#ended = true;
    };
    while (at < format.length && !this.#ended) {
      specification.lastIndex = at;
      const match = format[at] === '%' ? specification.exec(format) : null;
      if (format[at] === '\\') {
        literal += format.slice(at, at + 2);
        at += 2;
      } else if (!match) {
        if (format[at] === '%') {
          flush();
          this.#fail(`${format.slice(at)}: invalid format`);
          this.#ended = true;
          return;
        }
        literal += format[at];
        at += 1;
      } else {
        flush();
        if (!this.#ended) this.#convert(match, format.slice(at + match[0].length));
        at += match[0].length;
      }
    }
    if (!this.#ended) flush();
  }

  #fail(message: ByteString): void {
    this.errors.push({ message, at: this.output.length });
  }

  #take(): ByteString | undefined {
    this.#used = true;
    const value = this.#args[this.#next];
    this.#next += 1;
    return value;
  }

  #convert(match: RegExpExecArray, rest: ByteString): void {
    const [all, , widthText, precisionText, letter = ''] = match;
    let flags = match[1] ?? '';
    if (letter === '%' && all === '%%') {
      this.output += '%';
      return;
    }
    let width = widthText === '*' ? this.#integer(this.#take()) : Number(widthText ?? 0);
    if (width < 0) {
      flags += '-';
      width = -width;
    }
    const precision =
      precisionText === undefined
        ? undefined
        : precisionText === '*'
          ? this.#integer(this.#take())
          : Number(precisionText);
    const body = this.#body(letter, flags, precision);
    if (body === undefined) {
      // The message shows the rest of the format, without the size letters that were taken out.
      this.#fail(`${all.replace(/[hljz]/g, '')}${rest}: invalid format`);
      this.#ended = true;
      return;
    }
    const zero =
      flags.includes('0') &&
      !flags.includes('-') &&
      !/[scb]/.test(letter) &&
      (precision === undefined || /[feEgG]/.test(letter));
    if (flags.includes('-')) this.output += body.padEnd(width);
    else if (zero)
      this.output += body.replace(/^([-+ ]|0x)?/, (sign) => sign + '0'.repeat(Math.max(0, width - body.length)));
    else this.output += body.padStart(width);
  }

  #body(letter: string, flags: string, precision: number | undefined): ByteString | undefined {
    const sign = (text: string, negative: boolean) =>
      negative ? text : flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
    const digits = (text: string) =>
      precision === undefined ? text : precision === 0 && text === '0' ? '' : text.padStart(precision, '0');
    switch (letter) {
      case 's':
        return (this.#take() ?? '').slice(0, precision);
      case 'c':
        return (this.#take() ?? '').slice(0, 1) || '\0';
      case 'b': {
        const { text, ended } = unescapeText(this.#take() ?? '');
        if (ended) this.#ended = true;
        return text.slice(0, precision);
      }
      case 'd':
      case 'i': {
        const value = this.#wholeNumber(this.#take());
        return sign((value < 0n ? '-' : '') + digits(String(value < 0n ? -value : value)), value < 0n);
      }
      case 'u':
      case 'o':
      case 'x':
      case 'X': {
        const value = BigInt.asUintN(64, this.#wholeNumber(this.#take(), true));
        const text = digits(value.toString(letter === 'o' ? 8 : letter === 'u' ? 10 : 16));
        const prefixed = flags.includes('#') && value > 0n ? (letter === 'o' ? `0${text}` : `0x${text}`) : text;
        return letter === 'X' ? prefixed.toUpperCase() : prefixed;
      }
      case 'f':
      case 'F':
      case 'e':
      case 'E':
      case 'g':
      case 'G': {
        const value = this.#float(this.#take());
        return sign(formatFloat(letter, value, precision ?? 6), value < 0);
      }
    }
    return undefined;
  }

  #integer(text: ByteString | undefined): number {
    return Number(this.#wholeNumber(text));
  }

  #wholeNumber(text: ByteString | undefined, unsigned = false): bigint {
    if (text?.[0] === '"' || text?.[0] === "'") return BigInt(text.charCodeAt(1) || 0);
    const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(text ?? '');
    const digits = match?.[2] ?? '0';
    const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
    const limit = 2n ** (unsigned ? 64n : 63n);
    if (match && (match[1] === '-' ? value <= 2n ** 63n : value < limit)) return match[1] === '-' ? -value : value;
    this.#fail(`invalid number '${text ?? ''}'`);
    return 0n;
  }

  #float(text: ByteString | undefined): number {
    if (text === undefined || text === '') return 0;
    const value = Number(text);
    if (!Number.isNaN(value)) return value;
    this.#fail(`invalid number '${text}'`);
    return Number.parseFloat(text) || 0;
  }
}

/** `toFixed`, but a half goes to the even digit, as in C, and large numbers keep their digits. */
function fixed(value: number, precision: number): string {
  if (Math.abs(value) >= 1e21) {
    const whole = BigInt(value).toString();
    return precision === 0 ? whole : `${whole}.${'0'.repeat(precision)}`;
  }
  const rounded = value.toFixed(precision);
  const digits = value.toFixed(100);
  const cut = digits.indexOf('.') + 1 + precision;
  if (precision >= 100 || !/^50*$/.test(digits.slice(cut))) return rounded;
  const down = digits.slice(0, precision === 0 ? cut - 1 : cut);
  return /[02468]$/.test(down) ? down : rounded;
}

/** C's `%f`, `%e` and `%g`. */
export function formatFloat(letter: string, value: number, precision: number): string {
  const exponent = (text: string) => text.replace(/e([-+])(\d)$/, 'e$10$2');
  const lower = letter.toLowerCase();
  let text: string;
  if (!Number.isFinite(value)) text = Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  else if (lower === 'f') text = fixed(value, Math.min(precision, 100));
  else if (lower === 'e') text = exponent(value.toExponential(Math.min(precision, 100)));
  else {
    const significant = Math.max(1, Math.min(precision, 100));
    const power = value === 0 ? 0 : Number(value.toExponential(significant - 1).split('e')[1]);
    const isShort = power >= -4 && power < significant;
    const long = isShort
      ? value.toFixed(Math.max(0, significant - 1 - power))
      : exponent(value.toExponential(significant - 1));
    text = long.includes('.') ? long.replace(/0+(?=e|$)/, '').replace(/\.(?=e|$)/, '') : long;
  }
  return letter === lower ? text : text.toUpperCase();
}
