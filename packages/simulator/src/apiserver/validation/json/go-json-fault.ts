import { goJsonKind } from '@podlab/apimachinery';

/**
 * What Go's decoder says of a text that is no JSON object; undefined for one that is.
 * @see encoding/json/scanner.go (go1.26)
 */
export function goJsonFault(text: string): string | undefined {
  const scanner = new Scanner(text);
  const fault = scanner.scan();
  if (fault !== undefined) return fault;
  const value: unknown = JSON.parse(text);
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
  return `json: cannot unmarshal ${goJsonKind(value)} into Go value of type map[string]interface {}`;
}

const blank = /[ \t\r\n]/;
const atEnd = 'unexpected end of JSON input';

/** Goes through a text until the first character that cannot be. */
class Scanner {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  scan(): string | undefined {
    const fault = this.value();
    if (fault !== undefined) return fault;
    this.skip();
    return this.at < this.text.length ? this.wrong('after top-level value') : undefined;
  }

  private value(): string | undefined {
    this.skip();
    const next = this.text[this.at];
    if (next === undefined) return atEnd;
    if (next === '{') return this.list('}', 'object key:value pair', () => this.pair());
    if (next === '[') return this.list(']', 'array element', () => this.value());
    if (next === '"') return this.string();
    if (/[-0-9]/.test(next)) return this.number();
    const word = { t: 'true', f: 'false', n: 'null' }[next];
    return word === undefined ? this.wrong('looking for beginning of value') : this.literal(word);
  }

  private list(end: string, item: string, one: () => string | undefined): string | undefined {
    this.at += 1;
    this.skip();
    if (this.text[this.at] === end) {
      this.at += 1;
      return undefined;
    }
    for (;;) {
      const fault = one();
      if (fault !== undefined) return fault;
      this.skip();
      const next = this.text[this.at];
      if (next === undefined) return atEnd;
      if (next !== end && next !== ',') return this.wrong(`after ${item}`);
      this.at += 1;
      if (next === end) return undefined;
    }
  }

  private pair(): string | undefined {
    this.skip();
    if (this.at >= this.text.length) return atEnd;
    if (this.text[this.at] !== '"') return this.wrong('looking for beginning of object key string');
    const fault = this.string();
    if (fault !== undefined) return fault;
    this.skip();
    if (this.at >= this.text.length) return atEnd;
    if (this.text[this.at] !== ':') return this.wrong('after object key');
    this.at += 1;
    return this.value();
  }

  private string(): string | undefined {
    this.at += 1;
    for (;;) {
      const next = this.text[this.at];
      if (next === undefined) return atEnd;
      if (next < ' ') return this.wrong('in string literal');
      this.at += 1;
      if (next === '"') return undefined;
      if (next !== '\\') continue;
      if (this.at >= this.text.length) return atEnd;
      if (!/["\\/bfnrtu]/.test(this.text[this.at] ?? '')) return this.wrong('in string escape code');
      const isHex = this.text[this.at] === 'u';
      this.at += 1;
      for (let digit = 0; isHex && digit < 4; digit += 1, this.at += 1) {
        if (this.at >= this.text.length) return atEnd;
        if (!/[0-9a-f]/i.test(this.text[this.at] ?? '')) return this.wrong('in \\u hexadecimal character escape');
      }
    }
  }

  private number(): string | undefined {
    if (this.text[this.at] === '-') this.at += 1;
    const whole = this.digits(/^(0|[1-9]\d*)/, 'in numeric literal');
    if (whole !== undefined) return whole;
    if (this.text[this.at] === '.') {
      this.at += 1;
      const fraction = this.digits(/^\d+/, 'after decimal point in numeric literal');
      if (fraction !== undefined) return fraction;
    }
    if (!/[eE]/.test(this.text[this.at] ?? '')) return undefined;
    this.at += /[-+]/.test(this.text[this.at + 1] ?? '') ? 2 : 1;
    return this.digits(/^\d+/, 'in exponent of numeric literal');
  }

  private digits(pattern: RegExp, where: string): string | undefined {
    const [found] = pattern.exec(this.text.slice(this.at)) ?? [];
    if (found === undefined) return this.wrong(where);
    this.at += found.length;
    return undefined;
  }

  private literal(word: string): string | undefined {
    for (const expected of word) {
      if (this.text[this.at] !== expected) return this.wrong(`in literal ${word} (expecting '${expected}')`);
      this.at += 1;
    }
    return undefined;
  }

  private skip(): void {
    while (blank.test(this.text[this.at] ?? '')) this.at += 1;
  }

  /** Behind the end Go sees a blank. */
  private wrong(where: string): string {
    const found = this.text[this.at] ?? ' ';
    const quoted = found === "'" ? `'\\''` : found === '"' ? `'"'` : `'${JSON.stringify(found).slice(1, -1)}'`;
    return `invalid character ${quoted} ${where}`;
  }
}
