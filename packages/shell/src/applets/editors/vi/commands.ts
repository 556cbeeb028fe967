import type { Coroutine } from '../../../process/process.ts';
import type { Place } from './buffer.ts';
import { runColon } from './colon.ts';
import type { ViEditor } from './editor.ts';
import { type Motion, wordEnd } from './motions.ts';
import { Moving } from './moving.ts';

const shiftWidth = '\t';

/** Runs what is typed outside of insertions. */
export class Commands {
  readonly #editor: ViEditor;
  readonly #moving: Moving;
  /** The keys of the last change, which `.` types again. */
  #lastChange: readonly string[] = [];
  #register = '"';

  constructor(editor: ViEditor) {
    this.#editor = editor;
    this.#moving = new Moving(editor);
  }

  /** One command, with its count and register. */
  *run(): Coroutine<void> {
    const { keyboard, buffer } = this.#editor;
    keyboard.recorded.length = 0;
    this.#register = '"';
    let key = yield* keyboard.next();
    let count = 0;
    for (;;) {
      if (/^[1-9]$/.test(key) || (key === '0' && count > 0)) count = count * 10 + Number(key);
      else if (key === '"') this.#register = yield* keyboard.next();
      else break;
      key = yield* keyboard.next();
    }
    if (key === '.') {
      keyboard.replay(this.#lastChange);
      return;
    }
    const isChange = yield* this.#command(key, count);
    if (isChange) this.#lastChange = Array.from(keyboard.recorded);
    if (this.#editor.mode === 'command') buffer.moveTo(buffer.cursor);
  }

  /** @returns whether it was a change that can be done again */
  *#command(key: string, count: number): Coroutine<boolean> {
    const { buffer, screen, keyboard } = this.#editor;
    const times = Math.max(1, count);
    switch (key) {
      case ':': {
        const line = yield* this.#editor.ask(':');
        if (line !== undefined) yield* runColon(this.#editor, line);
        return false;
      }
      case 'Z':
        yield* this.#leave(yield* keyboard.next());
        return false;
      case 'u':
        this.#editor.message = buffer.undo() ? undefined : 'Already at oldest change';
        return false;
      case 'm':
        this.#editor.marks.set(yield* keyboard.next(), buffer.cursor);
        return false;
      case '\x06':
      case 'pagedown':
        this.#scroll((screen.rows - 2) * times);
        return false;
      case '\x02':
      case 'pageup':
        this.#scroll(-(screen.rows - 2) * times);
        return false;
      case '\x04':
        this.#scroll(screen.rows >> 1);
        return false;
      case '\x15':
        this.#scroll(-(screen.rows >> 1));
        return false;
      case '\x05':
      case '\x19':
        this.#shiftView(key === '\x05' ? times : -times);
        return false;
      case 'z':
        this.#placeView(yield* keyboard.next());
        return false;
      case '\x0c':
        yield* screen.clear();
        return false;
      case '\x07':
      case '\x1b':
      case '\x03':
        return false;
      case 'd':
      case 'c':
      case 'y':
      case '<':
      case '>':
        return yield* this.#operate(key, count);
      default:
        return (
          (yield* this.#insertion(key, times)) || (yield* this.#change(key, times)) || (yield* this.#move(key, count))
        );
    }
  }

  *#move(key: string, count: number): Coroutine<false> {
    const motion = yield* this.#moving.read(key, count);
    if (motion) this.#editor.buffer.moveTo(motion.to);
    return false;
  }

  /** `ZZ` writes and leaves, `ZQ` leaves. */
  *#leave(key: string): Coroutine<void> {
    if (key === 'Z') yield* runColon(this.#editor, 'x');
    else if (key === 'Q') this.#editor.isEnded = true;
  }

  #scroll(by: number): void {
    const { buffer, screen } = this.#editor;
    const last = buffer.lines.length - 1;
    screen.top = Math.max(0, Math.min(screen.top + by, last));
    buffer.moveTo({ row: buffer.row + by, col: 0 });
  }

  /** `z.`, `z-` and `z` with Return: where on the screen the line stands. */
  #placeView(key: string): void {
    const { buffer, screen } = this.#editor;
    const above = key === '.' ? screen.rows >> 1 : key === '-' ? screen.rows - 1 : 0;
    if ('.-\r\n'.includes(key)) screen.top = Math.max(0, buffer.row - above);
  }

  #shiftView(by: number): void {
    const { buffer, screen } = this.#editor;
    screen.top = Math.max(0, Math.min(screen.top + by, buffer.lines.length - 1));
    const row = Math.max(screen.top, Math.min(buffer.row, screen.top + screen.rows - 1));
    buffer.moveTo({ row, col: buffer.col });
  }

  /** Keys that begin an insertion. */
  *#insertion(key: string, times: number): Coroutine<boolean> {
    const { buffer } = this.#editor;
    const starts: Readonly<Record<string, () => Place>> = {
      i: () => buffer.cursor,
      insert: () => buffer.cursor,
      I: () => ({ row: buffer.row, col: buffer.line.search(/\S|$/) }),
      a: () => ({ row: buffer.row, col: Math.min(buffer.col + 1, buffer.line.length) }),
      A: () => ({ row: buffer.row, col: buffer.line.length }),
      o: () => buffer.insert({ row: buffer.row, col: buffer.line.length }, '\n'),
      O: () => ({ row: buffer.insert({ row: buffer.row, col: 0 }, '\n').row - 1, col: 0 }),
      s: () => this.#removeChars(buffer.col, times),
      R: () => buffer.cursor,
    };
    const start = starts[key];
    if (!start) return false;
    buffer.remember();
    buffer.moveTo(start(), true);
    yield* this.#insert(key === 'R' ? 'replace' : 'insert');
    return true;
  }

  /** Takes characters of the line out. @returns where they were */
  #removeChars(col: number, count: number): Place {
    const { buffer } = this.#editor;
    const at = { row: buffer.row, col: Math.max(0, col) };
    const end = { row: buffer.row, col: Math.min(buffer.line.length, at.col + count) };
    this.#keep(buffer.remove(at, end), false);
    return at;
  }

  #keep(text: string, isLinewise: boolean): void {
    this.#editor.registers.set(this.#register, { text, isLinewise });
  }

  /** Puts in what is typed, until Escape. */
  *#insert(mode: 'insert' | 'replace'): Coroutine<void> {
    const { buffer, keyboard } = this.#editor;
    this.#editor.mode = mode;
    const begin = buffer.cursor;
    for (;;) {
      yield* this.#editor.draw();
      const key = yield* keyboard.next();
      if (key === '\x1b' || key === '\x03') break;
      this.#typeIn(key, mode, begin);
    }
    this.#editor.mode = 'command';
    buffer.moveTo({ row: buffer.row, col: buffer.col - 1 });
  }

  #typeIn(key: string, mode: 'insert' | 'replace', begin: Place): void {
    const { buffer } = this.#editor;
    const { row, col } = buffer;
    if (key === '\r' || key === '\n') buffer.moveTo(buffer.insert(buffer.cursor, '\n'), true);
    else if (key === '\x7f' || key === '\b') {
      const before = col > 0 ? { row, col: col - 1 } : { row: row - 1, col: buffer.lines[row - 1]?.length ?? 0 };
      if (before.row < 0) return;
      if (mode === 'insert') buffer.remove(before, buffer.cursor);
      buffer.moveTo(before, true);
    } else if (key === 'delete') {
      if (col < buffer.line.length) buffer.remove(buffer.cursor, { row, col: col + 1 });
    } else if (key === '\x17') {
      const start = buffer.line.slice(0, col).search(/\S*\s*$/);
      const from = row === begin.row ? Math.max(start, begin.col) : start;
      buffer.remove({ row, col: from }, buffer.cursor);
      buffer.moveTo({ row, col: from }, true);
    } else if (key === 'left' || key === 'right') buffer.moveTo({ row, col: col + (key === 'left' ? -1 : 1) }, true);
    else if (key === 'up' || key === 'down') buffer.moveTo({ row: row + (key === 'up' ? -1 : 1), col }, true);
    else if (key === 'home' || key === 'end') buffer.moveTo({ row, col: key === 'home' ? 0 : Infinity }, true);
    else if (key.length === 1) {
      if (mode === 'replace' && col < buffer.line.length) buffer.remove(buffer.cursor, { row, col: col + 1 });
      buffer.moveTo(buffer.insert(buffer.cursor, key), true);
    }
  }

  /** `d`, `c`, `y`, `<`, `>` with a motion, or twice for lines. */
  *#operate(operator: string, count: number): Coroutine<boolean> {
    const { buffer, keyboard } = this.#editor;
    let key = yield* keyboard.next();
    let second = 0;
    while (/^[1-9]$/.test(key) || (key === '0' && second > 0)) {
      second = second * 10 + Number(key);
      key = yield* keyboard.next();
    }
    const times = count === 0 && second === 0 ? 0 : Math.max(1, count) * Math.max(1, second);
    let motion: Motion | undefined;
    if (key === operator) {
      const row = buffer.row + Math.max(1, times) - 1;
      if (row >= buffer.lines.length) return false;
      motion = { to: { row, col: buffer.col }, isLinewise: true };
    } else {
      const isWord = operator === 'c' && (key === 'w' || key === 'W') && /\S/.test(buffer.line[buffer.col] ?? '');
      motion = isWord ? this.#toWordEnd(key === 'W', Math.max(1, times)) : yield* this.#moving.read(key, times);
    }
    if (!motion) return false;
    if (operator !== 'y') buffer.remember();
    if (motion.isLinewise || operator === '<' || operator === '>') return yield* this.#onLines(operator, motion);
    return yield* this.#onText(operator, motion, key);
  }

  /** `cw` changes to the end of the word only, which may be where the cursor is. */
  #toWordEnd(isBig: boolean, times: number): Motion {
    const { buffer } = this.#editor;
    let to = { row: buffer.row, col: buffer.col - 1 };
    for (let left = times; left > 0; left -= 1) to = wordEnd(buffer, to, isBig);
    return { to, isInclusive: true };
  }

  *#onLines(operator: string, { to }: Motion): Coroutine<boolean> {
    const { buffer } = this.#editor;
    const [from, end] = [Math.min(buffer.row, to.row), Math.max(buffer.row, to.row)];
    if (operator === 'y') {
      this.#yanked(buffer.text(from, end), true);
      return false;
    }
    if (operator === '<' || operator === '>') {
      for (let row = from; row <= end; row += 1) {
        const line = buffer.lines[row] ?? '';
        buffer.lines[row] =
          operator === '>' ? (line === '' ? '' : shiftWidth + line) : line.replace(/^(?:\t| {1,8})/, '');
      }
      buffer.isChanged = true;
      buffer.moveTo({ row: from, col: (buffer.lines[from] ?? '').search(/\S|$/) });
      return true;
    }
    const taken = buffer.removeLines(from, end);
    this.#keep(taken, true);
    if (operator === 'd') this.#tell('Delete', taken);
    if (operator === 'c') {
      const isAll = buffer.lines.length === 1 && buffer.lines[0] === '';
      if (!isAll) buffer.lines.splice(from, 0, '');
      buffer.moveTo({ row: from, col: 0 });
      yield* this.#insert('insert');
    } else {
      const row = Math.min(from, buffer.lines.length - 1);
      buffer.moveTo({ row, col: (buffer.lines[row] ?? '').search(/\S|$/) });
    }
    return true;
  }

  *#onText(operator: string, { to, isInclusive }: Motion, key: string): Coroutine<boolean> {
    const { buffer } = this.#editor;
    const at = buffer.cursor;
    const isBackward = to.row < at.row || (to.row === at.row && to.col < at.col);
    const start = isBackward ? to : at;
    let end = isBackward ? at : to;
    if (isInclusive) end = { row: end.row, col: end.col + 1 };
    // `dw` on the last word of a line leaves the end of the line where it is.
    if ((key === 'w' || key === 'W') && end.row > start.row)
      end = { row: start.row, col: (buffer.lines[start.row] ?? '').length };
    if (operator === 'y') {
      this.#yanked(buffer.between(start, end), false);
      buffer.moveTo(start);
      return false;
    }
    const taken = buffer.remove(start, end);
    this.#keep(taken, false);
    // D, which is d$, says nothing.
    if (operator === 'd' && key !== '$') this.#tell('Delete', taken);
    buffer.moveTo(start, true);
    if (operator === 'c') yield* this.#insert('insert');
    return true;
  }

  #yanked(text: string, isLinewise: boolean): void {
    this.#keep(text, isLinewise);
    this.#tell('Yank', text);
  }

  /** Says in the status line how much was taken or put. */
  #tell(what: string, text: string): void {
    const lines = text.split('\n').length - 1;
    const register = this.#register === '"' ? 'D' : this.#register;
    this.#editor.message = `${what} ${lines} lines (${text.length} chars) from [${register}]`;
  }

  /** Changes that take no motion. */
  *#change(key: string, times: number): Coroutine<boolean> {
    const { buffer, keyboard } = this.#editor;
    const { row, col } = buffer;
    switch (key) {
      case 'x':
      case 'delete':
      case 'X':
        if (buffer.line === '' || (key === 'X' && col === 0)) return false;
        buffer.remember();
        buffer.moveTo(
          key === 'X' ? this.#removeChars(col - times, Math.min(times, col)) : this.#removeChars(col, times),
        );
        return true;
      case 'D':
      case 'C':
        keyboard.replay(key === 'D' ? ['d', '$'] : ['c', '$']);
        return false;
      case 'Y':
        keyboard.replay(['y', 'y']);
        return false;
      case 'J':
        buffer.remember();
        for (let left = times; left > 0; left -= 1) this.#join();
        return true;
      case 'r': {
        const char = yield* keyboard.next();
        if (char === '\x1b' || col + times > buffer.line.length) return false;
        buffer.remember();
        buffer.remove(buffer.cursor, { row, col: col + times });
        const end = buffer.insert({ row, col }, char === '\r' ? '\n' : char.repeat(times));
        buffer.moveTo(char === '\r' ? end : { row, col: col + times - 1 });
        return true;
      }
      case '~': {
        buffer.remember();
        const end = Math.min(buffer.line.length, col + times);
        const swapped = Array.from(buffer.line.slice(col, end), (char) =>
          char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase(),
        ).join('');
        buffer.remove({ row, col }, { row, col: end });
        buffer.moveTo(buffer.insert({ row, col }, swapped));
        return true;
      }
      case 'p':
      case 'P':
        return this.#put(key === 'P', times);
      default:
        return false;
    }
  }

  #join(): void {
    const { buffer } = this.#editor;
    const next = buffer.lines[buffer.row + 1];
    if (next === undefined) return;
    const { row } = buffer;
    const end = buffer.line.length;
    buffer.remove({ row, col: end }, { row: row + 1, col: next.search(/\S|$/) });
    if (end > 0) buffer.insert({ row, col: end }, ' ');
    // The cursor goes behind the space.
    buffer.moveTo({ row, col: end > 0 ? end + 1 : 0 });
  }

  #put(isBefore: boolean, times: number): boolean {
    const { buffer, registers } = this.#editor;
    const taken = registers.get(this.#register);
    if (!taken) {
      this.#editor.complain(`Nothing in register ${this.#register === '"' ? 'D' : this.#register}`);
      return false;
    }
    buffer.remember();
    const text = taken.text.repeat(times);
    this.#tell('Put', text);
    if (taken.isLinewise) {
      const row = isBefore ? buffer.row : buffer.row + 1;
      buffer.lines.splice(row, 0, ...text.replace(/\n$/, '').split('\n'));
      buffer.isChanged = true;
      buffer.moveTo({ row, col: (buffer.lines[row] ?? '').search(/\S|$/) });
      return true;
    }
    const col = isBefore || buffer.line === '' ? buffer.col : buffer.col + 1;
    const end = buffer.insert({ row: buffer.row, col }, text);
    buffer.moveTo({ row: end.row, col: end.col - 1 });
    return true;
  }
}
