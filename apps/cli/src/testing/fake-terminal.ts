import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { Terminal } from '@xterm/headless';

/** A terminal as a learner has it, with the streams that a program sees of it. */
export interface FakeTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Whether the program has asked for every key as it is typed. */
  isRaw(): boolean;
  type(text: string): void;
  resize(size: { readonly columns: number; readonly rows: number }): void;
  /** The lines that are in sight. */
  screen(): string[];
  /** The last line that is in sight. */
  lastRow(): string;
  /** The colour of a cell of the last line: of the palette, or -1. */
  colorInLastRow(column: number): number;
  /** Resolves when `isSo` answers true; fails with the screen when it does not within some seconds. */
  waitFor(what: string, isSo: (screen: string[]) => boolean): Promise<void>;
}

const waitMs = 15_000;

export function createFakeTerminal(size: { readonly columns: number; readonly rows: number }): FakeTerminal {
  const terminal = new Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  let raw = false;
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode(mode: boolean) {
      raw = mode;
      return stdin;
    },
  });
  const stdout = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns: size.columns,
    rows: size.rows,
    write(text: string, done?: () => void) {
      // Outside raw mode the system turns line feeds into new lines.
      terminal.write(raw ? text : text.replaceAll('\n', '\r\n'), done);
      return true;
    },
  });
  // What the terminal answers (where the cursor is, which terminal it is) comes as if it were typed.
  terminal.onData((text) => stdin.write(text));
  const row = (index: number) => {
    const buffer = terminal.buffer.active;
    return (
      buffer
        .getLine(buffer.baseY + index)
        ?.translateToString(true)
        .trimEnd() ?? ''
    );
  };
  const screen = () => Array.from({ length: terminal.rows }, (_, index) => row(index));
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    isRaw: () => raw,
    type: (text) => void stdin.write(text),
    resize({ columns, rows }) {
      terminal.resize(columns, rows);
      Object.assign(stdout, { columns, rows });
      stdout.emit('resize');
    },
    screen,
    lastRow: () => row(terminal.rows - 1),
    colorInLastRow(column) {
      const buffer = terminal.buffer.active;
      return (
        buffer
          .getLine(buffer.baseY + terminal.rows - 1)
          ?.getCell(column)
          ?.getFgColor() ?? -1
      );
    },
    async waitFor(what, isSo) {
      const deadlineMs = Date.now() + waitMs;
      while (!isSo(screen())) {
        if (Date.now() > deadlineMs) throw new Error(`never seen: ${what}\n${screen().join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}
