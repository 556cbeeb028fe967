import { renderReport, renderIntro, renderNext, renderDifference } from '@podlab/lab-runner';
import { exitCodeOf, statusJson } from '../commands/ask.ts';
import type { ExitCode } from '../exit-codes.ts';
import { reportDigest } from '../text/report-digest.ts';
import type { Play } from './play-lab.ts';

/**
 * Plays a lab without a terminal: says the goal and how to work from elsewhere, prints each new state in plain lines,
 * and ends when the lab is passed, when stdin ends, or on a signal.
 * @returns the exit code of the last verdict
 */
export async function playInPipe(play: Play): Promise<ExitCode> {
  const { context, workspace, lab, running, signal } = play;
  const { say, json, style, columns, view } = workspace;
  const { host } = context;
  const first = running.status(view);
  say('', ...renderIntro(lab, style, columns), '', ...renderNext(lab, first.report, style, columns), '');
  say(...elsewhere(lab.id, first.kubeconfig, host.platform), '');
  let shown = '';
  const show = () => {
    const status = running.status(view);
    const now = reportDigest(status.report);
    if (now === shown) return;
    shown = now;
    json(statusJson(status));
    say(...renderReport(status.report, { title: status.title, style, columns, timeline: status.timeline }), '');
  };
  show();
  const stop = running.onChange(show);
  const stopTelling = running.onDifference((difference) => say(renderDifference(difference, style)));
  try {
    await Promise.race([untilPassed(play), untilInputEnds(play), untilAborted(signal)]);
  } finally {
    stop();
    stopTelling();
  }
  signal.throwIfAborted();
  await running.check();
  show();
  return exitCodeOf(running.status(view));
}

/** How to work on the lab from another terminal. */
function elsewhere(labId: string, kubeconfig: string, platform: NodeJS.Platform): string[] {
  const set = platform === 'win32' ? `set KUBECONFIG=${kubeconfig}` : `export KUBECONFIG='${kubeconfig}'`;
  return [
    'Work on it from another terminal:',
    `  ${set}`,
    '  kubectl get pods',
    `  pnpm lab check ${labId}   (also: hint, next, answer, reset)`,
  ];
}

function untilPassed({ running }: Play): Promise<void> {
  if (running.report.verdict === 'passed') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = running.onChange(() => {
      if (running.report.verdict !== 'passed') return;
      stop();
      resolve();
    });
  });
}

function untilInputEnds({ context }: Play): Promise<void> {
  const { stdin } = context.host;
  if (stdin.isTTY) return new Promise(() => undefined);
  return new Promise((resolve) => {
    stdin.on('end', resolve);
    stdin.on('close', resolve);
    stdin.on('error', () => resolve());
    stdin.resume();
  });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
