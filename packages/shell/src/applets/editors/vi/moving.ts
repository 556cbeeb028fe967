import type { Coroutine } from '../../../process/process.ts';
import type { Place } from './buffer.ts';
import type { ViEditor } from './editor.ts';
import { findInLine, matchingBracket, type Motion, nextWord, paragraph, previousWord, wordEnd } from './motions.ts';

/** What the last `f`, `F`, `t` or `T` looked for; `;` and `,` do it again. */
interface Found {
  readonly kind: string;
  readonly char: string;
}

const opposite: Readonly<Record<string, string>> = { f: 'F', F: 'f', t: 'T', T: 't' };

/** Reads motions from the keyboard. */
export class Moving {
  readonly #editor: ViEditor;
  #found: Found | undefined;
  /** The column that `j` and `k` keep to. */
  #wanted = 0;
  #keepsColumn = false;

  constructor(editor: ViEditor) {
    this.#editor = editor;
  }

  /** Where a key leads; undefined: it is no motion, or leads nowhere. `count` 0: none was typed. */
  *read(key: string, count: number): Coroutine<Motion | undefined> {
    const { buffer, screen } = this.#editor;
    const { row, col } = buffer;
    const times = Math.max(1, count);
    const keepsColumn = this.#keepsColumn;
    this.#keepsColumn = false;
    switch (key) {
      case 'h':
      case 'left':
      case '\b':
      case '\x7f':
        return { to: { row, col: Math.max(0, col - times) } };
      case 'l':
      case 'right':
      case ' ':
        return { to: { row, col: Math.min(buffer.line.length, col + times) } };
      case 'j':
      case 'down':
      case '\n':
      case '\x0e':
        return this.#vertical(row + times, keepsColumn);
      case 'k':
      case 'up':
      case '\x10':
        return this.#vertical(row - times, keepsColumn);
      case '0':
      case 'home':
        return { to: { row, col: 0 } };
      case '^':
        return { to: { row, col: buffer.line.search(/\S|$/) } };
      case '$':
      case 'end':
        return this.#lineEnd(row + times - 1);
      case '|':
        return { to: { row, col: times - 1 } };
      case 'G':
        return this.#toLine(count === 0 ? buffer.lines.length - 1 : count - 1);
      case 'H':
        return this.#toLine(screen.top + times - 1);
      case 'L':
        return this.#toLine(Math.min(buffer.lines.length, screen.top + screen.rows) - times);
      case 'M':
        return this.#toLine(Math.min(buffer.lines.length - 1, screen.top + ((screen.rows - 1) >> 1)));
      case '+':
      case '\r':
        return this.#toLine(row + times);
      case '-':
        return this.#toLine(row - times);
      case '_':
        return this.#toLine(row + times - 1);
      case 'g': {
        const second = yield* this.#editor.keyboard.next();
        return second === 'g' ? this.#toLine(Math.max(0, count - 1)) : undefined;
      }
      case '%': {
        const to = matchingBracket(buffer, buffer.cursor);
        return to && { to, isInclusive: true };
      }
      default:
        return yield* this.#word(key, times);
    }
  }

  *#word(key: string, times: number): Coroutine<Motion | undefined> {
    const { buffer } = this.#editor;
    const again = (step: (from: Place) => Place): Place => {
      let at = buffer.cursor;
      for (let left = times; left > 0; left -= 1) at = step(at);
      return at;
    };
    switch (key) {
      case 'w':
      case 'W':
        return { to: again((from) => nextWord(buffer, from, key === 'W')) };
      case 'b':
      case 'B':
        return { to: again((from) => previousWord(buffer, from, key === 'B')) };
      case 'e':
      case 'E':
        return { to: again((from) => wordEnd(buffer, from, key === 'E')), isInclusive: true };
      case '{':
      case '}':
        return { to: again((from) => paragraph(buffer, from, key === '}' ? 1 : -1)) };
      default:
        return yield* this.#search(key, times);
    }
  }

  *#search(key: string, times: number): Coroutine<Motion | undefined> {
    const { buffer, keyboard, marks } = this.#editor;
    if ('fFtT'.includes(key) && key.length === 1) {
      this.#found = { kind: key, char: yield* keyboard.next() };
      return this.#inLine(key, times);
    }
    if (key === ';' || key === ',') {
      const kind = this.#found?.kind ?? '';
      return this.#found && this.#inLine(key === ';' ? kind : (opposite[kind] ?? ''), times, true);
    }
    if (key === '/' || key === '?') {
      const text = yield* this.#editor.ask(key);
      if (text === undefined) return undefined;
      if (text !== '') this.#editor.search = text;
      this.#editor.isSearchBackward = key === '?';
      return this.#next(times, key === '?');
    }
    if (key === 'n' || key === 'N') {
      return this.#next(times, this.#editor.isSearchBackward !== (key === 'N'));
    }
    if (key === "'" || key === '`') {
      const mark = marks.get(yield* keyboard.next());
      if (!mark) {
        this.#editor.complain('Mark not set');
        return undefined;
      }
      return key === "'" ? this.#toLine(mark.row) : { to: mark };
    }
    if (key !== '*') return undefined;
    const word = /\w+/.exec(buffer.line.slice(buffer.line.slice(0, buffer.col + 1).search(/\w*$/)))?.[0];
    if (word === undefined) return undefined;
    this.#editor.search = `\\<${word}\\>`;
    return this.#next(times, false);
  }

  #next(times: number, isBackward: boolean): Motion | undefined {
    let at: Place | undefined = this.#editor.buffer.cursor;
    for (let left = times; left > 0 && at; left -= 1) at = this.#editor.findNext(at, isBackward);
    return at && { to: at };
  }

  #inLine(kind: string, times: number, isRepeated = false): Motion | undefined {
    const { buffer } = this.#editor;
    const to = findInLine(buffer, buffer.cursor, kind, this.#found?.char ?? '', times);
    if (!to || (to.col === buffer.col && isRepeated)) return undefined;
    return { to, isInclusive: kind === 'f' || kind === 't' };
  }

  #vertical(row: number, keepsColumn: boolean): Motion | undefined {
    const { buffer } = this.#editor;
    if (row < 0 || row >= buffer.lines.length) return undefined;
    if (!keepsColumn) this.#wanted = buffer.col;
    this.#keepsColumn = true;
    return { to: { row, col: this.#wanted }, isLinewise: true };
  }

  #lineEnd(row: number): Motion {
    this.#wanted = Infinity;
    this.#keepsColumn = true;
    const at = Math.min(row, this.#editor.buffer.lines.length - 1);
    const length = this.#editor.buffer.lines[at]?.length ?? 0;
    return { to: { row: at, col: Math.max(0, length - 1) }, isInclusive: true };
  }

  #toLine(row: number): Motion | undefined {
    const { lines } = this.#editor.buffer;
    const at = Math.max(0, Math.min(row, lines.length - 1));
    return { to: { row: at, col: Math.max(0, (lines[at] ?? '').search(/\S|$/)) }, isLinewise: true };
  }
}
