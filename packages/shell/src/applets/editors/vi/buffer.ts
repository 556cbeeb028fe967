/** A place in a text. */
export interface Place {
  readonly row: number;
  readonly col: number;
}

interface Snapshot {
  readonly lines: readonly string[];
  readonly cursor: Place;
}

/** How many changes can be taken back. */
const undoDepth = 256;

/** The text that is edited: lines without newlines (at least one), the cursor, and what it was before. */
export class Buffer {
  lines: string[] = [''];
  row = 0;
  col = 0;
  isChanged = false;
  readonly #undo: Snapshot[] = [];

  get line(): string {
    return this.lines[this.row] ?? '';
  }

  get cursor(): Place {
    return { row: this.row, col: this.col };
  }

  /** Takes the content of a file. */
  load(text: string): void {
    this.lines = text === '' ? [''] : text.replace(/\n$/, '').split('\n');
    this.row = 0;
    this.col = 0;
    this.isChanged = false;
    this.#undo.length = 0;
  }

  /** What is written to a file: lines from `from` to `to`, both included. */
  text(from = 0, to = this.lines.length - 1): string {
    return this.lines
      .slice(from, to + 1)
      .map((line) => `${line}\n`)
      .join('');
  }

  /** Remembers the text as it is, before a change. */
  remember(): void {
    this.#undo.push({ lines: Array.from(this.lines), cursor: this.cursor });
    if (this.#undo.length > undoDepth) this.#undo.shift();
  }

  /** Takes the last change back. @returns whether there was one */
  undo(): boolean {
    let before = this.#undo.pop();
    while (
      before &&
      before.lines.length === this.lines.length &&
      before.lines.every((line, at) => line === this.lines[at])
    ) {
      before = this.#undo.pop();
    }
    if (!before) return false;
    const [now, then] = [this.lines, before.lines];
    const row = then.findIndex((line, at) => line !== now[at]);
    this.lines = Array.from(then);
    // The cursor goes to where the text is another than it was.
    const at = row < 0 ? then.length - 1 : row;
    this.moveTo({ row: at, col: row < 0 ? 0 : sharedLength(now[at] ?? '', then[at] ?? '') });
    this.isChanged = true;
    return true;
  }

  /** Moves the cursor, no further than the text goes. `beyond`: it may stand after the last character of a line. */
  moveTo({ row, col }: Place, beyond = false): void {
    this.row = Math.max(0, Math.min(row, this.lines.length - 1));
    const { length } = this.line;
    this.col = Math.max(0, Math.min(col, beyond ? length : length - 1));
  }

  /** Puts a text in at a place. @returns the place after it */
  insert({ row, col }: Place, text: string): Place {
    const line = this.lines[row] ?? '';
    const parts = (line.slice(0, col) + text).split('\n');
    const last = parts.length - 1;
    const end = { row: row + last, col: parts[last]?.length ?? 0 };
    parts[last] += line.slice(col);
    this.lines.splice(row, 1, ...parts);
    this.isChanged = true;
    return end;
  }

  /** Takes out what is between two places. @returns it */
  remove(from: Place, to: Place): string {
    const taken = this.between(from, to);
    const head = (this.lines[from.row] ?? '').slice(0, from.col);
    const rest = (this.lines[to.row] ?? '').slice(to.col);
    this.lines.splice(from.row, to.row - from.row + 1, head + rest);
    this.isChanged = true;
    return taken;
  }

  between(from: Place, to: Place): string {
    if (from.row === to.row) return (this.lines[from.row] ?? '').slice(from.col, to.col);
    const middle = this.lines.slice(from.row + 1, to.row);
    return [(this.lines[from.row] ?? '').slice(from.col), ...middle, (this.lines[to.row] ?? '').slice(0, to.col)].join(
      '\n',
    );
  }

  /** Takes out whole lines, both included. @returns them, each with its newline */
  removeLines(from: number, to: number): string {
    const taken = this.lines.splice(from, to - from + 1);
    if (this.lines.length === 0) this.lines.push('');
    this.isChanged = true;
    return taken.map((line) => `${line}\n`).join('');
  }
}

/** How many characters two lines begin with alike. */
function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
