import { SystemError } from '../../files/errno.ts';
import type { Coroutine } from '../../process/process.ts';
import type { Builtin } from '../builtin.ts';
import { compileSource } from '../compile.ts';
import { FunctionReturn, LoopControl, ShellError, ShellExit } from '../control.ts';
import { executeCommand, findCommand } from '../execute.ts';
import { warnOfStopped } from '../jobs.ts';
import type { Shell } from '../shell.ts';

/** A number argument; `fallback` when there is none. */
export function numberArgument(shell: Shell, argv: readonly string[], fallback: number): number {
  const text = argv[1];
  if (text === undefined) return fallback;
  if (!/^\d+$/.test(text)) throw shell.builtinError(argv[0] ?? '', `Illegal number: ${text}`);
  return Number(text);
}

function loopControl(kind: 'break' | 'continue'): Builtin {
  return {
    name: kind,
    special: true,
    run: (shell, argv) => {
      const levels = numberArgument(shell, argv, 1);
      if (levels < 1) throw shell.builtinError(kind, `Illegal number: ${argv[1]}`);
      if (shell.loopDepth === 0) return 0;
      throw new LoopControl(kind, Math.min(levels, shell.loopDepth));
    },
  };
}

/** Runs a text; messages of the shell name what it is from: `eval` or a file. */
function* runSource(shell: Shell, source: string, from: string): Coroutine<number> {
  const { commandName, lineShift, line } = shell;
  shell.commandName = from;
  shell.lineShift = from === 'eval' ? 1 - line : 0;
  try {
    const step = compileSource(source)(shell);
    return typeof step === 'number' ? step : yield* step;
  } catch (error) {
    if (error instanceof ShellError) yield* shell.tell(error);
    throw error;
  } finally {
    shell.commandName = commandName;
    shell.lineShift = lineShift;
    shell.line = line;
  }
}

function* runFile(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const [command = '.', name] = argv;
  if (name === undefined) return 2;
  const file = name.includes('/') ? name : searchReadable(shell, name);
  if (file === undefined) throw shell.builtinError(command, `${name}: not found`);
  const { context } = shell;
  let fd: number;
  try {
    fd = context.files.open(file);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw shell.builtinError(command, `can't open '${name}': ${error.message}`);
  }
  // A directory can be opened, and has nothing to run.
  const isDirectory = context.process.descriptors.get(fd).kind === 'directory';
  const source = isDirectory ? '' : yield* shell.uninterrupted(() => context.readAll(fd));
  context.process.descriptors.close(fd);
  const { positional, loopDepth } = shell;
  if (argv.length > 2) shell.positional = argv.slice(2);
  shell.sourceDepth += 1;
  try {
    return yield* runSource(shell, source, file);
  } catch (error) {
    if (!(error instanceof FunctionReturn)) throw error;
    return error.status;
  } finally {
    shell.sourceDepth -= 1;
    shell.loopDepth = loopDepth;
    if (argv.length > 2) shell.positional = positional;
  }
}

function searchReadable(shell: Shell, name: string): string | undefined {
  const directories = (shell.variables.get('PATH') ?? '').split(':');
  return directories
    .map((directory) => `${directory || '.'}/${name}`)
    .find((path) => {
      const inode = shell.context.files.find(path);
      return inode !== undefined && inode.kind !== 'directory';
    });
}

/** The words of `exec [-a NAME] [--] COMMAND...`. @throws ShellError without a name after -a */
function execArguments(shell: Shell, argv: readonly string[]) {
  const isNamed = argv[1] === '-a';
  if (isNamed && argv[2] === undefined) throw shell.builtinError('exec', 'no arg for -a option', 2);
  const start = isNamed ? 3 : 1;
  return { args: argv.slice(argv[start] === '--' ? start + 1 : start), name: isNamed ? argv[2] : undefined };
}

/** Builtins that change what runs next. */
export const controlBuiltins: readonly Builtin[] = [
  loopControl('break'),
  loopControl('continue'),
  { name: ':', special: true, run: () => 0 },
  { name: '.', special: true, run: runFile },
  { name: 'source', special: true, run: runFile },
  {
    name: 'eval',
    special: true,
    run: (shell, argv) => (argv.length < 2 ? 0 : runSource(shell, argv.slice(1).join(' '), 'eval')),
  },
  {
    name: 'exec',
    special: true,
    run: function* (shell, argv) {
      const { args, name } = execArguments(shell, argv);
      if (args.length === 0) return 0;
      const environment = shell.variables.environment();
      const found = findCommand(shell, args[0] ?? '');
      const own = name === undefined || found.file === undefined ? args : [name, ...args.slice(1)];
      // Under another name busybox is looked up anew: it goes by its first argument.
      const command = name === undefined ? found : { file: found.file };
      const status = yield* executeCommand(shell, command, own, environment, shell.messageStart('exec'));
      throw new ShellExit(status);
    },
  },
  {
    name: 'exit',
    special: true,
    run: (shell, argv) => {
      if (shell.mustWarn()) return warnOfStopped(shell);
      throw new ShellExit(numberArgument(shell, argv, shell.trapStatus ?? shell.status) & 255);
    },
  },
  {
    name: 'return',
    special: true,
    run: (shell, argv) => {
      const status = numberArgument(shell, argv, shell.status) & 255;
      if (shell.functionDepth === 0 && shell.sourceDepth === 0) throw new ShellExit(status);
      throw new FunctionReturn(status);
    },
  },
  {
    name: 'shift',
    special: true,
    run: (shell, argv) => {
      const count = numberArgument(shell, argv, 1);
      if (count > shell.positional.length) return 1;
      shell.positional = shell.positional.slice(count);
      return 0;
    },
  },
];
