import type { Coroutine } from '../../process/process.ts';
import type { Builtin } from '../builtin.ts';
import { executeCommand, findCommand } from '../execute.ts';
import type { Shell } from '../shell.ts';
import { inBucketOrder } from '../bucket-order.ts';
import { takeLetters } from './next-option.ts';
import { quoted } from './variable.ts';
import { builtinNames, findBuiltin } from './table.ts';

const keywords = new Set('! case do done elif else esac fi for function if in then until while { }'.split(' '));

/** What a command name stands for, as `type` words it. */
function describe(shell: Shell, name: string, brief: boolean): string | undefined {
  const alias = shell.aliases.get(name);
  if (keywords.has(name)) return brief ? name : `${name} is a shell keyword`;
  if (alias !== undefined) return brief ? `alias ${name}=${quoted(alias)}` : `${name} is an alias for ${alias}`;
  if (shell.functions.has(name)) return brief ? name : `${name} is a function`;
  const builtin = findBuiltin(name);
  if (builtin) return brief ? name : `${name} is a ${builtin.special ? 'special ' : ''}shell builtin`;
  const { file, applet } = findCommand(shell, name);
  if (applet) return brief ? name : `${name} is ${name}`;
  if (file === undefined || shell.context.files.find(file) === undefined) return undefined;
  return brief ? file : `${name} is ${file}`;
}

/** The names of the builtins, in lines that end with the first word beyond 60 columns. */
function helpText(): string {
  let text = 'Built-in commands:\n------------------\n';
  let column = 0;
  for (const name of [...builtinNames()].sort()) {
    text += `${column === 0 ? '\t' : ' '}${name}`;
    column += name.length + 1;
    if (column <= 60) continue;
    text += '\n';
    column = 0;
  }
  return `${text}\n`;
}

function* command(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const { options, rest: args } = takeLetters(shell, argv, 'pvV');
  const mode = options.map(({ letter }) => letter).join('');
  const name = args[0];
  if (name === undefined) return 0;
  if (/[vV]/.test(mode)) {
    const text = describe(shell, name, mode.includes('v'));
    if (text !== undefined) yield* shell.context.write(1, `${text}\n`);
    else if (mode.includes('V')) yield* shell.context.write(1, `${name}: not found\n`);
    return text === undefined ? 127 : 0;
  }
  const builtin = findBuiltin(name);
  if (builtin) {
    const step = builtin.run(shell, args);
    return typeof step === 'number' ? step : yield* step;
  }
  return yield* runProgram(shell, args);
}

function runProgram(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const found = findCommand(shell, argv[0] ?? '');
  const environment = shell.variables.environment();
  const pid = shell.context.fork((child) => executeCommand(shell.copy(child), found, argv, environment));
  return shell.waitForeground([pid], argv.join(' '));
}

/** Builtins about what commands mean. */
export const lookupBuiltins: readonly Builtin[] = [
  { name: 'command', run: command },
  {
    name: 'type',
    run: function* (shell, argv) {
      let status = 0;
      const isBrief = argv[1]?.startsWith('-') ?? false;
      for (const name of argv.slice(isBrief ? 2 : 1)) {
        const text = describe(shell, name, isBrief);
        yield* shell.context.write(1, `${text ?? `${name}: not found`}\n`);
        if (text === undefined) status = 127;
      }
      return status;
    },
  },
  {
    name: 'hash',
    run: function* (shell, argv) {
      let status = 0;
      for (const name of takeLetters(shell, argv, 'r').rest) {
        if (describe(shell, name, true) !== undefined) continue;
        yield* shell.complain(`${name}: not found`, 'hash');
        status = 1;
      }
      return status;
    },
  },
  {
    name: 'alias',
    run: function* (shell, argv) {
      const print = (name: string, text: string) => shell.context.write(1, `${name}=${quoted(text)}\n`);
      if (argv.length === 1)
        for (const name of inBucketOrder([...shell.aliases.keys()])) yield* print(name, shell.aliases.get(name) ?? '');
      let status = 0;
      for (const argument of argv.slice(1)) {
        const at = argument.indexOf('=');
        const known = shell.aliases.get(argument);
        if (at > 0) {
          const name = argument.slice(0, at);
          shell.aliases.set(name, argument.slice(at + 1));
          shell.aliasPlaces.set(name, { source: shell.source, line: shell.line + shell.lineShift });
        } else if (known !== undefined) yield* print(argument, known);
        else {
          yield* shell.context.write(2, `alias: ${argument} not found\n`);
          status = 1;
        }
      }
      return status;
    },
  },
  {
    name: 'unalias',
    run: function* (shell, argv) {
      const { options, rest } = takeLetters(shell, argv, 'a');
      if (options.length > 0) shell.aliases.clear();
      let status = 0;
      for (const name of options.length > 0 ? [] : rest) {
        if (shell.aliases.delete(name)) continue;
        yield* shell.context.write(2, `unalias: ${name} not found\n`);
        status = 1;
      }
      return status;
    },
  },
  {
    name: 'help',
    run: function* (shell, argv) {
      // The host of a shell has words of its own to tell of.
      if (shell.applet('help')) return yield* runProgram(shell, argv);
      yield* shell.context.write(1, helpText());
      return 0;
    },
  },
  {
    name: 'history',
    run: function* (shell) {
      for (const [index, line] of shell.history.entries()) {
        yield* shell.context.write(1, `${String(index).padStart(4)} ${line}\n`);
      }
      return 0;
    },
  },
];
