import type { AndOr, CommandNode, Pipeline } from 'unbash';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { commandText } from './command-text.ts';
import { compileNode, type Place } from './compile.ts';
import { CompileError } from './control.ts';
import { parseScript } from './parse.ts';
import type { Action, Shell } from './shell.ts';
import { listingOf, runSubshell } from './subshell.ts';

/** Whether `!` turns the status of a pipeline round. */
export function isNegated(node: Pipeline): boolean {
  return node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
}

/** Compiles `a | b`, `! a` and `time a`. */
export function compilePipeline(node: Pipeline, place: Place): Action {
  if (node.prefixes.some((prefix) => prefix.type === 'Time')) {
    return compileTimed(place.source.slice(node.pos, node.end), place);
  }
  if (node.prefixes.length > 1) throw new CompileError('syntax error: unexpected "!"');
  if (node.commands.length === 0) throw new CompileError('syntax error: unexpected end of file');
  return compileUntimed(node, place);
}

/** `time` is no word of ash's language but a program, which times one command of a pipeline. */
function compileTimed(text: string, place: Place): Action {
  const source = text.replace(/\btime\b/, '\\time');
  const command = parseScript(source).statements[0]?.command;
  if (!command) return () => 0;
  return compileNode(command, { source, isLast: place.isLast });
}

function compileUntimed(node: Pipeline, place: Place): Action {
  const negated = isNegated(node);
  const only = node.commands.length === 1 ? node.commands[0] : undefined;
  if (only) {
    const action = compileNode(only, { ...place, isLast: false });
    if (!negated) return action;
    return function* (shell) {
      shell.tested += 1;
      const step = action(shell);
      const status = typeof step === 'number' ? step : yield* step;
      shell.tested -= 1;
      return status === 0 ? 1 : 0;
    };
  }
  const actions = node.commands.map((command) => compileNode(command, { ...place, isLast: true }));
  const joinsErrors = node.operators.map((operator) => operator === '|&');
  const listings = node.commands.map(listingOf);
  const text = commandText(node, place.source);
  return function* (shell) {
    const pids = startPipeline(shell, actions, joinsErrors, listings);
    if (shell.options.has('m')) shell.context.joinGroup(pids, pids[0] ?? 0);
    const status = yield* shell.waitForeground(pids, text);
    if (!negated) return status;
    return status === 0 ? 1 : 0;
  };
}

/** Starts the processes of a pipeline, each reading what the one before it writes. */
function startPipeline(
  shell: Shell,
  actions: readonly Action[],
  joinsErrors: readonly boolean[],
  listings: readonly ReturnType<typeof listingOf>[] = [],
): number[] {
  const { context } = shell;
  const { descriptors } = context.process;
  const pids: number[] = [];
  let input: number | undefined;
  for (const [index, action] of actions.entries()) {
    const isLast = index === actions.length - 1;
    const from = input;
    const [readEnd, writeEnd] = isLast ? [undefined, undefined] : context.pipe();
    const pid = context.fork((child) =>
      runSubshell(shell, child, action, {
        lists: listings[index],
        prepare: () => {
          redirectChild(child, { from, to: writeEnd, unused: readEnd });
          if (joinsErrors[index]) child.process.descriptors.set(2, child.process.descriptors.get(1));
        },
      }),
    );
    pids.push(pid);
    if (from !== undefined) descriptors.close(from);
    if (writeEnd !== undefined) descriptors.close(writeEnd);
    input = readEnd;
  }
  return pids;
}

function redirectChild(
  child: ProcessContext,
  ends: { readonly from: number | undefined; readonly to: number | undefined; readonly unused: number | undefined },
): void {
  const { descriptors } = child.process;
  if (ends.unused !== undefined) descriptors.close(ends.unused);
  for (const [fd, at] of [
    [0, ends.from],
    [1, ends.to],
  ] as const) {
    if (at === undefined || at === fd) continue;
    descriptors.set(fd, descriptors.get(at));
    descriptors.close(at);
  }
}

/** Compiles `a &`. */
export function compileBackground(node: CommandNode | Pipeline | AndOr, place: Place): Action {
  const isPipeline = node.type === 'Pipeline' && node.commands.length > 1 && node.prefixes.length === 0;
  const nodes = isPipeline ? node.commands : [node];
  const actions = nodes.map((command) => compileNode(command, { ...place, isLast: true }));
  const joinsErrors = isPipeline ? node.operators.map((operator) => operator === '|&') : [];
  const text = commandText(node, place.source);
  return function* (shell): Coroutine<number> {
    const hasJobControl = shell.options.has('m');
    const pids = startPipeline(
      shell,
      actions.map((action) => inBackground(action, hasJobControl)),
      joinsErrors,
    );
    if (!hasJobControl) ignoreKeys(shell, pids);
    const group = hasJobControl ? (pids[0] ?? 0) : shell.context.process.group;
    if (hasJobControl) shell.context.joinGroup(pids, group);
    shell.jobs.add(pids, group, text);
    shell.backgroundPid = pids.at(-1) ?? 0;
    shell.status = 0;
    return 0;
  };
}

/** Without job control a background command is not touched by ^C. */
function ignoreKeys({ context }: Shell, pids: readonly number[]): void {
  for (const pid of pids) {
    const dispositions = context.container.processes.get(pid)?.dispositions;
    dispositions?.set('INT', 'ignore');
    dispositions?.set('QUIT', 'ignore');
  }
}

/** Without job control a background command reads nothing. */
function inBackground(action: Action, hasJobControl: boolean): Action {
  if (hasJobControl) return action;
  return (shell) => {
    const { context } = shell;
    if (context.process.descriptors.has(0) && context.process.descriptors.get(0).kind !== 'pipe') {
      context.process.descriptors.set(0, context.files.openFile('/dev/null', { read: true }));
    }
    return action(shell);
  };
}
