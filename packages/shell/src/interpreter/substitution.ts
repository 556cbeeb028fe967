import type { CommandExpansionPart, ProcessSubstitutionPart } from 'unbash';
import type { ByteString } from '../files/bytes.ts';
import type { Coroutine } from '../process/process.ts';
import { compileStatements } from './compile.ts';
import { ShellError } from './control.ts';
import { checkSyntax } from './syntax/check-syntax.ts';
import type { Action, Shell } from './shell.ts';
import { listingOf, runSubshell } from './subshell.ts';
import type { Piece, WordMode } from './word.ts';

/** Compiles `$(...)` and backquotes. The script inside is compiled when it is first run. */
export function compileSubstitution(part: CommandExpansionPart, mode: WordMode): Piece {
  let action: Action | undefined;
  const [only, ...others] = part.script?.commands ?? [];
  const lists = others.length === 0 ? listingOf(only?.command) : undefined;
  return function* (shell, fields): Coroutine<void> {
    action ??= compileInner(part);
    const text = yield* captureOutput(shell, action, lists);
    if (mode.quoted) fields.quoted(text);
    else fields.expanded(text);
  };
}

function compileInner(part: CommandExpansionPart | ProcessSubstitutionPart): Action {
  const { script } = part;
  if (!script) return () => 0;
  const source = script.source ?? part.text.replace(/^[$<>]\(|^`|[)`]$/g, '');
  if (script.errors?.[0]) throw new ShellError(`syntax error: ${checkSyntax(source).error?.message ?? ''}`);
  return compileStatements(script.commands, { source, isLast: true });
}

/** The lowest descriptor of a process substitution. */
const lowestSubstitution = 64;

/** Compiles `<(...)` and `>(...)`: a process that writes or reads what the name `/dev/fd/N` opens. */
export function compileProcessSubstitution(part: ProcessSubstitutionPart): Piece {
  let action: Action | undefined;
  return (shell, fields) => {
    action ??= compileInner(part);
    const { context } = shell;
    const { descriptors } = context.process;
    const [readEnd, writeEnd] = context.pipe();
    const [ours, theirs, standard] = part.operator === '<' ? [readEnd, writeEnd, 1] : [writeEnd, readEnd, 0];
    const run = action;
    context.fork((child) =>
      runSubshell(shell, child, run, {
        prepare: () => {
          child.process.descriptors.close(ours);
          child.process.descriptors.set(standard, child.process.descriptors.get(theirs));
          child.process.descriptors.close(theirs);
        },
      }),
    );
    descriptors.close(theirs);
    const fd = descriptors.add(descriptors.get(ours), lowestSubstitution);
    descriptors.close(ours);
    shell.substitutions.push(fd);
    fields.quoted(`/dev/fd/${fd}`);
    return undefined;
  };
}

/** Closes what the process substitutions of a command opened, when it is done. */
export function closingSubstitutions(action: Action): Action {
  return function* (shell) {
    const before = shell.substitutions;
    shell.substitutions = [];
    try {
      const step = action(shell);
      return typeof step === 'number' ? step : yield* step;
    } finally {
      for (const fd of shell.substitutions) shell.context.process.descriptors.close(fd);
      shell.substitutions = before;
    }
  };
}

/** Runs `action` in a subshell. @returns what it printed, without newlines at the end */
function* captureOutput(shell: Shell, action: Action, lists: ReturnType<typeof listingOf>): Coroutine<ByteString> {
  const { context } = shell;
  const [readEnd, writeEnd] = context.pipe();
  const pid = context.fork((child) =>
    runSubshell(shell, child, action, {
      lists,
      goesOn: true,
      prepare: () => {
        child.process.descriptors.close(readEnd);
        child.process.descriptors.set(1, child.process.descriptors.get(writeEnd));
        child.process.descriptors.close(writeEnd);
      },
    }),
  );
  context.process.descriptors.close(writeEnd);
  let text = '';
  try {
    text = yield* shell.uninterrupted(() => context.readAll(readEnd));
    context.holdMemory(-text.length);
  } finally {
    context.process.descriptors.close(readEnd);
  }
  const report = yield* context.wait({ pid, uninterruptible: true });
  const code = report && typeof report.status === 'object' ? report.status.code : 0;
  if (report && typeof report.status === 'object') yield* shell.tellSignal(report.status);
  shell.substitutionStatus = code;
  return text.replaceAll('\0', '').replace(/\n+$/, '');
}
