import type { Redirection, WordPart } from 'unbash';
import type { ByteString } from '../files/bytes.ts';
import { bytesOf } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { OpenFile } from '../files/open-file.ts';
import { newFile } from '../files/inode.ts';
import { openRegularFile } from '../files/regular-file.ts';
import type { Coroutine } from '../process/process.ts';
import { CompileError, ShellError, type Step } from './control.ts';
import type { Shell } from './shell.ts';
import { compiledWord, type CompiledWord, compileParts, compileWord } from './word.ts';

/** A redirection, compiled: changes the descriptors of the process, noting what was there before. */
export type Redirect = (shell: Shell, undo: Undo | undefined) => Coroutine<void>;

/** Descriptors as they were before redirections. */
export class Undo {
  readonly #before = new Map<number, OpenFile | undefined>();

  save(shell: Shell, fd: number): void {
    const { descriptors } = shell.context.process;
    if (this.#before.has(fd)) return;
    const file = descriptors.has(fd) ? descriptors.get(fd) : undefined;
    if (file) file.references += 1;
    this.#before.set(fd, file);
  }

  restore(shell: Shell): void {
    const { descriptors } = shell.context.process;
    for (const [fd, file] of this.#before) {
      descriptors.close(fd);
      if (!file) continue;
      descriptors.set(fd, file);
      file.references -= 1;
    }
    this.#before.clear();
  }
}

/** Runs something with redirections, then takes them back; with status 1 when one of them fails. */
export function* withRedirects(
  shell: Shell,
  redirects: readonly Redirect[],
  run: () => Step<number>,
): Coroutine<number> {
  const undo = new Undo();
  try {
    try {
      for (const redirect of redirects) yield* redirect(shell, undo);
    } catch (error) {
      undo.restore(shell);
      // What fails while the words of a redirection are expanded ends the shell; what cannot be opened has status 1.
      if (!(error instanceof ShellError) || error.status !== 1) throw error;
      yield* shell.tell(error);
      shell.status = 1;
      return 1;
    }
    const step = run();
    return typeof step === 'number' ? step : yield* step;
  } finally {
    undo.restore(shell);
  }
}

/** Redirects a subshell, which ends with status 2 when that fails, and then runs it. */
export function* afterRedirects(
  shell: Shell,
  redirects: readonly Redirect[],
  run: () => Step<number>,
): Coroutine<number> {
  try {
    for (const redirect of redirects) yield* redirect(shell, undefined);
  } catch (error) {
    if (!(error instanceof ShellError) || error.status !== 1) throw error;
    yield* shell.tell(error);
    return 2;
  }
  const step = run();
  return typeof step === 'number' ? step : yield* step;
}

/** Compiles the redirections of a command, in their order. */
export function compileRedirects(nodes: readonly Redirection[]): Redirect[] {
  return nodes.map(compileRedirect);
}

function compileRedirect(node: Redirection): Redirect {
  const fd = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined;
  if (node.type === 'HereDoc') {
    const stripped = node.operator === '<<-' ? stripTabs(node.body) : node.body;
    const { text, parts } = stripped;
    const quoted = node.delimiter?.quoted ?? false;
    return hereDocument(fd ?? 0, quoted || !parts ? undefined : hereWord(parts), quoted ? text : unescapeHere(text));
  }
  if (node.type === 'HereString' || node.operator === '&>>' || !node.target) {
    throw new CompileError('syntax error: unexpected redirection');
  }
  const target = compileWord(node.target);
  const from = fd ?? (node.operator.startsWith('<') ? 0 : 1);
  return function* (shell, undo) {
    const step = target.text(shell);
    const text = typeof step === 'string' ? step : yield* step;
    yield* shell.context.breathe();
    const both = node.operator === '&>' || (node.operator === '>&' && fd === undefined && !/^(\d+|-)$/.test(text));
    undo?.save(shell, from);
    if (both) undo?.save(shell, 2);
    apply(shell, both && node.operator === '>&' ? '&>' : node.operator, from, text);
  };
}

function apply(shell: Shell, operator: string, fd: number, target: ByteString): void {
  const { descriptors } = shell.context.process;
  if (operator === '>&' || operator === '<&') {
    if (target === '-') descriptors.close(fd);
    else {
      const from = Number(target);
      if (!/^\d+$/.test(target)) throw new ShellError('syntax error: bad fd number');
      if (!descriptors.has(from)) throw new ShellError(`dup2(${target},${fd}): Bad file descriptor`, 1);
      if (from !== fd) descriptors.set(fd, descriptors.get(from));
    }
    return;
  }
  const file = openTarget(shell, operator, target);
  descriptors.set(fd, file);
  if (operator.startsWith('&>')) descriptors.set(2, file);
}

function openTarget(shell: Shell, operator: string, path: ByteString): OpenFile {
  const { files } = shell.context;
  const isRead = operator === '<';
  const { descriptors } = shell.context.process;
  try {
    // What is opened gets the lowest free number first.
    if (descriptors.lowestFree() >= descriptors.limit) throw new SystemError('EMFILE');
    if (isRead) return files.openFile(path, { read: true });
    if (operator === '<>') return files.openFile(path, { read: true, write: true, create: true });
    if (operator === '>>' || operator === '&>>') {
      return files.openFile(path, { write: true, append: true, create: true });
    }
    const keeps = operator === '>' && shell.options.has('C') && files.find(path)?.kind === 'file';
    if (keeps) throw new SystemError('EEXIST');
    return files.openFile(path, { write: true, create: true, truncate: true });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const missing = isRead ? 'no such file' : 'nonexistent directory';
    const reason = error.code === 'ENOENT' || (error.code === 'ENOTDIR' && !isRead) ? missing : error.message;
    throw new ShellError(`can't ${isRead ? 'open' : 'create'} ${path}: ${reason}`, 1);
  }
}

/** `<<-`: tabs at the start of lines do not count. */
function stripTabs({ text, parts }: { text: string; parts: readonly WordPart[] | undefined }) {
  let atLineStart = true;
  const strip = (literal: string) => {
    const clean = literal.replace(/(^|\n)\t+/g, (all, before: string) =>
      before === '' && !atLineStart ? all : before,
    );
    atLineStart = literal.endsWith('\n');
    return clean;
  };
  const kept = parts?.map((part) => {
    if (part.type === 'Literal') {
      const clean = strip(part.value);
      return { ...part, text: clean, value: clean };
    }
    atLineStart = false;
    return part;
  });
  atLineStart = true;
  return { text: strip(text), parts: kept };
}

function hereWord(parts: readonly WordPart[]): CompiledWord {
  return compiledWord(compileParts(parts, { quoted: true, hereDocument: true }));
}

function unescapeHere(text: string): string {
  return text.replace(/\\(\n|[\\$`])/g, (_all, char: string) => (char === '\n' ? '' : char));
}

function hereDocument(fd: number, word: CompiledWord | undefined, plain: string): Redirect {
  return function* (shell, undo) {
    const step = word ? word.text(shell) : plain;
    const text = typeof step === 'string' ? step : yield* step;
    const { scheduler } = shell.context.container;
    const inode = newFile(scheduler, 0o600, shell.context.process.user, bytesOf(text));
    undo?.save(shell, fd);
    const access = { read: true, write: false, append: false };
    shell.context.process.descriptors.set(fd, openRegularFile(scheduler, inode, '/tmp/sh-here (deleted)', access));
  };
}
