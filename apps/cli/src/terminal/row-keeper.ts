/**
 * Keeps the last row of the terminal for ourselves while a program writes to the rows above it.
 *
 * The program runs in a pseudo-terminal that is one row shorter, and the real terminal scrolls only the rows above ours
 * (DECSTBM). What the program writes is passed on as it is, so that scrollback, selection and copying stay the
 * terminal's own; only what would reach our row is changed, and what wipes it is followed by drawing it again.
 */
import { createEscapeParser, type TerminalToken } from './escape-parser.ts';

export interface RowKeeper {
  /** What to write to the terminal before the program starts. */
  begin(): string;
  /** Translates output of the program. */
  pass(chunk: string): string;
  /** Shows another text in our row. @returns what to write; empty when it must wait for the program */
  show(text: string): string;
  /** Draws what had to wait. */
  flush(): string;
  /** The terminal has another size. */
  resize(size: TerminalSize): string;
  /** Gives the row back, and undoes every mode that the program left on. */
  end(): string;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** With fewer rows than this, the program gets them all. */
const fewestRows = 4;

/** Rows that the program gets. */
export function programRows(size: TerminalSize): number {
  return size.rows < fewestRows ? size.rows : size.rows - 1;
}

const esc = '\u001b';
const save = `${esc}7`;
const restore = `${esc}8`;

/** DEC private modes that a shell must not be left in, and what they are when nobody has touched them. */
const modesToUndo: ReadonlyMap<number, 'h' | 'l'> = new Map([
  [1, 'l'], // application cursor keys
  [5, 'l'], // reverse video
  [6, 'l'], // origin
  [7, 'h'], // wrap around
  [9, 'l'], // mouse, as on X10
  [25, 'h'], // cursor shown
  [1000, 'l'], // mouse buttons
  [1002, 'l'], // mouse drags
  [1003, 'l'], // mouse moves
  [1004, 'l'], // focus
  [1005, 'l'], // mouse, UTF-8
  [1006, 'l'], // mouse, SGR
  [1015, 'l'], // mouse, urxvt
  [2004, 'l'], // bracketed paste
]);
const alternateScreenModes = new Set([47, 1047, 1049]);

/** @param text what our row says at first */
export function createRowKeeper(size: TerminalSize, text: string): RowKeeper {
  const parser = createEscapeParser();
  const touchedModes = new Map<number, 'h' | 'l'>();
  let current = size;
  let line = text;
  let alternateScreen: number | undefined;
  /** The program has saved the cursor and means to come back to it: ours would take its place. */
  let cursorSaved = false;
  let waiting = false;
  /** The main screen was not in sight when the size changed: our old row is still somewhere on it. */
  let mainScreenStale = false;

  const kept = () => current.rows >= fewestRows;
  const region = () => (kept() ? `${esc}[1;${current.rows - 1}r` : `${esc}[r`);

  /** Sets the rows that scroll and draws ours; the cursor, colours and modes stay as they are. */
  const draw = (setRegion: boolean): string => {
    if (!kept()) return setRegion ? `${save}${esc}[?6l${esc}[r${restore}` : '';
    return (
      `${save}${esc}[?6l${setRegion ? region() : ''}${esc}[${current.rows};1H${esc}[0m${esc}[2K` +
      `${esc}[?7l${cutToWidth(line, current.columns)}${esc}[0m${touchedModes.get(7) === 'l' ? '' : `${esc}[?7h`}${restore}`
    );
  };

  const translate = (token: TerminalToken): { text: string; redraw?: 'row' | 'region' } => {
    if (token.type === 'escape') {
      if (token.text === save) cursorSaved = true;
      if (token.text === restore) cursorSaved = false;
      if (token.text !== `${esc}c` && token.text !== `${esc}#8`) return { text: token.text };
      if (token.text === `${esc}c`) {
        touchedModes.clear();
        alternateScreen = undefined;
        cursorSaved = false;
      }
      return { text: token.text, redraw: 'region' };
    }
    if (token.type !== 'csi' || !kept()) return { text: token.text };
    return translateCsi(token);
  };

  const translateCsi = (
    token: Extract<TerminalToken, { type: 'csi' }>,
  ): { text: string; redraw?: 'row' | 'region' } => {
    const { prefix, params, intermediates, final } = token;
    const lastRow = current.rows - 1;
    if (prefix === '?' && intermediates === '' && (final === 'h' || final === 'l')) {
      noteModes(params, final);
      const whole = params.some((mode) => mode === 3 || alternateScreenModes.has(mode));
      return whole ? { text: token.text + cleanMainScreen(), redraw: 'region' } : { text: token.text };
    }
    if (prefix === '' && intermediates === '!' && final === 'p') {
      touchedModes.clear();
      cursorSaved = false;
      return { text: token.text, redraw: 'region' };
    }
    if (final === 'J' && (prefix === '' || prefix === '?') && intermediates === '') {
      return { text: token.text, redraw: 'row' };
    }
    if (prefix !== '' || intermediates !== '') return { text: token.text };
    switch (final) {
      case 'r': {
        const top = Math.max(1, params[0] ?? 1);
        const bottom = Math.min(params[1] || lastRow, lastRow);
        return { text: top < bottom ? `${esc}[${top};${bottom}r` : token.text };
      }
      case 'H':
      case 'f': {
        const row = params[0] || 1;
        return { text: row > lastRow ? `${esc}[${lastRow};${params[1] || 1}${final}` : token.text };
      }
      case 'd':
        return { text: (params[0] || 1) > lastRow ? `${esc}[${lastRow}d` : token.text };
      case 's':
        if (params.length === 0) cursorSaved = true;
        return { text: token.text };
      case 'u':
        cursorSaved = false;
        return { text: token.text };
      default:
        return { text: token.text };
    }
  };

  /** Below the cursor there is nothing but, perhaps, our old row. */
  const cleanMainScreen = (): string => {
    if (!mainScreenStale || alternateScreen !== undefined) return '';
    mainScreenStale = false;
    return `${save}${esc}[?6l${esc}[r${restore}${esc}[J${makeRoom()}`;
  };

  const noteModes = (params: readonly number[], final: 'h' | 'l') => {
    for (const mode of params) {
      if (alternateScreenModes.has(mode)) {
        alternateScreen = final === 'h' ? mode : undefined;
        cursorSaved = false;
      }
      if (!modesToUndo.has(mode)) continue;
      if (modesToUndo.get(mode) === final) touchedModes.delete(mode);
      else touchedModes.set(mode, final);
    }
  };

  /** Makes sure that the cursor is not in our row: scrolls by one row if it is in the last. */
  const makeRoom = () => (kept() ? `\n${esc}[A` : '');

  return {
    begin: () => makeRoom() + draw(true),
    pass(chunk) {
      let out = '';
      let redraw: 'row' | 'region' | undefined;
      for (const token of parser.feed(chunk)) {
        const translated = translate(token);
        out += translated.text;
        if (translated.redraw === 'region') {
          // At once: what the program writes next counts on the rows that scroll.
          out += draw(true);
          redraw = undefined;
        } else redraw = translated.redraw ?? redraw;
      }
      if (redraw || waiting) {
        if (cursorSaved || parser.pending !== '') waiting = true;
        else {
          waiting = false;
          out += draw(false);
        }
      }
      return out;
    },
    show(next) {
      if (next === line) return '';
      line = next;
      if (cursorSaved || parser.pending !== '') {
        waiting = true;
        return '';
      }
      return draw(false);
    },
    flush() {
      if (!waiting || parser.pending !== '') return '';
      waiting = false;
      cursorSaved = false;
      return draw(false);
    },
    resize(next) {
      const wasKept = kept();
      current = next;
      if (!kept()) return wasKept ? draw(true) : '';
      mainScreenStale = true;
      return cleanMainScreen() + draw(true);
    },
    end() {
      const modes = [...touchedModes.keys()].map((mode) => `${esc}[?${mode}${modesToUndo.get(mode)}`).join('');
      const leave = alternateScreen === undefined ? '' : `${esc}[?${alternateScreen}l`;
      touchedModes.clear();
      const wasAlternate = leave !== '';
      alternateScreen = undefined;
      const wipe = kept()
        ? `${save}${esc}[r${esc}[${current.rows};1H${esc}[0m${esc}[2K${restore}`
        : `${save}${esc}[r${restore}`;
      return `${modes}${wasAlternate ? wipe : ''}${leave}${wipe}${esc}[0m${esc}>`;
    },
  };
}

/** Cuts a line with colours to a number of columns. Counts every character as one column: ours are. */
export function cutToWidth(line: string, columns: number): string {
  let width = 0;
  let out = '';
  for (const token of createEscapeParser().feed(line)) {
    if (token.type !== 'text') {
      out += token.text;
      continue;
    }
    const characters = Array.from(token.text);
    const room = Math.max(0, columns - width);
    if (characters.length <= room) out += token.text;
    else if (room > 0) out += `${characters.slice(0, room - 1).join('')}…`;
    width += characters.length;
  }
  return out;
}
