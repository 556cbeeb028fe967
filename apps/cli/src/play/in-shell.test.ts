import { join } from 'node:path';
import type { LabReport } from '@podlab/grader';
import type { Difference } from '@podlab/simulator';
import type { Lab } from '@podlab/lab-format';
import { describe, expect, it } from 'vitest';
import type { Workspace } from '../commands/workspace.ts';
import type { RunningLab } from '../session/running-lab.ts';
import { createFakeTerminal, type FakeTerminal } from '../testing/fake-terminal.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { createStyle } from '../text/style.ts';
import { playInShell } from './in-shell.ts';
import type { Play } from './play-lab.ts';

const green = 2;

function report(verdict: LabReport['verdict']): LabReport {
  const state = verdict === 'passed' ? 'passed' : 'current';
  return {
    verdict,
    guards: [],
    steps: [{ id: 'one', title: 'The only step', state, checks: [] }],
    recheckAfterMs: undefined,
  };
}

/** A lab that stands as the test says, played in bash inside a terminal. */
function start(size = { columns: 70, rows: 16 }) {
  const terminal = createFakeTerminal(size);
  const folder = tempFolder();
  const listeners = new Set<() => void>();
  let tell: (difference: Difference) => void = () => undefined;
  let current = report('notYet');
  const lab = {
    id: 'a-lab',
    title: 'A lab',
    goal: 'Do it.',
    steps: [{ id: 'one', title: 'The only step', text: 'Now.', checks: [], hints: { near: [], tiers: ['x'] } }],
    debrief: '',
    freePlay: [],
  } as unknown as Lab;
  const running = {
    lab,
    get report() {
      return current;
    },
    status: () => ({
      lab: lab.id,
      title: lab.title,
      engine: 'embedded',
      namespace: 'a',
      kubeconfig: '/the/kubeconfig',
      report: current,
      timeline: [],
    }),
    onDifference(listener: (difference: Difference) => void) {
      tell = listener;
      return () => undefined;
    },
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check: async () => undefined,
  } as unknown as RunningLab;
  const env = {
    SHELL: '/bin/bash',
    PATH: process.env.PATH,
    HOME: folder,
    TERM: 'xterm-256color',
    PS1: '$ ',
    LANG: 'C.UTF-8',
  };
  const { stdin, stdout } = terminal;
  const stop = new AbortController();
  const view = { columns: size.columns, colored: true };
  const say = (...lines: readonly string[]) => stdout.write(lines.map((line) => `${line}\n`).join(''));
  const play = {
    context: {
      host: {
        env,
        stdin,
        stdout,
        platform: process.platform,
        homeDir: folder,
        workingDir: folder,
        node: process.execPath,
      },
      installation: { root: folder, bin: join(folder, 'lab.mjs') },
    },
    workspace: {
      say,
      style: createStyle(true),
      columns: size.columns,
      view,
      paths: { root: folder, lab: () => ({ programs: join(folder, 'lab', 'bin') }) },
    } as unknown as Workspace,
    lab,
    running,
    signal: stop.signal,
  } as unknown as Play;
  const ended = playInShell(play);
  return {
    terminal,
    ended,
    stop,
    tell: (sentence: string) => tell({ id: 'F-99', kind: 'different', here: '', why: '', sentence }),
    set(verdict: LabReport['verdict']) {
      current = report(verdict);
      for (const listener of listeners) listener();
    },
  };
}

async function ready(terminal: FakeTerminal) {
  await terminal.waitFor('a prompt', (screen) => screen.some((row) => /[$#%>]$/.test(row)));
  terminal.type("PS1='> '; clear\r");
  await terminal.waitFor('a clear screen', (screen) => screen[0] === '>');
}

const statusStays = (terminal: FakeTerminal) =>
  terminal.waitFor('the status in the last row, once', (screen) => {
    const rows = screen.filter((row) => row.includes('The only step'));
    return rows.length === 1 && (screen.at(-1) ?? '').includes('The only step');
  });

describe.skipIf(process.platform === 'win32')('playing in a shell', () => {
  it('shows the status below a shell that has the cluster of the lab', async () => {
    const { terminal, ended } = start();
    await ready(terminal);
    terminal.type('echo "$KUBECONFIG/$PODLAB_LAB"; type check\r');
    await terminal.waitFor('the variables', (screen) => screen.includes('/the/kubeconfig/a-lab'));
    await terminal.waitFor('our program', (screen) => screen.some((row) => /check is .*\/lab\/bin\/check/.test(row)));
    await statusStays(terminal);
    terminal.type('exit\r');
    expect(await ended).toBe(1);
  });

  it('keeps it while lines scroll, and through clear, less, reset sequences and resizes', async () => {
    const { terminal, ended } = start();
    await ready(terminal);
    terminal.type('seq 50\r');
    await terminal.waitFor('the last number', (screen) => screen.includes('50'));
    await statusStays(terminal);
    terminal.type('clear; echo cleared\r');
    await terminal.waitFor('the screen cleared', (screen) => screen[0] === 'cleared');
    await statusStays(terminal);
    terminal.type('seq 100 | less\r');
    await terminal.waitFor('less', (screen) => screen[0] === '1' && screen[13] === '14');
    await statusStays(terminal);
    terminal.type('G');
    await terminal.waitFor('the end of the text', (screen) => screen.includes('100'));
    terminal.resize({ columns: 60, rows: 20 });
    await terminal.waitFor('less in the new size', (screen) => screen[18] === '(END)');
    await statusStays(terminal);
    terminal.type('q');
    await terminal.waitFor('the shell again', (screen) => screen.some((row) => row === '>'));
    await statusStays(terminal);
    terminal.type("printf '\\033c\\033[r'; seq 40\r");
    await terminal.waitFor('the last number', (screen) => screen.includes('40'));
    await statusStays(terminal);
    terminal.resize({ columns: 90, rows: 10 });
    terminal.type('echo smaller\r');
    await terminal.waitFor('the echo', (screen) => screen.includes('smaller'));
    await statusStays(terminal);
    terminal.type('exit\r');
    expect(await ended).toBe(1);
  });

  it('says what is different here between the lines of the shell', async () => {
    const { terminal, ended, tell } = start();
    await ready(terminal);
    tell('It is another one here.');
    await terminal.waitFor('the sentence', (screen) => screen.some((row) => row === '≈ It is another one here. F-99'));
    await statusStays(terminal);
    terminal.type('\u0015exit\r');
    expect(await ended).toBe(1);
  });

  it('turns green by itself, in the middle of another program', async () => {
    const { terminal, ended, set } = start();
    await ready(terminal);
    terminal.type('seq 100 | less\r');
    await terminal.waitFor('less', (screen) => screen[0] === '1');
    set('passed');
    await terminal.waitFor('the verdict', (screen) => (screen.at(-1) ?? '').includes('✓ a-lab: passed'));
    expect(terminal.colorInLastRow(1)).toBe(green);
    expect(terminal.screen()[0]).toBe('1');
    terminal.type('q');
    terminal.type('exit\r');
    expect(await ended).toBe(0);
  });

  it('gives the terminal back as it was, when the shell ends in full screen too', async () => {
    const { terminal, ended } = start();
    await ready(terminal);
    expect(terminal.isRaw()).toBe(true);
    terminal.type("printf '\\033[?1049h\\033[?25l'; kill -9 $$\r");
    await ended;
    expect(terminal.isRaw()).toBe(false);
    await terminal.waitFor(
      "the shell's own screen, without our row",
      (screen) => screen.some((row) => row.startsWith('>')) && !screen.some((row) => row.includes('check · hint')),
    );
  });

  it('ends when the lab is interrupted from outside', async () => {
    const { terminal, ended, stop } = start();
    await ready(terminal);
    stop.abort(new Error('SIGTERM'));
    await expect(ended).rejects.toThrow('SIGTERM');
    expect(terminal.isRaw()).toBe(false);
  });
});
