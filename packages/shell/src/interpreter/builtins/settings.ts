import { ShellError } from '../control.ts';
import { findSignal, signalNumbers } from '../../process/signals.ts';
import type { Coroutine } from '../../process/process.ts';
import type { SignalName } from '../../ports.ts';
import type { Builtin } from '../builtin.ts';
import { parseMode } from '../../applets/mode.ts';
import { optionNames, type Shell } from '../shell.ts';
import { ulimit } from './limits.ts';
import { takeLetters } from './next-option.ts';
import { quoted } from './variable.ts';

function setOption(shell: Shell, letter: string, on: boolean): void {
  if (letter === 'm' && on && !shell.context.terminal) shell.lostTerminal = true;
  if (on) shell.options.add(letter);
  else shell.options.delete(letter);
}

function* printOptions(shell: Shell, asCommands: boolean): Coroutine<number> {
  const listed = Object.entries(optionNames).filter(([name]) => name !== 'interactive' && name !== 'stdin');
  const lines = listed.map(([name, letter]) => {
    const on = shell.options.has(letter);
    return asCommands ? `set ${on ? '-' : '+'}o ${name}\n` : `${name.padEnd(16)}${on ? 'on' : 'off'}\n`;
  });
  yield* shell.context.write(1, lines.join(''));
  return 0;
}

function refused(shell: Shell, isProgram: boolean, option: string, status = 2): ShellError {
  const message = `illegal option ${option}`;
  return isProgram ? new ShellError(message, status) : shell.builtinError('set', message, status);
}

/** Takes the options of `set` and of `sh`. @returns the arguments after them; undefined positional: leave as they are */
export function takeOptions(
  shell: Shell,
  args: readonly string[],
  extra = '',
): { rest: readonly string[]; found: string; ended: boolean; unknown?: string } {
  let found = '';
  let index = 0;
  for (; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const on = argument.startsWith('-');
    if ((!on && !argument.startsWith('+')) || argument.length < 2) break;
    if (argument === '--') return { rest: args.slice(index + 1), found, ended: true };
    if (argument.startsWith('--') && extra !== '') continue;
    for (const letter of argument.slice(1)) {
      if (letter === 'o') {
        index += 1;
        const name = args[index];
        if (name === undefined) return { rest: [], found: on ? 'o' : 'O', ended: false };
        const known = optionNames[name];
        if (known !== undefined) setOption(shell, known, on);
        else if (extra !== '') throw refused(shell, true, `${on ? '-' : '+'}o ${name}`, 0);
        else return { rest: [], found, ended: false, unknown: `${on ? '-' : '+'}o ${name}` };
      } else if (extra.includes(letter)) found += letter;
      else if (Object.values(optionNames).includes(letter) && letter !== 'P') setOption(shell, letter, on);
      else throw refused(shell, extra !== '', `${on ? '-' : '+'}${letter}`);
    }
  }
  return { rest: args.slice(index), found, ended: false };
}

function* set(shell: Shell, argv: readonly string[]): Coroutine<number> {
  if (argv.length === 1) {
    const known = new Map(shell.variables.list().map(([name, { value }]) => [name, value]));
    for (const name of ['FUNCNAME', 'LINENO']) known.set(name, shell.variables.get(name));
    const lines = [...known].map(([name, value]) => (value === undefined ? '' : `${name}=${quoted(value)}\n`));
    yield* shell.context.write(1, lines.toSorted().join(''));
    return 0;
  }
  const { rest, found, ended, unknown } = takeOptions(shell, argv.slice(1));
  if (unknown !== undefined) {
    yield* shell.complain(`illegal option ${unknown}`, 'set');
    return 1;
  }
  if (shell.lostTerminal) {
    shell.lostTerminal = false;
    shell.options.delete('m');
    yield* shell.complain("can't access tty; job control turned off", 'set');
  }
  if (found !== '') return yield* printOptions(shell, found === 'O');
  const isDash = rest[0] === '-' && !ended;
  if (isDash) for (const letter of ['x', 'v']) shell.options.delete(letter);
  // A dash alone leaves the parameters as they are.
  if (ended || rest.length > (isDash ? 1 : 0)) shell.positional = isDash ? rest.slice(1) : rest;
  return 0;
}

function* trap(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const args = takeLetters(shell, argv).rest;
  if (args.length === 0) {
    const order = (name: string) => (name === 'EXIT' ? 0 : name === 'ERR' ? 99 : signalNumbers[name as SignalName]);
    const traps = [...(shell.listedTraps ?? shell.traps)].sort(([a], [b]) => order(a) - order(b));
    yield* shell.context.write(1, traps.map(([name, text]) => `trap -- ${quoted(text)} ${name}\n`).join(''));
    return 0;
  }
  const resets = args.length === 1 || args[0] === '-' || /^\d+$/.test(args[0] ?? '');
  const names = args.length === 1 || /^\d+$/.test(args[0] ?? '') ? args : args.slice(1);
  let status = 0;
  for (const name of names) {
    const signal = name === 'EXIT' || name === '0' ? 'EXIT' : name === 'ERR' ? 'ERR' : findSignal(name);
    if (!signal) {
      yield* shell.complain(`${name}: invalid signal specification`, 'trap');
      status = 1;
      continue;
    }
    setTrap(shell, signal, resets ? undefined : (args[0] ?? ''));
  }
  return status;
}

function setTrap(shell: Shell, signal: SignalName | 'EXIT' | 'ERR', text: string | undefined): void {
  const { dispositions } = shell.context.process;
  // What was ignored when the shell began stays so: a background command cannot handle ^C.
  const isForGood =
    signal !== 'EXIT' &&
    signal !== 'ERR' &&
    dispositions.get(signal) === 'ignore' &&
    shell.untrapped(signal) === 'default' &&
    !shell.traps.has(signal) &&
    !shell.options.has('i');
  if (text === undefined) shell.traps.delete(signal);
  else shell.traps.set(signal, text);
  if (signal === 'EXIT' || signal === 'ERR' || isForGood) return;
  shell.context.onSignal(signal, text === undefined ? shell.untrapped(signal) : text === '' ? 'ignore' : 'handle');
}

function* umask(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const { process } = shell.context;
  const { options, rest } = takeLetters(shell, argv, 'S');
  const wanted = rest[0];
  if (wanted === undefined && options.length === 0) {
    yield* shell.context.write(1, `${process.umask.toString(8).padStart(4, '0')}\n`);
    return 0;
  }
  if (wanted === undefined) {
    const allowed = ~process.umask;
    const letters = (shift: number) =>
      ['r', 'w', 'x'].filter((_letter, bit) => (allowed >> shift) & (4 >> bit)).join('');
    yield* shell.context.write(1, `u=${letters(6)},g=${letters(3)},o=${letters(0)}\n`);
    return 0;
  }
  const isOctal = /^[0-7]+$/.test(wanted);
  const mode = isOctal
    ? parseInt(wanted, 8)
    : /^\d/.test(wanted)
      ? undefined
      : parseMode(wanted, ~process.umask & 0o777, false, 0);
  if (mode === undefined || mode > 0o777) throw shell.builtinError('umask', `illegal mode: ${wanted}`);
  process.umask = (isOctal ? mode : ~mode) & 0o777;
  return 0;
}

/** Builtins about the shell's own state. */
export const settingBuiltins: readonly Builtin[] = [
  { name: 'set', special: true, run: set },
  { name: 'trap', special: true, run: trap },
  { name: 'umask', run: umask },
  { name: 'ulimit', run: ulimit },
  {
    name: 'times',
    special: true,
    run: function* (shell) {
      yield* shell.context.write(1, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
      return 0;
    },
  },
];
