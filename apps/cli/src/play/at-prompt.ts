import { createInterface } from 'node:readline';
import {
  type LabWord,
  labWords,
  type PromptedLab,
  renderDifference,
  renderIntro,
  renderNext,
  renderWords,
  splitWords,
  statusLine,
} from '@podlab/lab-runner';
import { CliError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import { runOwnKubectl } from '../kubectl/run-own-kubectl.ts';
import { tellError } from '../text/error-text.ts';
import { nearest } from '../text/suggest.ts';
import { sayGoodbye } from './goodbye.ts';
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
    ...Object.fromEntries([...labWords].map(([name, word]) => [name, promptCommand(word)])),
    solve: { usage: 'solve', about: 'watch a solution', run: runSolve },
    help: { usage: 'help', about: 'this list', run: runHelp },
    exit: { usage: 'exit', about: 'leave; the lab goes on the next time', run: async () => 'leave' },
  } satisfies Record<string, PromptCommand>),
);

/** Plays a lab at our own prompt: where no pseudo-terminal can be had, with TERM=dumb, or with --plain. */
export async function playAtPrompt(play: Play): Promise<ExitCode> {
  const { context, workspace, lab, running, signal } = play;
  const { say, style, columns } = workspace;
  const { stdin, stdout } = context.host;
  say('', ...renderIntro(lab, style, columns), '', ...renderNext(lab, running.report, style, columns), '');
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

function promptCommand({ usage, about, run }: LabWord): PromptCommand {
  return {
    usage,
    about,
    run: async ({ lab, running, workspace }, words) => {
      const prompted: PromptedLab = {
        lab,
        get report() {
          return running.report;
        },
        timeline: (view) => running.status(view).timeline,
        check: () => running.check(),
        hint: () => running.hint(),
        answer: (question, given) => running.answer(question, given),
        reset: (onText) => running.reset(onText),
        fastForward: (seconds) => running.fastForward(seconds),
      };
      await run(prompted, words, workspace);
      return undefined;
    },
  };
}

async function runSolve(play: Play, words: readonly string[]) {
  await play.running.solve(words[0], (text) => play.workspace.say(text));
  return commands.get('check')?.run(play, [], play.signal);
}

async function runHelp({ workspace }: Play) {
  workspace.say(...renderWords(commands.values(), workspace.style));
  return undefined;
}
