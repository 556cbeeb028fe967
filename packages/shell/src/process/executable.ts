import { type ByteString, textOf, toUnicode } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import { baseName } from '../files/path.ts';
import type { Owner } from '../files/inode.ts';
import { fileContent } from '../files/regular-file.ts';
import { type FileTree, isAllowed, mayAccess } from '../files/tree.ts';
import type { MemoryVolume } from '../files/volume.ts';
import { type Program, StartError } from '../ports.ts';
import type { ProcessContext } from './context.ts';
import type { Coroutine } from './process.ts';

/** A program with the arguments it is started with: those of a `#!` line included. */
export interface Executable {
  readonly program: Program;
  readonly argv: readonly ByteString[];
  /** It runs in the shell's own process, whose arguments others go on seeing. */
  readonly isInPlace?: boolean;
}

interface Lookup {
  readonly argv: readonly ByteString[];
  readonly path: ByteString;
  readonly cwd: ByteString;
  readonly user: Owner;
}

const maximumInterpreters = 4;

/**
 * Finds what `argv[0]` names, as runc does: it looks at the file itself before it starts. What only the kernel finds out,
 * such as an interpreter that is missing, ends the process that has been started. Throws `StartError`.
 */
export function findExecutable(tree: FileTree, lookup: Lookup): Executable {
  const name = lookup.argv[0] ?? '';
  const found = name.includes('/') ? name : searchPath(tree, name, lookup);
  if (!found) throw new StartError('executable file not found in $PATH');
  checkExecutable(tree, found, lookup);
  try {
    return loadExecutable(tree, found, lookup);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return { program: refusedBy(found, error), argv: lookup.argv };
  }
}

function checkExecutable(tree: FileTree, file: ByteString, { cwd, user }: Lookup): void {
  const found = tree.lookUp(cwd, file, user);
  if (typeof found === 'string')
    throw new StartError(`stat ${toUnicode(file)}: ${inLowerCase(new SystemError(found))}`);
  if (found.inode.kind === 'directory') throw new StartError('is a directory');
  if (!isAllowed(found.inode, user, 'execute')) throw new StartError('permission denied');
}

/** @see runc libcontainer/system/linux.go Exec, whose error the process can only print */
function refusedBy(file: ByteString, error: SystemError): Program {
  return {
    name: 'runc',
    *run(context) {
      yield* context.write(2, `exec ${file}: ${inLowerCase(error)}\n`);
      return 255;
    },
  };
}

function inLowerCase({ message }: SystemError): string {
  return message.toLowerCase();
}

/** The first executable file called `name` in the directories of `path`. */
export function searchPath(tree: FileTree, name: ByteString, lookup: Omit<Lookup, 'argv'>): ByteString | undefined {
  if (name === '') return undefined;
  for (const directory of lookup.path.split(':')) {
    const candidate = `${directory || '.'}/${name}`;
    const found = tree.lookUp(lookup.cwd, candidate, lookup.user);
    if (typeof found === 'string' || found.inode.kind === 'directory') continue;
    if (isAllowed(found.inode, lookup.user, 'execute')) return candidate;
  }
  return undefined;
}

/**
 * What runs when `file` is executed; follows `#!`. Throws ENOENT, EACCES, and ENOEXEC for a file that is neither
 * a program nor a script with `#!`.
 */
export function loadExecutable(
  tree: FileTree,
  file: ByteString,
  { argv, cwd, user }: Pick<Lookup, 'argv' | 'cwd' | 'user'>,
  depth = 0,
): Executable {
  const { inode } = tree.resolve(cwd, file, user);
  if (inode.kind === 'directory') throw new SystemError('EACCES');
  mayAccess(inode, user, 'execute');
  if (inode.kind === 'program') {
    // A name that begins with a dash is that of a login shell.
    const name = depth === 0 ? (argv[0] ?? file).replace(/^-/, '') : file;
    const program = inode.program.named?.(baseName(name)) ?? inode.program;
    return { program, argv };
  }
  if (inode.kind !== 'file') throw new SystemError('EACCES');
  const start = textOf(fileContent(inode).subarray(0, 256));
  const line = /^#![ \t]*([^ \t\n]+)[ \t]*([^\n]*)/.exec(start);
  if (!line?.[1] || depth >= maximumInterpreters) throw new SystemError('ENOEXEC');
  const option = line[2]?.trimEnd();
  const interpreted = [line[1], ...(option ? [option] : []), file, ...argv.slice(1)];
  return loadExecutable(tree, line[1], { argv: interpreted, cwd, user }, depth + 1);
}

/** The coroutine that runs an executable in the calling process. */
export function prepareImage(context: ProcessContext, image: Executable): Coroutine<number> {
  context.becomes(image);
  return image.program.run(context);
}

/** The home directory that /etc/passwd gives to a user; `/` when there is none (as runc does). */
export function homeOf(files: MemoryVolume, uid: number): ByteString {
  const passwd = files.find('/etc/passwd');
  if (passwd?.kind !== 'file') return uid === 0 ? '/root' : '/';
  const wanted = String(uid);
  for (const line of textOf(fileContent(passwd)).split('\n')) {
    // Every container start and every exec comes here: most lines need not be taken apart.
    if (!line.includes(wanted)) continue;
    const fields = line.split(':');
    if (fields[2] === wanted) return fields[5] ?? '/';
  }
  return '/';
}
