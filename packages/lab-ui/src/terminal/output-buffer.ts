/** `notice`: a sentence of Podlab's own. */
export type OutputStream = 'stdout' | 'stderr' | 'notice';

/** A run of characters that look alike. */
export interface Span {
  readonly text: string;
  /** Names of `sgrNames`, joined by spaces; empty: plain. */
  readonly style: string;
}

export type OutputLine = readonly Span[];

/** Lines that stay together, so that output that grows does not make what is above it be drawn again. */
export interface OutputBlock {
  readonly id: number;
  readonly lines: readonly OutputLine[];
}

export interface OutputView {
  readonly blocks: readonly OutputBlock[];
  /** Lines that had to go because there were too many. */
  readonly dropped: number;
}

const blockLines = 50;
const lineLimit = 5000;
const escapeSequence = /^\u001b(?:\[([0-9;?]*)([ -/]*[@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_c])/;
const incompleteEscape = /\u001b(?:\[[0-9;?]*|\][^\u0007\u001b]*)?$/;

/**
 * What a program has printed, as lines of styled text. Understands what programs of labs print: colours, carriage
 * returns, backspaces, clearing of the line and of the screen. Other escape sequences are left out.
 */
export class OutputBuffer {
  #full: OutputBlock[] = [];
  #lines: OutputLine[] = [];
  #nextBlock = 0;
  #dropped = 0;
  #cells: { char: string; style: string }[] = [];
  #column = 0;
  #style: readonly string[] = [];
  #rest = '';
  #home = false;
  #clears = 0;
  #view: OutputView | undefined;

  write(text: string, stream: OutputStream = 'stdout'): void {
    this.#view = undefined;
    let left = this.#rest + text;
    const [incomplete = ''] = incompleteEscape.exec(left) ?? [];
    this.#rest = incomplete;
    left = left.slice(0, left.length - incomplete.length);
    while (left !== '') {
      const escape = left.startsWith('\u001b') ? escapeSequence.exec(left) : null;
      if (escape) {
        this.#escape(escape[1] ?? '', escape[2] ?? '', escape[0]);
        left = left.slice(escape[0].length);
        continue;
      }
      const [plain] = /^[^\u0000-\u001f\u007f]+/.exec(left) ?? [];
      if (plain !== undefined) this.#put(plain, stream);
      else this.#control(left[0] ?? '', stream);
      left = left.slice(plain?.length ?? 1);
    }
  }

  /** How often the screen was cleared. */
  get clears(): number {
    return this.#clears;
  }

  /** The line that is not ended yet: a program's prompt. */
  get lastLine(): string {
    return this.#cells.map(({ char }) => char).join('');
  }

  /** The same object until something is written. */
  view(): OutputView {
    if (this.#view) return this.#view;
    const open = this.#cells.length > 0 ? [...this.#lines, spansOf(this.#cells)] : [...this.#lines];
    const last = open.length > 0 ? [{ id: this.#nextBlock, lines: open }] : [];
    this.#view = { blocks: [...this.#full, ...last], dropped: this.#dropped };
    return this.#view;
  }

  #put(text: string, stream: OutputStream): void {
    const style = (stream === 'stdout' ? this.#style : [stream, ...this.#style]).join(' ');
    for (const char of text) this.#cells[this.#column++] = { char, style };
  }

  #control(char: string, stream: OutputStream): void {
    if (char === '\n') this.#endLine();
    else if (char === '\r') this.#column = 0;
    else if (char === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (char === '\t') this.#put(' '.repeat(8 - (this.#column % 8)), stream);
  }

  #endLine(): void {
    this.#lines.push(spansOf(this.#cells));
    this.#cells = [];
    this.#column = 0;
    if (this.#lines.length < blockLines) return;
    this.#full.push({ id: this.#nextBlock++, lines: this.#lines });
    this.#lines = [];
    if (this.#full.length * blockLines <= lineLimit) return;
    this.#full = this.#full.slice(1);
    this.#dropped += blockLines;
  }

  #escape(parameters: string, final: string, whole: string): void {
    const fromHome = this.#home;
    this.#home = final === 'H' && /^(1(;1)?)?$/.test(parameters);
    if (final === 'm') this.#style = applySgr(this.#style, parameters);
    else if (final === 'K') this.#clearLine(parameters);
    else if (final === 'J' && (/^[23]$/.test(parameters) || (fromHome && parameters !== '1'))) this.#clear();
    else if (whole === '\u001bc') this.#clear();
    else if (final === 'G') this.#moveTo(Number(parameters || 1) - 1);
    else if (final === 'D') this.#moveTo(this.#column - Number(parameters || 1));
    else if (final === 'C') this.#moveTo(this.#column + Number(parameters || 1));
  }

  #moveTo(column: number): void {
    this.#column = Math.max(0, Math.min(column, 500));
    while (this.#cells.length < this.#column) this.#cells.push({ char: ' ', style: '' });
  }

  #clearLine(which: string): void {
    if (which === '' || which === '0') this.#cells.length = Math.min(this.#cells.length, this.#column);
    else for (let at = 0; at < this.#cells.length; at++) this.#cells[at] = { char: ' ', style: '' };
  }

  #clear(): void {
    this.#full = [];
    this.#lines = [];
    this.#cells = [];
    this.#column = 0;
    this.#nextBlock++;
    this.#clears++;
  }
}

function spansOf(cells: readonly { readonly char: string; readonly style: string }[]): OutputLine {
  const spans: { text: string; style: string }[] = [];
  for (const { char, style } of cells) {
    const last = spans.at(-1);
    if (last?.style === style) last.text += char;
    else spans.push({ text: char, style });
  }
  return spans;
}

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const attributes: Readonly<Record<number, string>> = { 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 7: 'inverse' };

function applySgr(style: readonly string[], parameters: string): readonly string[] {
  let next = [...style];
  const codes = parameters.split(';').map(Number);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    const attribute = attributes[code];
    if (code === 0) next = [];
    else if (attribute) next = [...next.filter((name) => name !== attribute), attribute];
    else if (code === 22) next = next.filter((name) => name !== 'bold' && name !== 'dim');
    else if (code === 39) next = next.filter((name) => !colours.includes(name));
    // 256 colours and true colour: the paper decides what can be read on it, so they are left out with their arguments.
    else if (code === 38 || code === 48) at += codes[at + 1] === 5 ? 2 : 4;
    else {
      const colour =
        code >= 30 && code <= 37 ? colours[code - 30] : code >= 90 && code <= 97 ? colours[code - 90] : undefined;
      if (colour) next = [...next.filter((name) => !colours.includes(name)), colour];
    }
  }
  return next;
}

/** The words alone. */
export function plainText({ blocks }: OutputView): string {
  return blocks.flatMap(({ lines }) => lines.map((line) => line.map(({ text }) => text).join(''))).join('\n');
}
