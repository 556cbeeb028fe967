import { attempt, SystemError } from '../../files/errno.ts';
import { absolutePath, normalPath } from '../../files/path.ts';
import type { Coroutine } from '../../process/process.ts';
import type { Builtin } from '../builtin.ts';
import type { Shell } from '../shell.ts';
import { takeLetters } from './next-option.ts';

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

/** Where CDPATH finds a directory that is not named from `/`, `.` or `..`. */
function searchCdPath(shell: Shell, before: string, wanted: string): string | undefined {
  const list = shell.variables.get('CDPATH');
  if (!list || wanted === '' || /^\.{0,2}(\/|$)/.test(wanted)) return undefined;
  return list
    .split(':')
    .filter((directory) => directory !== '')
    .map((directory) => `${directory}/${wanted}`)
    .find((path) => shell.context.files.find(absolutePath(before, path))?.kind === 'directory');
}

/** What two slashes begin keeps them, as POSIX allows. */
function logicalPath(before: string, path: string): string {
  const whole = path.startsWith('/') ? path : `${before.replace(/\/$/, '')}/${path}`;
  return /^\/\/(?!\/)/.test(whole) ? `/${normalPath(whole)}` : normalPath(absolutePath(before, path));
}

function* changeDirectory(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const { options, rest: args } = takeLetters(shell, argv, 'LP');
  const physical = options.at(-1)?.letter === 'P';
  const before = logicalDirectory(shell);
  const target = args[0] ?? shell.variables.get('HOME') ?? '';
  const wanted = target === '-' ? (shell.variables.get('OLDPWD') ?? before) : target;
  const found = searchCdPath(shell, before, wanted);
  const named = wanted === '' ? before : logicalPath(before, found ?? wanted);
  const path = physical ? (attempt(() => shell.context.files.locate(named).path) ?? named) : named;
  try {
    shell.context.files.changeDirectory(path);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw shell.builtinError('cd', `can't cd to ${wanted}: ${error.message}`);
  }
  shell.variables.set('OLDPWD', before);
  shell.variables.set('PWD', path);
  if (target === '-' || found !== undefined) yield* shell.context.write(1, `${path}\n`);
  return 0;
}

/** `cd` and `pwd`. */
export const directoryBuiltins: readonly Builtin[] = [
  { name: 'cd', run: changeDirectory },
  { name: 'chdir', run: changeDirectory },
  {
    name: 'pwd',
    run: function* (shell, argv) {
      const isPhysical = takeLetters(shell, argv, 'LP').options.at(-1)?.letter === 'P';
      const path = isPhysical ? shell.context.process.cwd : logicalDirectory(shell);
      yield* shell.context.write(1, `${path}\n`);
      return 0;
    },
  },
];
