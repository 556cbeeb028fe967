import { fromUnicode, toUnicode } from '../files/bytes.ts';
import { HostStream, openHostStream } from '../files/stream.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { expandPrompt, runLine, tellJobs } from './interactive.ts';
import type { HostedInput, LineShellOptions } from './line-shell.ts';
import { parseScript } from './parse.ts';
import { importEnvironment } from './program.ts';
import { Shell } from './shell.ts';

/** What the process of a shell runs that a host gives its lines. @returns its exit code */
export function* hostShell(context: ProcessContext, options: LineShellOptions, input: HostedInput): Coroutine<number> {
  input.context = context;
  const shell = new Shell({ context, name: 'sh', positional: [] });
  shell.applet = options.find;
  importEnvironment(shell);
  shell.variables.set('PS1', context.env.get('PS1') ?? '\\w \\$ ');
  shell.options.add('i');
  for (const signal of ['TERM', 'QUIT', 'TSTP'] as const) context.onSignal(signal, 'ignore');
  context.onSignal('INT', 'handle');
  for (;;) {
    yield* tellJobs(shell);
    tellReady(shell, options, input.pending !== '');
    const line = yield* nextLine(context, input);
    if (line === undefined) {
      shell.status = 130;
      continue;
    }
    const text = fromUnicode(line);
    if (text !== '' && shell.history.at(-1) !== text) shell.history.push(text);
    input.pending += `${text}\n`;
    if (parseScript(input.pending).incomplete || input.pending.endsWith('\\\n')) continue;
    const whole = input.pending;
    input.pending = '';
    input.stream = new HostStream();
    context.process.descriptors.set(
      0,
      openHostStream(input.stream, `pipe:[${context.container.scheduler.nextInode()}]`),
    );
    const ended = yield* runLine(shell, whole);
    if (ended !== undefined) return ended;
  }
}

function tellReady(shell: Shell, { onReady }: LineShellOptions, isContinued: boolean): void {
  const prompt = expandPrompt(shell, shell.variables.get(isContinued ? 'PS2' : 'PS1') ?? '');
  onReady({ status: shell.status, prompt: toUnicode(prompt), isContinued });
}

/** @returns undefined when ^C came instead */
function* nextLine(context: ProcessContext, { lines, changed }: HostedInput): Coroutine<string | undefined> {
  for (;;) {
    if (context.takeSignal() === 'INT') return undefined;
    const line = lines.shift();
    if (line !== undefined) return line;
    yield* context.process.block(changed);
  }
}
