import type { AndOr, Case, CommandNode, For, Function as FunctionNode, If, Pipeline, Statement, While } from 'unbash';
import type { ByteString } from '../files/bytes.ts';
import type { Coroutine } from '../process/process.ts';
import { afterwards, checked } from './after-command.ts';
import { compileBackground, compilePipeline, isNegated } from './compile-pipeline.ts';
import { compileBracket } from './compile-bracket.ts';
import { compileSimple } from './compile-simple.ts';
import { CompileError, FunctionReturn, LoopControl, ShellError, type Step } from './control.ts';
import { parseScript } from './parse.ts';
import { matchesPattern } from './pattern.ts';
import { afterRedirects, compileRedirects, type Redirect, withRedirects } from './redirect.ts';
import type { Action, Shell } from './shell.ts';
import { runSubshell, runToEnd } from './subshell.ts';
import { closingSubstitutions } from './substitution.ts';
import { isName } from './variables.ts';
import { compileWord } from './word.ts';

/** Where a part of a script is compiled. */
export interface Place {
  readonly source: ByteString;
  /** Nothing comes after it in its process: the last command may replace the shell. */
  readonly isLast: boolean;
}

const cacheSize = 256;
const cache = new Map<ByteString, Action>();

/** Compiles a whole text; a syntax error is thrown (as `ShellError`) when it is reached. */
export function compileSource(source: ByteString, isLast = false): Action {
  const key = (isLast ? '1' : '0') + source;
  const known = cache.get(key);
  if (known) return known;
  if (cache.size >= cacheSize) cache.clear();
  const { statements, error, source: text } = parseScript(source);
  const action = compileOrFail(() => {
    const body = compileStatements(statements, { source: text, isLast: isLast && !error });
    return error ? sequence([body, failing(error)]) : body;
  });
  cache.set(key, action);
  return action;
}

function compileOrFail(compile: () => Action): Action {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return failing({ message: error.message, line: 1 });
  }
}

function failing({ message, line }: { message: string; line: number }): Action {
  return (shell) => {
    if (shell.commandName !== undefined || shell.scriptName !== undefined) shell.line = line - shell.lineShift;
    throw new ShellError(message);
  };
}

/** Compiles statements that follow each other. */
export function compileStatements(statements: readonly Statement[], place: Place): Action {
  const actions = statements.map((statement, index) =>
    compileStatement(statement, { ...place, isLast: place.isLast && index === statements.length - 1 }),
  );
  return actions.length === 1 && actions[0] ? actions[0] : sequence(actions);
}

function sequence(actions: readonly Action[]): Action {
  return (shell) => {
    let status = 0;
    for (let index = 0; index < actions.length; index += 1) {
      const step = (actions[index] as Action)(shell);
      if (typeof step !== 'number') return rest(shell, step, actions, index + 1);
      status = step;
    }
    return status;
  };
}

function* rest(shell: Shell, first: Coroutine<number>, actions: readonly Action[], from: number): Coroutine<number> {
  let status = yield* first;
  for (let index = from; index < actions.length; index += 1) {
    const step = (actions[index] as Action)(shell);
    status = typeof step === 'number' ? step : yield* step;
    if (shell.context.process.stepsLeft <= 0) yield* shell.context.breathe();
  }
  return status;
}

function compileStatement(statement: Statement, place: Place): Action {
  if (statement.background) return afterwards(compileBackground(statement.command, place));
  return compileNode(statement.command, place);
}

/** Compiles any command. */
export function compileNode(node: CommandNode | Pipeline | AndOr, place: Place): Action {
  switch (node.type) {
    case 'Command':
      return checked(compileSimple(node, place));
    case 'Pipeline':
      return isNegated(node) ? afterwards(compilePipeline(node, place)) : checked(compilePipeline(node, place));
    case 'AndOr':
      return compileAndOr(node, place);
    case 'Redirected':
      return compileRedirected(node, place);
    case 'If':
      return compileIf(node, place);
    case 'While':
      return compileWhile(node, place);
    case 'For':
      return compileFor(node, place);
    case 'Case':
      return compileCase(node, place);
    case 'BraceGroup':
      return compileStatements(node.body.commands, place);
    case 'Subshell':
      return checked(compileSubshell(compileStatements(node.body.commands, { ...place, isLast: true }), place));
    case 'Function':
      return compileFunction(node, place);
    case 'ArithmeticCommand':
      return compileNestedSubshell(node.body, place);
    case 'TestCommand':
      return compileBracket(place.source.slice(node.pos, node.end), place);
    default:
      return unsupported(node.type);
  }
}

function compileRedirectedGroup(body: Action, redirects: readonly Redirect[]): Action {
  return (shell) => withRedirects(shell, redirects, () => body(shell));
}

/** A subshell redirects itself: what its parent says of its end goes where the parent's messages go. */
function compileRedirectedSubshell(
  { body }: Extract<CommandNode, { type: 'Subshell' }>,
  redirects: readonly Redirect[],
  place: Place,
): Action {
  const commands = compileStatements(body.commands, { ...place, isLast: true });
  return checked(compileSubshell((shell) => afterRedirects(shell, redirects, () => commands(shell)), place));
}

function compileRedirected(node: Extract<CommandNode, { type: 'Redirected' }>, place: Place): Action {
  const redirects = compileRedirects(node.redirects);
  const run =
    node.command.type === 'Subshell'
      ? compileRedirectedSubshell(node.command, redirects, place)
      : compileRedirectedGroup(compileNode(node.command, { ...place, isLast: false }), redirects);
  return /[<>]\(/.test(place.source.slice(node.command.end, node.end)) ? closingSubstitutions(run) : run;
}

/** `((x))` is no arithmetic to ash but a subshell in a subshell. */
function compileNestedSubshell(body: string, place: Place): Action {
  return checked(compileSubshell(compileSource(`(${body}\n)`, true), place));
}

function unsupported(what: string): Action {
  return () => {
    throw new ShellError(`syntax error: ${what} is not part of this shell's language`);
  };
}

function condition(shell: Shell, clause: Action): Step<number> {
  shell.tested += 1;
  const step = clause(shell);
  if (typeof step !== 'number') return slowCondition(shell, step);
  shell.tested -= 1;
  return step;
}

function* slowCondition(shell: Shell, step: Coroutine<number>): Coroutine<number> {
  const status = yield* step;
  shell.tested -= 1;
  return status;
}

function compileAndOr(node: AndOr, place: Place): Action {
  const last = node.commands.length - 1;
  const actions = node.commands.map((command, index) =>
    compileNode(command, { ...place, isLast: place.isLast && index === last }),
  );
  return function* (shell) {
    let status = 0;
    for (const [index, action] of actions.entries()) {
      const operator = index === 0 ? undefined : node.operators[index - 1];
      if (operator === '&&' && status !== 0) continue;
      if (operator === '||' && status === 0) continue;
      const step = index === last ? action(shell) : condition(shell, action);
      status = typeof step === 'number' ? step : yield* step;
    }
    return status;
  };
}

function compileIf(node: If, place: Place): Action {
  const inner = { ...place, isLast: false };
  const clauses = [node, ...node.elif].map((branch) => ({
    test: compileStatements(branch.clause.commands, inner),
    body: compileStatements(branch.then.commands, place),
  }));
  const otherwise = node.else && compileStatements(node.else.commands, place);
  const from = (shell: Shell, start: number): Step<number> => {
    for (let index = start; index < clauses.length; index += 1) {
      const clause = clauses[index];
      if (!clause) break;
      const step = condition(shell, clause.test);
      if (typeof step !== 'number') return slowly(shell, step, index);
      if (step === 0) return clause.body(shell);
    }
    return otherwise ? otherwise(shell) : done(shell);
  };
  const slowly = function* (shell: Shell, step: Coroutine<number>, index: number): Coroutine<number> {
    const status = yield* step;
    const next = status === 0 ? clauses[index]?.body(shell) : from(shell, index + 1);
    return typeof next === 'object' ? yield* next : (next ?? 0);
  };
  return (shell) => from(shell, 0);
}

function done(shell: Shell): number {
  shell.status = 0;
  return 0;
}

/** Takes `break` and `continue` at the loop they are for. @returns whether the loop goes on */
function goesOn(shell: Shell, error: unknown, tested: number): boolean {
  if (!(error instanceof LoopControl)) throw error;
  shell.tested = tested;
  shell.status = 0;
  if (error.levels > 1) {
    shell.loopDepth -= 1;
    throw new LoopControl(error.kind, error.levels - 1);
  }
  return error.kind === 'continue';
}

function compileWhile(node: While, place: Place): Action {
  const inner = { ...place, isLast: false };
  const test = compileStatements(node.clause.commands, inner);
  const body = compileStatements(node.body.commands, inner);
  const until = node.kind === 'until';
  return function* (shell) {
    const { tested } = shell;
    const { process } = shell.context;
    let last = 0;
    shell.loopDepth += 1;
    let step: Step<number>;
    for (;;) {
      try {
        step = condition(shell, test);
        const result = typeof step === 'number' ? step : yield* step;
        if ((result === 0) === until) break;
        step = body(shell);
        // Not `yield*`: with that, optimised code keeps a step of a round long gone, and all that it held.
        if (typeof step !== 'number') {
          let turn = step.next();
          for (; !turn.done; turn = step.next()) yield;
          last = turn.value;
        } else last = step;
      } catch (error) {
        last = 0;
        if (!goesOn(shell, error, tested)) break;
      }
      if (process.stepsLeft <= 0) yield* process.breathe();
    }
    shell.loopDepth -= 1;
    shell.status = last;
    return last;
  };
}

function compileFor(node: For, place: Place): Action {
  if (!isName(node.name.text)) return failing({ message: 'syntax error: bad for loop variable', line: 0 });
  const words = node.wordlist?.map((word) => compileWord(word));
  const body = compileStatements(node.body.commands, { ...place, isLast: false });
  const name = node.name.value;
  return function* (shell) {
    let values: readonly ByteString[] = shell.positional;
    if (words) {
      const list: ByteString[] = [];
      for (const word of words) {
        const waiting = word.fields(shell, list);
        if (waiting) yield* waiting;
      }
      values = list;
    }
    const { tested } = shell;
    let last = 0;
    shell.loopDepth += 1;
    for (const value of values) {
      shell.variables.set(name, value);
      try {
        const step = body(shell);
        last = typeof step === 'number' ? step : yield* step;
      } catch (error) {
        last = 0;
        if (!goesOn(shell, error, tested)) break;
      }
      yield* shell.context.breathe();
    }
    shell.loopDepth -= 1;
    shell.status = last;
    return last;
  };
}

function compileCase(node: Case, place: Place): Action {
  const word = compileWord(node.word);
  const items = node.items.map((item) => ({
    patterns: item.pattern.map((pattern) => compileWord(pattern)),
    body: item.body.commands.length > 0 ? compileStatements(item.body.commands, place) : undefined,
    fallsThrough: refuseFallThrough(item.terminator),
  }));
  return function* (shell) {
    const step = word.text(shell);
    const text = typeof step === 'string' ? step : yield* step;
    let status = 0;
    let matched = false;
    for (const { patterns, body, fallsThrough } of items) {
      for (const pattern of matched ? [] : patterns) {
        const source = pattern.pattern(shell);
        matched = matchesPattern(typeof source === 'string' ? source : yield* source, text);
        if (matched) break;
      }
      if (!matched) continue;
      const result = body ? body(shell) : 0;
      status = typeof result === 'number' ? result : yield* result;
      if (!fallsThrough) break;
    }
    shell.status = status;
    return status;
  };
}

/** ash knows only `;;`. */
function refuseFallThrough(terminator: string | undefined): boolean {
  if (terminator === ';&' || terminator === ';;&') throw new CompileError('syntax error: unexpected "&"');
  return false;
}

function compileSubshell(body: Action, place: Place): Action {
  return function* (shell) {
    if (place.isLast && shell.traps.size === 0) {
      shell.isSubshell = true;
      return yield* runToEnd(shell, body);
    }
    const pid = shell.context.fork((child) => runSubshell(shell, child, body));
    return yield* shell.waitForeground([pid]);
  };
}

function compileFunction(node: FunctionNode, place: Place): Action {
  if (node.body.type === 'CompoundList') return unsupported('function');
  const body = compileNode(node.body, { ...place, isLast: false });
  // A quoted name keeps its quotes, so that nothing calls it.
  const name = /['"\\]/.test(node.name.text) ? node.name.text : node.name.value;
  return (shell) => {
    shell.functions.set(name, body);
    shell.status = 0;
    return 0;
  };
}

/** Calls a function with its parameters. */
export function* callFunction(
  shell: Shell,
  name: ByteString,
  body: Action,
  parameters: readonly ByteString[],
): Coroutine<number> {
  const { positional, loopDepth, tested, functionName, traps } = shell;
  // Without `set -E`, failures in a function are for a trap that it sets itself.
  const errorTrap = shell.options.has('E') ? undefined : traps.get('ERR');
  if (errorTrap !== undefined) traps.delete('ERR');
  shell.functionName = name;
  shell.positional = parameters;
  shell.functionDepth += 1;
  shell.variables.enterScope();
  try {
    const step = body(shell);
    return typeof step === 'number' ? step : yield* step;
  } catch (error) {
    if (!(error instanceof FunctionReturn)) throw error;
    shell.tested = tested;
    return error.status;
  } finally {
    shell.positional = positional;
    shell.loopDepth = loopDepth;
    shell.functionDepth -= 1;
    shell.functionName = functionName;
    shell.variables.leaveScope();
    if (errorTrap !== undefined && !traps.has('ERR')) traps.set('ERR', errorTrap);
  }
}
