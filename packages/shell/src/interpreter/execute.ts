import type { ByteString } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { compileSource } from './compile.ts';
import type { Shell } from './shell.ts';
import { runToEnd } from './subshell.ts';

const defaultPath = '/sbin:/usr/sbin:/bin:/usr/bin';

/**
 * Programs that the shell runs in its own process instead of starting itself anew under their name. There are many; of
 * the others nobody can tell, as they run for a moment. @see busybox 1.37 include/applets.src.h APPLET_NOEXEC
 */
const runInPlace = new Set(['ps']);

/** What a command name stands for; nothing in it when there is no such command. */
export interface FoundCommand {
  readonly file?: ByteString | undefined;
  /**
   * The program of busybox that the name runs, whatever PATH says, as in a busybox that was built so. A program of the
   * image that PATH finds (Apache's httpd) goes first: in a real one there is no busybox.
   */
  readonly applet?: Program | undefined;
}

/** Looks up a command. A name with a slash is the file. */
export function findCommand(shell: Shell, name: ByteString): FoundCommand {
  if (name.includes('/')) return { file: name };
  const file = shell.context.searchPath(name, shell.variables.get('PATH') ?? defaultPath);
  const applet = name === '' ? undefined : shell.applet(name);
  if (!applet) return { file };
  const inode = file === undefined ? undefined : shell.context.files.find(file);
  return inode?.kind === 'program' && inode.program.name !== 'busybox' ? { file } : { file: `/bin/${name}`, applet };
}

/** Replaces what runs in a process by a program of the shell's own. Does not return. */
export function executeApplet(
  context: ProcessContext,
  program: Program,
  argv: readonly ByteString[],
  environment: ReadonlyMap<ByteString, ByteString>,
): never {
  return context.executeProgram({ program, argv, isInPlace: runInPlace.has(argv[0] ?? '') }, environment);
}

/** Replaces the shell of this process by a command. Says so and gives 126 or 127 when that is not possible. */
export function* executeCommand(
  shell: Shell,
  { file, applet }: FoundCommand,
  argv: readonly ByteString[],
  environment = shell.variables.environment(),
  start = shell.errorStart(),
): Coroutine<number> {
  const name = argv[0] ?? '';
  shell.restoreQuit(shell.context);
  const fail = function* (reason: string, status: number): Coroutine<number> {
    yield* shell.context.write(2, `${start}${name}: ${reason}\n`);
    return status;
  };
  if (name === '') return yield* fail('Permission denied', 127);
  if (applet) executeApplet(shell.context, applet, argv, environment);
  if (file === undefined) return yield* isOnPath(shell, name) ? fail('Permission denied', 126) : fail('not found', 127);
  try {
    shell.context.execute(file, argv, environment);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return yield* fail('not found', 127);
    if (error.code === 'E2BIG') return yield* fail(error.message, 126);
    if (error.code !== 'ENOEXEC') return yield* fail('Permission denied', 126);
  }
  return yield* runPlainScript(shell, file, argv);
}

/** Whether there is a file of that name which cannot be executed. */
function isOnPath(shell: Shell, name: ByteString): boolean {
  const path = shell.variables.get('PATH') ?? defaultPath;
  return path.split(':').some((directory) => shell.context.files.find(`${directory || '.'}/${name}`)?.kind === 'file');
}

/** A file without `#!` is a script for this shell. */
function* runPlainScript(shell: Shell, file: ByteString, argv: readonly ByteString[]): Coroutine<number> {
  const { context } = shell;
  const fd = context.files.open(file);
  const source = yield* context.readAll(fd);
  context.process.descriptors.close(fd);
  context.process.argv = argv;
  shell.name = file;
  shell.scriptName = file;
  shell.lineShift = 0;
  shell.positional = argv.slice(1);
  shell.functions.clear();
  return yield* runToEnd(shell, compileSource(source));
}
