import { compileRegExp } from '../../regular-expression/compile.ts';
import type { ProcessContext } from '../../../process/context.ts';
import type { Coroutine } from '../../../process/process.ts';
import { Buffer, type Place } from './buffer.ts';
import { Keyboard } from './keyboard.ts';
import { Screen } from './screen.ts';

export type Mode = 'command' | 'insert' | 'replace';

const indicators: Readonly<Record<Mode, string>> = { command: '-', insert: 'I', replace: 'R' };

/** Text that was taken out or copied; `isLinewise`: whole lines. */
export interface Taken {
  readonly text: string;
  readonly isLinewise: boolean;
}

/** What an editing session has. */
export class ViEditor {
  readonly context: ProcessContext;
  readonly buffer = new Buffer();
  readonly screen: Screen;
  readonly keyboard: Keyboard;
  readonly registers = new Map<string, Taken>();
  readonly marks = new Map<string, Place>();
  readonly isReadOnly: boolean;
  /** Files that are still to be edited. */
  files: string[] = [];
  file: string | undefined;
  mode: Mode = 'command';
  message: string | undefined;
  search = '';
  isSearchBackward = false;
  ignoresCase = false;
  isEnded = false;
  status = 0;

  constructor(context: ProcessContext, isReadOnly: boolean) {
    this.context = context;
    this.isReadOnly = isReadOnly;
    this.screen = new Screen(context);
    this.keyboard = new Keyboard(context);
  }

  /** A message that stands out, until the next key. */
  complain(text: string): void {
    this.message = `\x1b[7m${text}\x1b[m`;
  }

  *draw(): Coroutine<void> {
    if (this.keyboard.isAhead) return;
    yield* this.screen.draw(this.buffer, this.message ?? this.statusLine());
    this.message = undefined;
  }

  statusLine(): string {
    const { buffer } = this;
    const [at, total] = [buffer.row + 1, buffer.lines.length];
    const percent = Math.floor((100 * at) / total);
    const marks = `${this.isReadOnly ? ' [Readonly]' : ''}${buffer.isChanged ? ' [Modified]' : ''}`;
    return `${indicators[this.mode]} ${this.file ?? 'No file'}${marks} ${at}/${total} ${percent}%`;
  }

  /** Asks for a line at the bottom. @returns undefined when it was given up */
  *ask(prompt: string): Coroutine<string | undefined> {
    let line = '';
    for (;;) {
      if (!this.keyboard.isAhead) yield* this.screen.draw(this.buffer, prompt + line, true);
      const key = yield* this.keyboard.next();
      if (key === '\r' || key === '\n') return line;
      if (key === '\x1b' || key === '\x03') return undefined;
      if (key === '\x7f' || key === '\b') {
        if (line === '') return undefined;
        line = line.slice(0, -1);
      } else if (key.length === 1 && key >= ' ') line += key;
    }
  }

  /** Where the text that is searched for is next. @returns undefined (and says so) when it is nowhere */
  findNext(from: Place, isBackward: boolean): Place | undefined {
    if (this.search === '') {
      this.complain('No previous search');
      return undefined;
    }
    const pattern = compileRegExp(this.search, false, this.ignoresCase ? 'gi' : 'g');
    const { lines } = this.buffer;
    for (let step = 0; step <= lines.length; step += 1) {
      const row = (((from.row + (isBackward ? -step : step)) % lines.length) + lines.length) % lines.length;
      const columns = Array.from((lines[row] ?? '').matchAll(pattern), ({ index }) => index);
      const isWrapped = isBackward
        ? row > from.row || (step > 0 && row === from.row)
        : row < from.row || (step > 0 && row === from.row);
      const col = isBackward
        ? columns.findLast((at) => step > 0 || at < from.col)
        : columns.find((at) => step > 0 || at > from.col);
      if (col === undefined) continue;
      if (isWrapped) {
        const [edge, other] = isBackward ? ['TOP', 'BOTTOM'] : ['BOTTOM', 'TOP'];
        this.complain(`search hit ${edge}, continuing at ${other}`);
      }
      return { row, col };
    }
    this.complain('Pattern not found');
    return undefined;
  }
}
