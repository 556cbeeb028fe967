import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { bin } from '../testing/lab-process.ts';
import { tempFolder } from '../testing/temp-folder.ts';

// Whole processes on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const green = 2;
const waitMs = 40_000;

/** The built command in a terminal, with bash as the learner's shell. */
function openTerminal(args: readonly string[], options: { home: string; env?: Record<string, string>; rows?: number }) {
  const columns = 100;
  const rows = options.rows ?? 24;
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
  const { NO_COLOR: _, KUBECONFIG: __, ...env } = process.env;
  const pty = spawn(process.execPath, [bin, ...args], {
    name: options.env?.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.home,
    env: { ...env, SHELL: '/bin/bash', HOME: options.home, PODLAB_HOME: join(options.home, 'state'), ...options.env },
  });
  onTestFinished(() => {
    try {
      pty.kill('SIGKILL');
    } catch {
      // It has ended already.
    }
  });
  pty.onData((text) => terminal.write(text));
  terminal.onData((text) => pty.write(text));
  const ended = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
  const line = (index: number) => {
    const buffer = terminal.buffer.active;
    return (
      buffer
        .getLine(buffer.baseY + index)
        ?.translateToString(true)
        .trimEnd() ?? ''
    );
  };
  const screen = () => [...Array(terminal.rows).keys()].map(line);
  const waitFor = async (what: string, isSo: (lines: string[]) => boolean) => {
    const deadlineMs = Date.now() + waitMs;
    while (!isSo(screen())) {
      if (Date.now() > deadlineMs) throw new Error(`never seen: ${what}\n${screen().join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return {
    pty,
    ended,
    waitFor,
    screen,
    type: (text: string) => pty.write(text),
    last: () => line(terminal.rows - 1),
    resize(size: { columns: number; rows: number }) {
      terminal.resize(size.columns, size.rows);
      pty.resize(size.columns, size.rows);
    },
    colorOfLast(column: number) {
      const buffer = terminal.buffer.active;
      return buffer
        .getLine(buffer.baseY + terminal.rows - 1)
        ?.getCell(column)
        ?.getFgColor();
    },
  };
}

/** A PATH on which there is no kubectl. */
function pathWithoutKubectl(): string {
  const folder = join(tempFolder(), 'bin');
  mkdirSync(folder);
  for (const name of ['bash', 'sh', 'cut', 'head', 'less', 'seq', 'sleep', 'clear', 'tput']) {
    for (const place of ['/usr/bin', '/bin']) {
      try {
        symlinkSync(join(place, name), join(folder, name));
        break;
      } catch {
        // Not there, or there already.
      }
    }
  }
  return `${dirname(process.execPath)}:${folder}`;
}

const lab = ['replaced-not-restarted', '--engine', 'embedded'];

describe.skipIf(process.platform === 'win32')('a lab in a terminal', () => {
  it("is solved in the learner's shell with our kubectl, turns green by itself, and leaves the terminal as it was", async () => {
    const home = tempFolder();
    // The name must not be found on the machine: what is tested is a machine without kubectl.
    const terminal = openTerminal(lab, { home, env: { PATH: pathWithoutKubectl() } });
    const { type, waitFor } = terminal;
    await waitFor('the status', (lines) => (lines.at(-1) ?? '').includes('○ 0/3'));
    type("PS1='> '; clear\r");
    await waitFor('a clear screen', ([first]) => first === '>');
    type('answer c | head -1; P=$(kubectl get pods -o name | head -1); kubectl exec $P -- kill 1\r');
    await waitFor('the first step', (lines) => (lines.at(-1) ?? '').includes('○ 1/3'));
    type('clear; seq 300 | less\r');
    await waitFor('less', (lines) => lines[0] === '1' && (lines.at(-1) ?? '').includes('○ 1/3'));
    terminal.resize({ columns: 110, rows: 30 });
    await waitFor('less in the new size', (lines) => lines[27] === '28' && (lines.at(-1) ?? '').includes('○ 1/3'));
    type('q');
    type('kubectl delete $P\r');
    await waitFor('the second step', (lines) => (lines.at(-1) ?? '').includes('○ 2/3'));
    type('U=$(kubectl get pods --sort-by=.metadata.creationTimestamp -o jsonpath="{.items[-1:].metadata.uid}")\r');
    type('clear; answer $U\r');
    await waitFor('the verdict', (lines) => (lines.at(-1) ?? '').includes('✓ replaced-not-restarted: passed'));
    expect(terminal.colorOfLast(1)).toBe(green);
    type('exit\r');
    expect(await terminal.ended).toBe(0);
    await waitFor('the debrief', (lines) => lines.some((line) => line.includes('Try next')));
    expect(terminal.screen().filter((line) => line.includes('exit to leave'))).toEqual([]);
  });

  it('is found again when the terminal was closed', async () => {
    const home = tempFolder();
    const first = openTerminal(lab, { home });
    await first.waitFor('the status', (lines) => (lines.at(-1) ?? '').includes('○ 0/3'));
    first.type('clear; answer c >/dev/null; kubectl get pods -o name; echo done\r');
    await first.waitFor('the Pods', (lines) => lines.includes('done'));
    const pods = first.screen().filter((line) => line.startsWith('pod/'));
    expect(pods).toHaveLength(3);
    first.pty.kill('SIGHUP');
    await first.ended;
    const second = openTerminal(lab, { home });
    await second.waitFor('the status', (lines) => (lines.at(-1) ?? '').includes('○ 0/3'));
    second.type('clear; kubectl get pods -o name; echo done\r');
    await second.waitFor(
      'the same Pods',
      (lines) => lines.includes('done') && pods.every((pod) => lines.includes(pod)),
    );
    second.type('exit\r');
    expect(await second.ended).toBe(1);
  });

  it('has our own prompt with TERM=dumb', async () => {
    const terminal = openTerminal(lab, { home: tempFolder(), env: { TERM: 'dumb' }, rows: 60 });
    await terminal.waitFor('the prompt', (lines) => lines.some((line) => line.startsWith('lab>')));
    terminal.type('kubectl get nodes -o name\r');
    await terminal.waitFor('the nodes', (lines) => lines.includes('node/podlab-worker2'));
    terminal.type('exitt\r');
    await terminal.waitFor('a suggestion', (lines) => lines.some((line) => line.includes('Did you mean `exit`?')));
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
  });

  it('says nothing of a failure of the shell but its end', async () => {
    const home = tempFolder();
    const shell = join(home, 'broken-shell');
    writeFileSync(shell, '#!/bin/sh\nexit 7\n');
    chmodSync(shell, 0o755);
    const terminal = openTerminal(lab, { home, env: { SHELL: shell } });
    expect(await terminal.ended).toBe(1);
    await terminal.waitFor('how to go on', (lines) => lines.some((line) => line.includes('Go on where you are')));
  });
});
