import { expect, it } from 'vitest';
import type { PlayedTerminal } from '../played-lab.ts';
import { TerminalSession } from './terminal-session.ts';

/** A terminal whose commands are numbers: so many lines are printed. */
function openSession() {
  let print: (text: string, stream: 'stdout') => void = () => undefined;
  const terminal: PlayedTerminal = {
    takes: 'line',
    prompt: '$ ',
    run: async (line) => {
      print('line\n'.repeat(Number(line)), 'stdout');
      return 0;
    },
    onOutput: (listener) => {
      print = listener;
      return () => undefined;
    },
    onTakes: () => () => undefined,
    complete: async () => ({ from: 0, candidates: [] }),
    type: () => undefined,
    interrupt: () => undefined,
    resize: () => undefined,
    close: () => undefined,
  };
  const session = new TerminalSession({ terminal, onNextFrame: (draw) => draw(), onFinished: () => undefined });
  return async (...lines: number[]) => {
    for (const line of lines) {
      session.submit(String(line));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return session.view.items.map(({ command }) => Number(command));
  };
}

it.each<[string, number[], number[]]>([
  ['all there is room for', [1000, 500, 400], [1000, 500, 400]],
  ['no more lines than there is room for', [1000, 500, 600], [500, 600]],
  ['the last command, whatever it printed', [10, 4000], [4000]],
  ['what comes after a long one', [4000, 10], [10]],
])('keeps in sight %s', async (_, run, kept) => {
  expect(await openSession()(...run)).toEqual(kept);
});

it('keeps two hundred commands in sight, however little they print', async () => {
  expect(await openSession()(...Array.from({ length: 230 }, () => 1))).toHaveLength(200);
});
