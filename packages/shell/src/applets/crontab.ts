import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { type Options, parseOptions } from './options.ts';
import { startProgram, waitFor } from './run-others.ts';
import { complainUsage } from './usage.ts';
import { findUserEntry, userName } from './users.ts';

/** Where busybox keeps users' tables; its image has no such directory. */
const usualDirectory = '/var/spool/cron/crontabs';

/** A user's table of jobs: -l lists, -e edits, -r (or -d) removes, a file (or `-`) replaces; -u USER, -c DIRECTORY. */
export const crontab = applet('crontab', function* (context, args) {
  const options = yield* parseOptions(context, args, 'u:c:lerd');
  if (!options) return 1;
  const asked = options.value('u');
  if (asked !== undefined && !findUserEntry(context, asked)) {
    yield* context.complain(`crontab: unknown user ${asked}`);
    return 1;
  }
  const actions = ['l', 'e', 'r'].filter((letter) => options.has(letter) || (letter === 'r' && options.has('d')));
  if (actions.length > 1 || options.rest.length > 1) return yield* complainUsage(context);
  let text: string | undefined;
  if (actions.length === 0) {
    const [file] = options.rest;
    if (file === undefined) return yield* complainUsage(context);
    text = yield* readFile(context, file, `can't open '${file}'`);
    if (text === undefined) return 1;
  }
  const directory = options.value('c') ?? usualDirectory;
  if (context.files.find(directory)?.kind !== 'directory') {
    const { message } = new SystemError(context.files.find(directory) ? 'ENOTDIR' : 'ENOENT');
    yield* context.complain(`crontab: can't change directory to '${directory}': ${message}`);
    return 1;
  }
  return yield* act(context, { options, directory, user: asked ?? userName(context, context.process.user.uid), text });
});

interface Job {
  readonly options: Options;
  readonly directory: string;
  readonly user: string;
  /** What replaces the table. */
  readonly text: string | undefined;
}

function* act(context: ProcessContext, { options, directory, user, text }: Job): Coroutine<number> {
  const table = `${directory}/${user}`;
  if (options.has('l')) {
    const listed = yield* readFile(context, table, `can't open '${user}'`);
    yield* context.write(1, listed ?? '');
    return listed === undefined ? 1 : 0;
  }
  if (options.has('r') || options.has('d')) {
    if (context.files.find(table, false)) context.files.unlink(table);
  } else yield* put(context, table, text ?? (yield* edited(context, `${directory}.${context.pid}`, table)));
  // crond looks there for whose table is new.
  const fd = context.files.open(`${directory}/cron.update`, { write: true, create: true, append: true, mode: 0o600 });
  yield* context.write(fd, `${user}\n`);
  context.process.descriptors.close(fd);
  return 0;
}

function* put(context: ProcessContext, path: string, text: string): Coroutine<void> {
  const fd = context.files.open(path, { write: true, create: true, truncate: true, mode: 0o600 });
  yield* context.write(fd, text);
  context.process.descriptors.close(fd);
}

/** The table as it is after the user's editor ($VISUAL, $EDITOR, else vi) had it. */
function* edited(context: ProcessContext, copy: string, table: string): Coroutine<string> {
  const before = context.files.find(table) ? yield* context.readAll(context.files.open(table)) : '';
  yield* put(context, copy, before);
  const editor = context.env.get('VISUAL') ?? context.env.get('EDITOR') ?? 'vi';
  yield* waitFor(context, startProgram(context, [editor, copy]));
  const after = yield* context.readAll(context.files.open(copy));
  context.files.unlink(copy);
  return after;
}
