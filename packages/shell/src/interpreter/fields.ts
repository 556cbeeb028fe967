import type { ByteString } from '../files/bytes.ts';
import { escapePattern } from './pattern.ts';

/**
 * Gathers the fields that a word expands to. Each field is kept twice: as text, and as a pattern in which quoted
 * characters are escaped.
 */
export class Fields {
  readonly done: { text: ByteString; pattern: ByteString }[] = [];
  /** Whether anything (an empty quoted string counts) is in the current field. */
  #started = false;
  #text = '';
  #pattern = '';
  readonly #ifs: ByteString | undefined;

  /** @param ifs characters that split; undefined when nothing is to be split */
  constructor(ifs: ByteString | undefined) {
    this.#ifs = ifs;
  }

  /** Whether `"$@"` makes several fields here. */
  get splits(): boolean {
    return this.#ifs !== undefined;
  }

  get ifs(): ByteString | undefined {
    return this.#ifs;
  }

  get text(): ByteString {
    return this.#text;
  }

  get pattern(): ByteString {
    return this.#pattern;
  }

  /** Quoted text: stands for itself, is not split, and makes a field even when it is empty. */
  quoted(text: ByteString): void {
    this.#started = true;
    this.#text += text;
    this.#pattern += escapePattern(text);
  }

  /** Text of the script itself, not quoted: not split, but a pattern. */
  literal(text: ByteString): void {
    this.#started = true;
    this.#text += text;
    this.#pattern += text;
  }

  /** What an expansion outside quotes gave. */
  expanded(text: ByteString): void {
    if (text === '') return;
    const ifs = this.#ifs;
    if (ifs === undefined || ifs === '' || !containsAny(text, ifs)) {
      this.#add(text);
      return;
    }
    this.#split(text, ifs);
  }

  /** Ends the field, when one has begun. */
  finish(): void {
    if (this.#started) this.done.push({ text: this.#text, pattern: this.#pattern });
    this.#started = false;
    this.#text = '';
    this.#pattern = '';
  }

  #add(text: ByteString): void {
    this.#started = true;
    this.#text += text;
    this.#pattern += text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
  }

  #split(text: ByteString, ifs: ByteString): void {
    const isSpace = (char: string) => (char === ' ' || char === '\t' || char === '\n') && ifs.includes(char);
    let i = 0;
    const skipSpaces = () => {
      while (i < text.length && isSpace(text[i] ?? '')) i += 1;
    };
    while (i < text.length) {
      const from = i;
      while (i < text.length && !ifs.includes(text[i] ?? '')) i += 1;
      if (i > from) this.#add(text.slice(from, i));
      if (i >= text.length) return;
      skipSpaces();
      const isDelimiter = i < text.length && ifs.includes(text[i] ?? '');
      if (isDelimiter) {
        this.#started = true;
        i += 1;
        skipSpaces();
      }
      this.finish();
    }
  }
}

function containsAny(text: ByteString, chars: ByteString): boolean {
  for (let i = 0; i < text.length; i += 1) if (chars.includes(text[i] ?? '')) return true;
  return false;
}
