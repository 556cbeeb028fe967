import { Terminal } from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { createRowKeeper, cutToWidth, programRows } from './row-keeper.ts';

const status = '○ 0 of 2 steps';

/** A terminal as a learner has it, with a program above our row. */
async function withTerminal(size = { columns: 40, rows: 8 }) {
  const terminal = new Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true, scrollback: 100 });
  const keeper = createRowKeeper(size, status);
  const write = (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve));
  await write('$ pnpm lab\r\n');
  await write(keeper.begin());
  return {
    keeper,
    terminal,
    write,
    program: (text: string) => write(keeper.pass(text)),
    row(index: number) {
      const buffer = terminal.buffer.active;
      return buffer.getLine(buffer.baseY + index)?.translateToString(true) ?? '';
    },
    rows() {
      return Array.from({ length: terminal.rows }, (_, index) => this.row(index));
    },
    scrollback() {
      const buffer = terminal.buffer.normal;
      return Array.from({ length: buffer.baseY }, (_, index) => buffer.getLine(index)?.translateToString(true));
    },
    async resize(next: { columns: number; rows: number }) {
      terminal.resize(next.columns, next.rows);
      await write(keeper.resize(next));
    },
  };
}

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\r\n`).join('');

describe('the kept row', () => {
  it('stands below a program that scrolls, whose lines go to the scrollback of the terminal', async () => {
    const screen = await withTerminal();
    await screen.program(lines(20));
    expect(screen.rows()).toEqual(['line 15', 'line 16', 'line 17', 'line 18', 'line 19', 'line 20', '', status]);
    expect(screen.scrollback()).toEqual([
      '$ pnpm lab',
      ...Array.from({ length: 14 }, (_, index) => `line ${index + 1}`),
    ]);
  });

  it.each([
    ['erases everything', '\u001b[2J\u001b[H'],
    ['erases from the cursor on', '\u001b[1;1H\u001b[J'],
    ['erases selectively', '\u001b[1;1H\u001b[?J'],
    ['resets the terminal', '\u001bc'],
    ['resets softly', '\u001b[!p\u001b[H'],
    ['draws the alignment pattern', '\u001b#8'],
    ['lets all rows scroll', '\u001b[r'],
    ['lets more rows scroll than there are', '\u001b[1;99r'],
    ['goes to a row far below', '\u001b[99;1Hbelow'],
    ['goes down by columns', '\u001b[99dbelow'],
    ['goes down a lot', '\u001b[99Bbelow'],
    ['goes to the alternate screen', '\u001b[?1049h\u001b[2J'],
    ['goes to the alternate screen and back', '\u001b[?1049h\u001b[2J~\r\n~\u001b[?1049l'],
    ['numbers rows from the top of the region', '\u001b[2;4r\u001b[?6h'],
    ['draws in the middle of an escape sequence', '\u001b[2J\u001b['],
  ])('survives a program that %s', async (_, output) => {
    const screen = await withTerminal();
    await screen.program(lines(3));
    await screen.program(output);
    await screen.program(output.endsWith('[') ? 'H' : '');
    await screen.program('\u001b[r');
    await screen.program(lines(20));
    expect(screen.row(7)).toBe(status);
    expect(screen.row(5)).toBe('line 20');
  });

  it('is drawn again when the text changes, and leaves the cursor, the colour and the origin where they were', async () => {
    const screen = await withTerminal();
    await screen.program('\u001b[2;5r\u001b[?6h\u001b[2;3H\u001b[31m');
    await screen.write(screen.keeper.show('✓ 1 of 2 steps'));
    await screen.program('here');
    expect(screen.row(7)).toBe('✓ 1 of 2 steps');
    expect(screen.row(2)).toBe('  here');
    expect(screen.terminal.buffer.active.getLine(2)?.getCell(2)?.getFgColor()).toBe(1);
  });

  it('does not take the place of a cursor that the program has saved', async () => {
    const screen = await withTerminal();
    await screen.program('\u001b[3;3H\u001b7\u001b[5;5H');
    await screen.write(screen.keeper.show('changed'));
    await screen.program('\u001b8X');
    expect(screen.row(2)).toBe('  X');
    await screen.write(screen.keeper.flush());
    expect(screen.row(7)).toBe('changed');
  });

  it.each([
    [{ columns: 40, rows: 12 }],
    [{ columns: 40, rows: 6 }],
    [{ columns: 20, rows: 8 }],
    [{ columns: 60, rows: 30 }],
  ])('is in the last row, once, after a resize to %o', async (size) => {
    const screen = await withTerminal();
    await screen.program(`${lines(20)}$ `);
    await screen.resize(size);
    expect(screen.row(size.rows - 1)).toBe(status);
    expect(screen.rows().filter((row) => row.includes(status))).toHaveLength(1);
    await screen.program('\r\ntyped');
    expect(screen.row(size.rows - 1)).toBe(status);
    expect(screen.rows()).toContain('typed');
  });

  it('leaves no trace on the main screen of a resize in full screen', async () => {
    const screen = await withTerminal();
    await screen.program(`${lines(3)}$ less`);
    await screen.program('\u001b[?1049h\u001b[2J\u001b[Htext');
    await screen.resize({ columns: 40, rows: 12 });
    expect(screen.row(11)).toBe(status);
    await screen.program('\u001b[?1049l');
    expect(screen.rows().filter((row) => row.includes(status))).toHaveLength(1);
    expect(screen.row(11)).toBe(status);
  });

  it('gives a small terminal to the program, and comes back when there is room', async () => {
    const screen = await withTerminal();
    await screen.resize({ columns: 40, rows: 3 });
    expect(programRows({ columns: 40, rows: 3 })).toBe(3);
    await screen.program(lines(5));
    expect(screen.row(1)).toBe('line 5');
    await screen.resize({ columns: 40, rows: 8 });
    expect(screen.row(7)).toBe(status);
  });

  it('leaves a terminal that scrolls as a whole, on its main screen, with every mode undone', async () => {
    const screen = await withTerminal();
    await screen.program('shell\r\n\u001b[?1049h\u001b[?25l\u001b[?1h\u001b[?1003h\u001b[?2004h\u001b[2;4rfull screen');
    await screen.write(screen.keeper.end());
    expect(screen.terminal.buffer.active.type).toBe('normal');
    expect(screen.terminal.modes).toMatchObject({
      applicationCursorKeysMode: false,
      bracketedPasteMode: false,
      mouseTrackingMode: 'none',
      originMode: false,
    });
    expect(screen.rows().join('\n')).not.toContain(status);
    await screen.write(lines(12));
    expect(screen.row(6)).toBe('line 12');
  });
});

describe('cutting a line to the width', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly-10', 10, 'exactly-10'],
    ['eleven-long', 10, 'eleven-lo…'],
    ['\u001b[32m✓ done\u001b[0m', 3, '\u001b[32m✓ …\u001b[0m'],
    ['anything', 0, ''],
  ])('of %j to %d columns gives %j', (line, columns, expected) => {
    expect(cutToWidth(line, columns)).toBe(expected);
  });
});
