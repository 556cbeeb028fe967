import { createInterface } from 'node:readline';
import { splitWords } from '@podlab/lab-runner';
import { CliError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import { runOwnKubectl } from '../kubectl/run-own-kubectl.ts';
import { tellError } from '../text/error-text.ts';
import { renderHint } from '../text/hint-text.ts';
import { renderReport, statusLine } from '../text/report-text.ts';
import { renderIntro, renderNext } from '../text/step-text.ts';
import { nearest } from '../text/suggest.ts';
import { sayGoodbye } from './goodbye.ts';
import { renderDifference } from '../text/difference-text.ts';
import type { Play } from './play-lab.ts';

/** A word at the prompt, and what it does. */
interface PromptCommand {
  readonly usage: string;
  readonly about: string;
  run(play: Play, words: readonly string[], signal: AbortSignal): Promise<'leave' | undefined>;
}

const commands: ReadonlyMap<string, PromptCommand> = new Map(
  Object.entries({
    kubectl: { usage: 'kubectl …', about: 'work on the cluster', run: runKubectl },
    check: { usage: 'check', about: 'where you stand, with the evidence', run: runCheck },
    next: { usage: 'next', about: 'what to do now', run: runNext },
    hint: { usage: 'hint', about: 'the next hint', run: runHint },
    answer: { usage: 'answer a', about: 'answer a question', run: runAnswer },
    reset: { usage: 'reset', about: 'begin anew', run: runReset },
    solve: { usage: 'solve', about: 'watch a solution', run: runSolve },
    'fast-forward': {
      usage: 'fast-forward 60',
      about: 'let seconds pass, on the embedded cluster',
      run: runFastForward,
    },
    help: { usage: 'help', about: 'this list', run: runHelp },
    exit: { usage: 'exit', about: 'leave; the lab goes on the next time', run: async () => 'leave' },
  } satisfies Record<string, PromptCommand>),
);

/** Plays a lab at our own prompt: where no pseudo-terminal can be had, with TERM=dumb, or with --plain. */
export async function playAtPrompt(play: Play): Promise<ExitCode> {
  const { context, workspace, lab, running, signal } = play;
  const { say, style, columns, view } = workspace;
  const { stdin, stdout } = context.host;
  say('', ...renderIntro(lab, style, columns), '', ...renderNext(lab, running.status(view), style, columns), '');
  say(style.muted('Type `help` for what can be typed here.'));
  const lines = createInterface({ input: stdin, output: stdout, terminal: stdin.isTTY, prompt: 'lab> ' });
  const interrupted = new AbortController();
  lines.on('SIGINT', () => interrupted.abort(new CliError('INTERRUPTED', 'Interrupted.')));
  const ended = AbortSignal.any([signal, interrupted.signal]);
  ended.addEventListener('abort', () => lines.close(), { once: true });
  const stop = announceChanges(play);
  const stopTelling = running.onDifference((difference) => say('', renderDifference(difference, style)));
  try {
    lines.prompt();
    for await (const line of lines) {
      if ((await runLine(play, line, ended)) === 'leave') break;
      lines.prompt();
    }
  } finally {
    stop();
    stopTelling();
    lines.close();
  }
  ended.throwIfAborted();
  await running.check();
  return sayGoodbye(play);
}

/** Says when a step turns green, whatever the learner is doing. */
function announceChanges({ workspace, lab, running }: Play): () => void {
  const { say, style } = workspace;
  let shown = statusLine(lab.id, running.report, style);
  return running.onChange(() => {
    const now = statusLine(lab.id, running.report, style);
    if (now !== shown) say('', now.trim());
    shown = now;
  });
}

async function runLine(play: Play, line: string, signal: AbortSignal): Promise<'leave' | undefined> {
  const { say, style } = play.workspace;
  try {
    const [name, ...words] = splitWords(line);
    if (name === undefined) return undefined;
    const command = commands.get(name === 'quit' ? 'exit' : name === 'k' ? 'kubectl' : name);
    if (command) return await command.run(play, words, signal);
    const near = nearest(name, [...commands.keys()]);
    say(`There is no command \`${name}\` here.${near ? ` Did you mean \`${near}\`?` : ''} Type \`help\`.`);
  } catch (error) {
    signal.throwIfAborted();
    const { message, next } = tellError(error);
    say(`${style.red('✗')} ${message}`, ...(next ? [next] : []));
  }
  return undefined;
}

async function runKubectl({ context, running, workspace }: Play, words: readonly string[], signal: AbortSignal) {
  const { stdout, stderr } = context.host;
  await runOwnKubectl(context.host, running.status(workspace.view).kubeconfig, words, { stdout, stderr, signal });
  return undefined;
}

async function runCheck({ running, workspace }: Play) {
  const { say, style, columns, view } = workspace;
  await running.check();
  const { report, title, timeline } = running.status(view);
  say(...renderReport(report, { title, style, columns, timeline }));
  return undefined;
}

async function runNext({ lab, running, workspace }: Play) {
  const { say, style, columns, view } = workspace;
  await running.check();
  say(...renderNext(lab, running.status(view), style, columns));
  return undefined;
}

async function runHint({ running, workspace }: Play) {
  workspace.say(...renderHint(await running.hint(), workspace.style, workspace.columns));
  return undefined;
}

async function runAnswer(play: Play, words: readonly string[]) {
  await play.running.answer(undefined, words.join(' '));
  return runCheck(play);
}

async function runReset(play: Play) {
  await play.running.reset((text) => play.workspace.say(play.workspace.style.muted(text)));
  return runNext(play);
}

async function runSolve(play: Play, words: readonly string[]) {
  await play.running.solve(words[0], (text) => play.workspace.say(text));
  return runCheck(play);
}

async function runFastForward(play: Play, words: readonly string[]) {
  const seconds = Number(words[0]);
  if (!Number.isInteger(seconds) || seconds <= 0) {
    throw new CliError('USAGE', 'Say how many seconds, as a whole number.', { next: 'For example: fast-forward 60' });
  }
  await play.running.fastForward(seconds);
  play.workspace.say(play.workspace.style.violet(`▸▸ ${seconds} s have passed in the cluster.`));
  return runCheck(play);
}

async function runHelp({ workspace }: Play) {
  const width = Math.max(...[...commands.values()].map(({ usage }) => usage.length));
  workspace.say(
    ...[...commands.values()].map(({ usage, about }) => `  ${workspace.style.code(usage.padEnd(width))}  ${about}`),
  );
  return undefined;
}
