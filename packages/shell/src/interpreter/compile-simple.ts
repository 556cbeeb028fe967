import type { Assignment, Command, Redirection } from 'unbash';
import type { ByteString } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import type { Builtin } from './builtin.ts';
import { findBuiltin } from './builtins/table.ts';
import { quoted } from './builtins/variable.ts';
import { callFunction, compileSource, type Place } from './compile.ts';
import { ShellError, type Step } from './control.ts';
import { executeApplet, executeCommand, findCommand, type FoundCommand } from './execute.ts';
import { lineAt } from './parse.ts';
import { compileRedirects, type Redirect, Undo, withRedirects } from './redirect.ts';
import type { Action, Shell } from './shell.ts';
import { withoutAppend } from './without-append.ts';
import { withNextAlias } from './next-alias.ts';
import { closingSubstitutions } from './substitution.ts';
import type { Variable } from './variables.ts';
import { type CompiledWord, compileText, compileWord } from './word.ts';

interface Assign {
  readonly name: ByteString;
  readonly value: CompiledWord;
  readonly append: boolean;
}

interface Simple {
  readonly words: readonly CompiledWord[];
  readonly assigns: readonly Assign[];
  readonly redirects: readonly Redirect[];
  /** Whether standard error is redirected: that a signal ended the command is then told there too. */
  readonly tellsElsewhere: boolean;
  readonly place: Place;
}

/** Steps that one simple command takes, beyond what it calls. */
const commandSteps = 50;
const assignmentBuiltins = new Set(['export', 'readonly', 'local', 'alias']);

/** They say their name when a variable cannot be set or an expression is wrong. */
const namingBuiltins = new Set(['read', 'getopts', 'let']);

/** Compiles a command with its words, assignments and redirections. */
export function compileSimple(node: Command, place: Place): Action {
  const hasSubstitution = /[<>]\(/.test(place.source.slice(node.pos, node.end));
  const isLast = place.isLast && !hasSubstitution;
  const action = compileOneCommand(node, { ...place, isLast });
  return hasSubstitution ? closingSubstitutions(action) : action;
}

function compileOneCommand(node: Command, place: Place): Action {
  const appends = node.prefix.findIndex(
    (part) => part.type === 'Assignment' && (part.append === true || part.index !== undefined),
  );
  if (appends >= 0) return compileOneCommand(withoutAppend(node, appends), place);
  const isDeclaration = assignmentBuiltins.has(node.name?.text ?? '');
  const words = node.name ? [compileWord(node.name)] : [];
  for (const argument of node.args) {
    if (argument.type === 'Word') {
      words.push(compileWord(argument, { quoted: false, assignment: isDeclaration && /^\w+=/.test(argument.text) }));
    } else words.push(compileAssignmentWord(argument));
  }
  const assigns = node.prefix.filter((part) => part.type === 'Assignment').map(compileAssign);
  const redirects = compileRedirects(node.redirects);
  const simple: Simple = { words, assigns, redirects, tellsElsewhere: node.redirects.some(isOfErrors), place };
  const line = lineAt(place.source, node.pos);
  const name = node.name?.text;
  const rest = place.source.slice(node.name?.end ?? node.end, node.end);
  return (shell) => {
    const alias = name !== undefined && shell.aliases.size > 0 ? shell.aliases.get(name) : undefined;
    if (alias !== undefined && name !== undefined && !shell.expanding.has(name)) {
      const born = shell.aliasPlaces.get(name);
      if (born?.source !== place.source || born.line < line)
        return runAlias(shell, name, alias + withNextAlias(shell, alias, rest));
    }
    shell.context.process.stepsLeft -= commandSteps;
    shell.line = line - shell.lineShift;
    shell.source = place.source;
    shell.substitutionStatus = undefined;
    const argv: ByteString[] = [];
    for (let index = 0; index < words.length; index += 1) {
      const waiting = words[index]?.fields(shell, argv);
      if (waiting) return expandRest(shell, simple, argv, { waiting, from: index + 1 });
    }
    return dispatch(shell, simple, argv);
  };
}

/** Runs a command with its alias in place of its name. */
function* runAlias(shell: Shell, name: ByteString, text: ByteString): Coroutine<number> {
  shell.expanding.add(name);
  try {
    const step = compileSource(text)(shell);
    return typeof step === 'number' ? step : yield* step;
  } finally {
    shell.expanding.delete(name);
  }
}

function* expandRest(
  shell: Shell,
  simple: Simple,
  argv: ByteString[],
  at: { readonly waiting: Coroutine<void>; readonly from: number },
): Coroutine<number> {
  yield* at.waiting;
  for (let index = at.from; index < simple.words.length; index += 1) {
    const waiting = simple.words[index]?.fields(shell, argv);
    if (waiting) yield* waiting;
  }
  const step = dispatch(shell, simple, argv);
  return typeof step === 'number' ? step : yield* step;
}

function compileAssign(node: Assignment): Assign {
  if (node.value.type === 'ArrayValue' || node.index) {
    const fail = () => {
      throw new ShellError('syntax error: unexpected "("');
    };
    return { name: node.name, value: { fields: fail, text: fail, pattern: fail }, append: false };
  }
  const value = compileWord(node.value, { quoted: false, assignment: true });
  return { name: node.name, value, append: node.append ?? false };
}

/** `export x=$y`: one field, not split. */
function compileAssignmentWord(node: Assignment): CompiledWord {
  const { name, value, append } = compileAssign(node);
  const add = (text: ByteString) => `${name}${append ? '+' : ''}=${text}`;
  return {
    ...value,
    fields: (shell, out) => {
      const step = value.text(shell);
      if (typeof step === 'string') {
        out.push(add(step));
        return undefined;
      }
      return (function* () {
        out.push(add(yield* step));
      })();
    },
  };
}

function dispatch(shell: Shell, simple: Simple, argv: readonly ByteString[]): Step<number> {
  const name = argv[0];
  if (shell.options.has('x')) return traced(shell, simple, argv);
  if (shell.options.has('n') && !shell.options.has('i')) return 0;
  return name === undefined ? assignOnly(shell, simple) : call(shell, simple, argv, name);
}

/** `set -x`: assignments without a command are made before they are shown, so that a new PS4 counts at once. */
function* traced(shell: Shell, simple: Simple, argv: readonly ByteString[]): Coroutine<number> {
  const shown: ByteString[] = [];
  const assigns: Assign[] = [];
  for (const assign of simple.assigns) {
    const step = assign.value.text(shell);
    const value = typeof step === 'string' ? step : yield* step;
    shown.push(`${assign.name}=${quoteTrace(value)}`);
    assigns.push({ ...assign, value: constantWord(value) });
    if (argv.length === 0) setVariable(shell, assign, value);
  }
  const prompt = shell.variables.get('PS4') ?? '+ ';
  const start = /[$`\\]/.test(prompt) ? compileText(prompt).text(shell) : prompt;
  const text = `${typeof start === 'string' ? start : yield* start}${[...shown, ...argv.map(quoteTrace)].join(' ')}\n`;
  yield* shell.context.write(2, text);
  const [name] = argv;
  const rest = { ...simple, assigns: name === undefined ? [] : assigns };
  const step = name === undefined ? assignOnly(shell, rest) : call(shell, rest, argv, name);
  return typeof step === 'number' ? step : yield* step;
}

function constantWord(value: ByteString): CompiledWord {
  return {
    fields: (_shell, out) => {
      out.push(value);
      return undefined;
    },
    text: () => value,
    pattern: () => value,
  };
}

const reservedWords = /^(?:if|then|else|elif|fi|do|done|case|esac|while|until|for|in|function)$/;

function quoteTrace(text: ByteString): ByteString {
  return /^[\w@+:,./\]-]*$/.test(text) && !reservedWords.test(text) ? text : quoted(text);
}

function assignOnly(shell: Shell, simple: Simple): Step<number> {
  if (simple.redirects.length > 0) {
    return withRedirects(shell, simple.redirects, () => tellingInside(shell, { ...simple, redirects: [] }));
  }
  for (const [index, assign] of simple.assigns.entries()) {
    const step = assign.value.text(shell);
    if (typeof step !== 'string') return assignRest(shell, simple.assigns.slice(index), step);
    setVariable(shell, assign, step);
  }
  return shell.substitutionStatus ?? 0;
}

/** What is wrong with an assignment is told where its redirections say. */
function* tellingInside(shell: Shell, simple: Simple): Coroutine<number> {
  try {
    const step = assignOnly(shell, simple);
    return typeof step === 'number' ? step : yield* step;
  } catch (error) {
    if (error instanceof ShellError) yield* shell.tell(error);
    throw error;
  }
}

function* assignRest(shell: Shell, assigns: readonly Assign[], first: Coroutine<ByteString>): Coroutine<number> {
  for (const [index, assign] of assigns.entries()) {
    const step = index === 0 ? first : assign.value.text(shell);
    setVariable(shell, assign, typeof step === 'string' ? step : yield* step);
  }
  return shell.substitutionStatus ?? 0;
}

function setVariable(shell: Shell, { name, append }: Assign, value: ByteString): void {
  shell.variables.set(name, append ? (shell.variables.get(name) ?? '') + value : value);
}

function call(shell: Shell, simple: Simple, argv: readonly ByteString[], name: ByteString): Step<number> {
  const builtin = findBuiltin(name);
  if (builtin?.special && !shell.functions.has(name)) {
    if (simple.assigns.length === 0 && simple.redirects.length === 0) return runBuiltin(shell, builtin, argv);
    return callSpecial(shell, simple, argv, builtin);
  }
  const body = shell.functions.get(name);
  if (simple.assigns.length > 0) return callWithVariables(shell, simple, argv, name);
  if (body) {
    const run = () => callFunction(shell, name, body, argv.slice(1));
    return simple.redirects.length > 0 ? withRedirects(shell, simple.redirects, run) : run();
  }
  if (builtin) {
    const run = () => runBuiltin(shell, builtin, argv);
    return simple.redirects.length > 0 ? withRedirects(shell, simple.redirects, run) : run();
  }
  return runExternal(shell, simple, argv);
}

function runBuiltin(shell: Shell, builtin: Builtin, argv: readonly ByteString[]): Step<number> {
  try {
    const step = builtin.run(shell, argv);
    return typeof step === 'number' ? step : guardBuiltin(shell, step, builtin);
  } catch (error) {
    return builtinFailed(shell, error, builtin);
  }
}

function* guardBuiltin(shell: Shell, step: Coroutine<number>, builtin: Builtin): Coroutine<number> {
  try {
    return yield* step;
  } catch (error) {
    return yield* builtinFailed(shell, error, builtin);
  }
}

/** An ordinary builtin that failed says so, and the script goes on. */
function* builtinFailed(shell: Shell, error: unknown, builtin: Builtin): Coroutine<number> {
  if (error instanceof ShellError && !builtin.special) {
    const isNamed = error.start === undefined && namingBuiltins.has(builtin.name);
    yield* shell.tell(isNamed ? shell.builtinError(builtin.name, error.message, error.status) : error);
    return error.status;
  }
  if (!(error instanceof SystemError)) throw error;
  if (error.code === 'EINTR') return 130;
  // echo alone looks whether it was written.
  if (builtin.name === 'echo' && shell.context.process.descriptors.has(2)) {
    yield* shell.context.write(2, `${shell.name}: write error: ${error.message}\n`);
  }
  return 1;
}

/** Assignments before a special builtin stay; a failing redirection of one ends the shell. */
function* callSpecial(shell: Shell, simple: Simple, argv: readonly ByteString[], builtin: Builtin): Coroutine<number> {
  const isExec = argv[0] === 'exec';
  const undo = isExec && argv.length === 1 ? undefined : new Undo();
  try {
    for (const redirect of simple.redirects) yield* redirect(shell, undo);
    for (const assign of simple.assigns) {
      const value = assign.value.text(shell);
      setVariable(shell, assign, typeof value === 'string' ? value : yield* value);
      if (isExec) shell.variables.mark(assign.name, 'exported');
    }
    const step = runBuiltin(shell, builtin, argv);
    return typeof step === 'number' ? step : yield* step;
  } catch (error) {
    // The message goes where the redirections say.
    if (error instanceof ShellError) yield* shell.tell(error);
    throw error;
  } finally {
    undo?.restore(shell);
  }
}

/** `x=1 command`: the variable has the value while the command runs. */
function* callWithVariables(
  shell: Shell,
  simple: Simple,
  argv: readonly ByteString[],
  name: ByteString,
): Coroutine<number> {
  const { variables } = shell;
  const before = new Map<ByteString, Variable | undefined>();
  for (const assign of simple.assigns) {
    const step = assign.value.text(shell);
    const value = typeof step === 'string' ? step : yield* step;
    const old = variables.find(assign.name);
    if (!before.has(assign.name)) before.set(assign.name, old && { ...old });
    setVariable(shell, assign, value);
    variables.mark(assign.name, 'exported');
  }
  try {
    const rest = { ...simple, assigns: [] };
    const step = call(shell, rest, argv, name);
    return typeof step === 'number' ? step : yield* step;
  } finally {
    for (const [key, old] of before) variables.put(key, old);
  }
}

/** No coroutine of its own, as it would be there as long as the program runs. */
function runExternal(shell: Shell, simple: Simple, argv: readonly ByteString[]): Coroutine<number> {
  const command = findCommand(shell, argv[0] ?? '');
  if (simple.place.isLast && shell.traps.size === 0 && !shell.options.has('m')) {
    return replaceShell(shell, simple, command, argv);
  }
  const run = (own: Simple) => shell.waitForeground([startProgram(shell, own, command, argv)], argv.join(' '));
  return simple.tellsElsewhere
    ? withRedirects(shell, simple.redirects, () => run({ ...simple, redirects: [] }))
    : run(simple);
}

/** Whether a redirection is one of standard error. */
function isOfErrors({ operator, descriptor }: Redirection): boolean {
  const fd = descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined;
  return fd === 2 || operator.startsWith('&>') || (operator === '>&' && fd === undefined);
}

function* replaceShell(
  shell: Shell,
  simple: Simple,
  command: FoundCommand,
  argv: readonly ByteString[],
): Coroutine<number> {
  for (const redirect of simple.redirects) yield* redirect(shell, undefined);
  return yield* executeCommand(shell, command, argv);
}

/** @returns its pid */
function startProgram(shell: Shell, simple: Simple, command: FoundCommand, argv: readonly ByteString[]): number {
  const environment = shell.variables.environment();
  const applet = simple.redirects.length === 0 ? command.applet : undefined;
  // A copy has no room for more words, which the process would hold as long as it lives.
  const call: Call = { argv: argv.slice(), environment };
  return shell.context.fork((child) =>
    applet ? becomeApplet(shell, child, applet, call) : becomeCommand(shell.copy(child), simple, command, call),
  );
}

interface Call {
  readonly argv: readonly ByteString[];
  readonly environment: ReadonlyMap<ByteString, ByteString>;
}

function* becomeApplet(
  shell: Shell,
  child: ProcessContext,
  applet: Program,
  { argv, environment }: Call,
): Coroutine<number> {
  shell.resetSignals(child);
  shell.restoreQuit(child);
  return executeApplet(child, applet, argv, environment);
}

function* becomeCommand(
  shell: Shell,
  simple: Simple,
  command: FoundCommand,
  { argv, environment }: Call,
): Coroutine<number> {
  try {
    for (const redirect of simple.redirects) yield* redirect(shell, undefined);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    yield* shell.tell(error);
    return 1;
  }
  return yield* executeCommand(shell, command, argv, environment);
}
