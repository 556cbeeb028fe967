import type { Coroutine } from '../../process/process.ts';
import { evaluateArithmetic } from '../arithmetic.ts';
import type { Builtin } from '../builtin.ts';
import type { Shell } from '../shell.ts';
import { isName } from '../variables.ts';
import { takeLetters } from './next-option.ts';
import { arithmeticVariables } from '../word.ts';

/** A value in single quotes, as `set` and `export -p` print it. */
export function quoted(text: string): string {
  const parts = text.match(/[^']+|'+/g) ?? [];
  const shown = parts.map((part) => (part.startsWith("'") ? `"${part}"` : `'${part}'`)).join('');
  return text === '' || text.startsWith("'") ? `''${shown}` : shown;
}

function refuseReadOnly(shell: Shell, name: string, command: string): void {
  if (shell.variables.find(name)?.readOnly) throw shell.builtinError(command, `${name}: is read only`);
}

function splitAssignment(text: string): { name: string; value: string | undefined } {
  const at = text.indexOf('=');
  return at < 0 ? { name: text, value: undefined } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

function assign(shell: Shell, argument: string, command: string): string {
  const { name, value } = splitAssignment(argument);
  if (!isName(name)) throw shell.builtinError(command, `${name}: bad variable name`);
  if (value === undefined) return name;
  refuseReadOnly(shell, name, command);
  shell.variables.set(name, value);
  return name;
}

function* listMarked(shell: Shell, command: string, what: 'exported' | 'readOnly'): Coroutine<number> {
  const marked = shell.variables.list().filter(([, variable]) => variable[what]);
  const lines = marked.map(
    ([name, { value }]) => `${command} ${name}${value === undefined ? '' : `=${quoted(value)}`}\n`,
  );
  yield* shell.context.write(1, lines.join(''));
  return 0;
}

function marking(command: 'export' | 'readonly', what: 'exported' | 'readOnly'): Builtin {
  return {
    name: command,
    special: true,
    run: (shell, argv) => {
      const { options, rest: args } = takeLetters(shell, argv, command === 'export' ? 'np' : 'p');
      const remove = options.some(({ letter }) => letter === 'n');
      if (args.length === 0) return listMarked(shell, command, what);
      for (const argument of args) shell.variables.mark(assign(shell, argument, command), what, !remove);
      return 0;
    },
  };
}

/** Builtins about variables. */
export const variableBuiltins: readonly Builtin[] = [
  marking('export', 'exported'),
  marking('readonly', 'readOnly'),
  {
    name: 'let',
    run: (shell, argv) => {
      let value = '0';
      if (argv.length < 2) throw shell.builtinError('let', 'expression expected');
      for (const expression of argv.slice(1)) value = evaluateArithmetic(expression, arithmeticVariables(shell));
      return value === '0' ? 1 : 0;
    },
  },
  {
    name: 'local',
    special: true,
    run: (shell, argv) => {
      if (shell.functionDepth === 0) throw shell.builtinError('local', 'not in a function');
      for (const argument of argv.slice(1)) {
        const { name } = splitAssignment(argument);
        if (!isName(name)) throw shell.builtinError('local', `${name}: bad variable name`);
        refuseReadOnly(shell, name, 'local');
        shell.variables.makeLocal(name);
        assign(shell, argument, 'local');
      }
      return 0;
    },
  },
  {
    name: 'unset',
    special: true,
    run: (shell, argv) => {
      const { options, rest: args } = takeLetters(shell, argv, 'vf');
      const functions = options.at(-1)?.letter === 'f';
      for (const name of args) {
        if (functions) shell.functions.delete(name);
        else if (!isName(name)) throw shell.builtinError('unset', `${name}: bad variable name`);
        else {
          refuseReadOnly(shell, name, 'unset');
          shell.variables.unset(name);
        }
      }
      return 0;
    },
  },
];
