import { SystemError } from '../files/errno.ts';
import type { Coroutine } from '../process/process.ts';
import { complete } from '../terminal/completion.ts';
import { LineEditor } from '../terminal/line-editor.ts';
import { describeJob, noteEnded } from './builtins/job-control.ts';
import { builtinNames } from './builtins/table.ts';
import { compileSource } from './compile.ts';
import { FunctionReturn, Interrupted, LoopControl, ShellError, ShellExit } from './control.ts';
import { finishShell } from './finish.ts';
import { warnOfStopped } from './jobs.ts';
import { parseScript } from './parse.ts';
import type { Shell } from './shell.ts';
import { runPendingTraps, runTrapText } from './traps.ts';

/** Runs commands as they are typed, until `exit` or ^D. Errors of the shell end a command, not the shell. */
export function* runInteractive(shell: Shell): Coroutine<number> {
  const { context } = shell;
  shell.options.add('i');
  context.onSignal('TERM', 'ignore');
  context.onSignal('INT', 'handle');
  const { terminal } = context;
  if (terminal) {
    shell.options.add('m');
    for (const signal of ['TSTP', 'QUIT'] as const) context.onSignal(signal, 'ignore');
    terminal.foreground = context.process.group;
  }
  const editor = new LineEditor(context, shell.history, (line) =>
    complete(
      context,
      line,
      [...builtinNames(), ...shell.functions.keys(), ...shell.aliases.keys()],
      shell.variables.get('PATH') ?? '',
    ),
  );
  let pending = '';
  for (;;) {
    yield* tellJobs(shell);
    const prompt = shell.variables.get(pending === '' ? 'PS1' : 'PS2') ?? '';
    const typed = yield* editor.read(expandPrompt(shell, prompt));
    if (typed === 'interrupted') {
      pending = '';
      shell.status = 130;
      const trap = shell.traps.get('INT');
      if (trap) yield* runTrapText(shell, trap);
      else yield* context.write(2, '\n');
      continue;
    }
    if (typed === 'end') {
      if (!shell.mustWarn()) break;
      yield* warnOfStopped(shell);
      continue;
    }
    pending += typed.line;
    if (parseScript(pending).incomplete || pending.endsWith('\\\n')) continue;
    const source = pending;
    pending = '';
    shell.jobWarning = shell.jobWarning === 2 ? 1 : 0;
    const ended = yield* runLine(shell, source);
    if (ended !== undefined) {
      shell.status = ended;
      break;
    }
  }
  return yield* finishShell(shell);
}

/** Runs a line. @returns a status when the shell is to end */
export function* runLine(shell: Shell, source: string): Coroutine<number | undefined> {
  try {
    const step = compileSource(source)(shell);
    shell.status = typeof step === 'number' ? step : yield* step;
    yield* runPendingTraps(shell);
  } catch (error) {
    shell.tested = 0;
    shell.loopDepth = 0;
    if (error instanceof ShellExit) return error.status;
    if (error instanceof Interrupted) shell.status = error.status;
    else if (error instanceof ShellError) {
      yield* shell.tell(error);
      shell.status = error.status;
    } else if (error instanceof SystemError && error.code === 'EINTR') shell.status = 130;
    else if (!(error instanceof FunctionReturn) && !(error instanceof LoopControl)) throw error;
  }
  return undefined;
}

/** Tells of jobs in the background that have ended or stopped. */
export function* tellJobs(shell: Shell): Coroutine<void> {
  yield* noteEnded(shell);
  for (const job of Array.from(shell.jobs.all())) {
    if (job.told || job.state === 'running') continue;
    job.told = true;
    yield* shell.context.write(2, describeJob(shell, job));
    if (job.state === 'done') shell.jobs.remove(job);
  }
}

/** `\w`, `\W`, `\h`, `\u`, `\$` in a prompt. */
export function expandPrompt(shell: Shell, prompt: string): string {
  const { context } = shell;
  const home = shell.variables.get('HOME') ?? '';
  const { cwd } = context.process;
  const isHome = home !== '' && home !== '/' && (cwd === home || cwd.startsWith(`${home}/`));
  const shown = isHome ? `~${cwd.slice(home.length)}` : cwd;
  return prompt.replace(/\\([wWhu$n\\])/g, (_all, letter: string) => {
    if (letter === 'w') return shown;
    if (letter === 'W') return shown.slice(shown.lastIndexOf('/') + 1) || '/';
    if (letter === 'h') return context.container.hostname;
    if (letter === 'u') return context.process.user.uid === 0 ? 'root' : String(context.process.user.uid);
    if (letter === 'n') return '\n';
    return letter === '$' ? (context.process.user.uid === 0 ? '#' : '$') : '\\';
  });
}
