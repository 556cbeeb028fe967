import { renderDifference, statusLine, renderIntro, renderNext } from '@podlab/lab-runner';
import { StringDecoder } from 'node:string_decoder';
import type { IPty } from '@lydell/node-pty';
import { findProgram } from '../engine/choose-engine.ts';
import type { ExitCode } from '../exit-codes.ts';
import { writeAtomically } from '../state/disk.ts';
import { writePrograms } from '../terminal/programs.ts';
import { createRowKeeper, programRows, type TerminalSize } from '../terminal/row-keeper.ts';
import { shellStart } from '../terminal/shell-start.ts';
import { sayGoodbye } from './goodbye.ts';
import type { Play } from './play-lab.ts';

/** How long our row waits for a program that has saved the cursor and means to come back to it. */
const flushAfterMs = 300;

/** Plays a lab in the learner's own shell, with a row at the bottom that says how the lab stands. */
export async function playInShell(play: Play): Promise<ExitCode> {
  const { workspace, lab, running } = play;
  const { say, style } = workspace;
  const { columns } = workspace;
  say('', ...renderIntro(lab, style, columns), '', ...renderNext(lab, running.report, style, columns), '');
  say(style.muted('This is your own shell, with KUBECONFIG set. Also: check, hint, next, answer, reset, exit.'));
  await runShell(play);
  play.signal.throwIfAborted();
  await running.check();
  return sayGoodbye(play);
}

/** Runs the shell until it ends, or until the lab is interrupted; the terminal is as before then. */
async function runShell(play: Play): Promise<void> {
  const { context, running, signal } = play;
  const { stdin, stdout } = context.host;
  const { style } = play.workspace;
  const line = () => statusLine(play.lab.id, running.report, style);
  const keeper = createRowKeeper(sizeOf(stdout), line());
  const write = (text: string) => text !== '' && stdout.write(text);
  const pty = await startShell(play);
  let flushTimer: NodeJS.Timeout | undefined;
  const show = () => {
    write(keeper.show(line()));
    clearTimeout(flushTimer);
    flushTimer = setTimeout(() => write(keeper.flush()), flushAfterMs);
  };
  const onResize = () => {
    const size = sizeOf(stdout);
    write(keeper.resize(size));
    pty.resize(size.columns, programRows(size));
  };
  const decoder = new StringDecoder('utf8');
  const onInput = (chunk: Buffer) => pty.write(decoder.write(chunk));
  const stop = running.onChange(show);
  const stopTelling = running.onDifference((difference) =>
    write(keeper.pass(`\r\n${renderDifference(difference, style)}\r\n`)),
  );
  write(keeper.begin());
  stdin.setRawMode(true);
  stdin.on('data', onInput);
  stdin.resume();
  stdout.on('resize', onResize);
  // However the process ends, the terminal must be usable afterwards.
  const restore = () => write(keeper.end());
  process.on('exit', restore);
  const hangUp = () => pty.kill(context.host.platform === 'win32' ? undefined : 'SIGHUP');
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    await new Promise<void>((resolve) => {
      pty.onData((chunk) => write(keeper.pass(chunk)));
      pty.onExit(() => resolve());
      if (signal.aborted) hangUp();
    });
  } finally {
    clearTimeout(flushTimer);
    stop();
    stopTelling();
    signal.removeEventListener('abort', hangUp);
    stdout.off('resize', onResize);
    stdin.off('data', onInput);
    stdin.setRawMode(false);
    stdin.pause();
    process.off('exit', restore);
    restore();
  }
}

async function startShell({ context, workspace, lab, running }: Play): Promise<IPty> {
  const { host, installation } = context;
  const { spawn } = await import('@lydell/node-pty');
  const { programs } = workspace.paths.lab(lab.id);
  writePrograms(host, installation, programs, { kubectl: findProgram(host, 'kubectl') === undefined });
  const start = shellStart({
    host,
    programs,
    variables: {
      KUBECONFIG: running.status(workspace.view).kubeconfig,
      PODLAB_LAB: lab.id,
      PODLAB_HOME: workspace.paths.root,
    },
  });
  for (const [path, text] of start.files) writeAtomically(path, text);
  const size = sizeOf(host.stdout);
  return spawn(start.file, [...start.args], {
    name: host.env.TERM ?? 'xterm-256color',
    cols: size.columns,
    rows: programRows(size),
    cwd: host.workingDir,
    env: { ...start.env },
  });
}

function sizeOf(stdout: NodeJS.WriteStream): TerminalSize {
  return { columns: stdout.columns || 80, rows: stdout.rows || 24 };
}
