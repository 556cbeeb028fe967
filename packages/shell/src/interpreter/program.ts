import { SystemError } from '../files/errno.ts';
import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { takeOptions } from './builtins/settings.ts';
import { compileSource } from './compile.ts';
import { ShellError } from './control.ts';
import { runInteractive } from './interactive.ts';
import { runStandardInput } from './script-input.ts';
import { Shell } from './shell.ts';
import { runToEnd } from './subshell.ts';

/** `sh` (and `ash`): runs `-c` text, a file, or what it reads. @param applet programs it finds without PATH */
export function shellProgram(name: string, applet: (name: string) => Program | undefined = () => undefined): Program {
  return { name, run: (context) => runShell(context, applet) };
}

function* runShell(context: ProcessContext, applet: (name: string) => Program | undefined): Coroutine<number> {
  const shell = new Shell({ context, name: context.argv[0] ?? 'sh', positional: [] });
  shell.applet = applet;
  importEnvironment(shell);
  shell.ignoreQuit();
  try {
    return yield* start(shell);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    yield* shell.tell(error);
    return error.status;
  }
}

/** Takes over the environment, and sets what every shell has. */
export function importEnvironment(shell: Shell): void {
  const { context, variables } = shell;
  variables.import(context.env);
  if (variables.get('PATH') === undefined) variables.set('PATH', '/sbin:/usr/sbin:/bin:/usr/bin');
  variables.mark('PATH', 'exported');
  variables.set('SHLVL', String((Number(context.env.get('SHLVL')) || 0) + 1));
  variables.mark('SHLVL', 'exported');
  variables.set('PPID', String(context.parentPid));
  if (variables.get('HOSTNAME') === undefined) variables.set('HOSTNAME', context.container.hostname);
  const named = context.env.get('PWD');
  const { cwd } = context.process;
  const isSame = named?.startsWith('/') && context.files.find(named) === context.files.find(cwd);
  variables.set('PWD', isSame && named ? named : cwd);
  variables.mark('PWD', 'exported');
}

/** No coroutine of its own, as it would be there as long as the shell is. */
function start(shell: Shell): Coroutine<number> {
  const { context } = shell;
  const { rest, found } = takeOptions(shell, context.argv.slice(1), 'cl');
  if (found.includes('c')) {
    const [script, name, ...positional] = rest;
    shell.options.add('c');
    if (script === undefined) throw new ShellError('-c requires an argument');
    if (name !== undefined) shell.name = shell.scriptName = name;
    shell.positional = positional;
    return runToEnd(shell, compileSource(script, true));
  }
  const file = rest[0];
  if (file !== undefined && !shell.options.has('s')) {
    shell.name = file;
    shell.positional = rest.slice(1);
    return runScriptFile(shell, file);
  }
  shell.positional = rest;
  shell.options.add('s');
  const onTerminal = [0, 1].every(
    (fd) => context.process.descriptors.has(fd) && context.process.descriptors.get(fd).kind === 'terminal',
  );
  if (shell.options.has('i') || onTerminal) return runInteractive(shell);
  return runStandardInput(shell);
}

function* runScriptFile(shell: Shell, file: string): Coroutine<number> {
  const { context } = shell;
  let source: string;
  try {
    const fd = context.files.open(file);
    source = context.process.descriptors.get(fd).kind === 'directory' ? '' : yield* context.readAll(fd);
    context.process.descriptors.close(fd);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    shell.name = context.argv[0] ?? 'sh';
    throw new ShellError(`can't open '${file}': ${error.message}`);
  }
  shell.scriptName = file;
  shell.lineShift = 0;
  return yield* runToEnd(shell, compileSource(source));
}
