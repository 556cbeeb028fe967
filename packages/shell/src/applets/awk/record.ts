import { compileRegExp } from '../regular-expression/compile.ts';
import { PatternError } from '../regular-expression/pattern-error.ts';
import { fromInput, type Value } from './values.ts';

/** What makes records fields, as the program's variables have it now. */
export interface FieldSettings {
  fieldSeparator(): string;
  outputSeparator(): string;
  ignoresCase(): boolean;
}

/** The current record: `$0` and its fields, each made from the other only when it is asked for. */
export class AwkRecord {
  readonly #settings: FieldSettings;
  #text = '';
  #fields: Value[] = [];
  #isSplit = true;
  #isJoined = true;
  /** The separator when the record was read. */
  #separator = ' ';

  constructor(settings: FieldSettings) {
    this.#settings = settings;
  }

  setText(text: string): void {
    this.#text = text;
    this.#isJoined = true;
    this.#isSplit = false;
    this.#separator = this.#settings.fieldSeparator();
  }

  text(): string {
    if (!this.#isJoined) {
      const separator = this.#settings.outputSeparator();
      this.#text = this.#fields.map((field) => fieldText(field)).join(separator);
      this.#isJoined = true;
    }
    return this.#text;
  }

  /** Field `index`, from 0 (the whole record). */
  field(index: number): Value {
    if (index === 0) return fromInput(this.text());
    this.#split();
    return this.#fields[index - 1];
  }

  setField(index: number, value: Value): void {
    if (index === 0) {
      this.setText(fieldText(value));
      return;
    }
    this.#split();
    while (this.#fields.length < index) this.#fields.push('');
    this.#fields[index - 1] = value;
    this.#isJoined = false;
  }

  get count(): number {
    this.#split();
    return this.#fields.length;
  }

  set count(count: number) {
    this.#split();
    while (this.#fields.length < count) this.#fields.push('');
    this.#fields.length = count;
    this.#isJoined = false;
  }

  #split(): void {
    if (this.#isSplit) return;
    this.#isSplit = true;
    this.#fields = splitText(this.#text, this.#separator, this.#settings.ignoresCase()).map(fromInput);
  }
}

function fieldText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return typeof value === 'number' ? String(value) : value.text;
}

const regexCache = new Map<string, RegExp>();

/**
 * A regular expression of awk.
 * @param isText whether it comes from a value: one that is no good extended one is taken for a basic one, as busybox
 *   does with `gsub("{{", "")`
 */
export function awkRegExp(source: string, ignoreCase: boolean, isText = true): RegExp {
  const key = (ignoreCase ? 'i' : ' ') + source;
  let compiled = regexCache.get(key);
  if (!compiled) {
    if (regexCache.size > 256) regexCache.clear();
    const flags = ignoreCase ? 'gis' : 'gs';
    compiled = isText ? compileEither(source, flags) : compileRegExp(source, true, flags);
    regexCache.set(key, compiled);
  }
  compiled.lastIndex = 0;
  return compiled;
}

function compileEither(source: string, flags: string): RegExp {
  try {
    return compileRegExp(source, true, flags);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return compileRegExp(source, false, flags);
  }
}

/** Splits as FS does: ` ` at white space, one character at itself, anything longer at a regular expression. */
export function splitText(text: string, separator: string, ignoreCase: boolean): string[] {
  if (text === '') return [];
  if (separator === ' ') return text.match(/[^ \t\n]+/g) ?? [];
  if (separator === '') return Array.from(text);
  if (separator.length === 1 && !(ignoreCase && /[a-z]/i.test(separator))) return text.split(separator);
  const regex = awkRegExp(separator === '\\' ? '\\\\' : separator, ignoreCase);
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(regex)) {
    if (match[0] === '') continue;
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}
