import { SystemError } from '../../files/errno.ts';
import { absolutePath, normalPath } from '../../files/path.ts';
import type { Coroutine } from '../../process/process.ts';
import type { Builtin } from '../builtin.ts';
import type { Shell } from '../shell.ts';

/** The directory as the shell names it: with the symbolic links it was reached by. */
function logicalDirectory(shell: Shell): string {
  const named = shell.variables.get('PWD');
  const { cwd } = shell.context.process;
  if (!named?.startsWith('/')) return cwd;
  try {
    return shell.context.files.locate(named).path === cwd ? named : cwd;
  } catch {
    return cwd;
  }
}

function* changeDirectory(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const args = argv.slice(1).filter((argument) => argument !== '-L' && argument !== '-P' && argument !== '--');
  const before = logicalDirectory(shell);
  const target = args[0] ?? shell.variables.get('HOME') ?? '';
  const wanted = target === '-' ? (shell.variables.get('OLDPWD') ?? before) : target;
  const path = wanted === '' ? before : normalPath(absolutePath(before, wanted));
  try {
    shell.context.files.changeDirectory(path);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw shell.builtinError('cd', `can't cd to ${wanted}: ${error.message}`);
  }
  shell.variables.set('OLDPWD', before);
  shell.variables.set('PWD', path);
  if (target === '-') yield* shell.context.write(1, `${path}\n`);
  return 0;
}

/** `cd` and `pwd`. */
export const directoryBuiltins: readonly Builtin[] = [
  { name: 'cd', run: changeDirectory },
  { name: 'chdir', run: changeDirectory },
  {
    name: 'pwd',
    run: function* (shell, argv) {
      const path = argv[1] === '-P' ? shell.context.process.cwd : logicalDirectory(shell);
      yield* shell.context.write(1, `${path}\n`);
      return 0;
    },
  },
];
