import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { tryCall } from './failure.ts';
import { modeText } from './inode-text.ts';
import { parseMode } from './mode.ts';
import { type Options, parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';
import { findGroup, findUser, findUserEntry } from './users.ts';

type Change = (path: string) => Coroutine<boolean>;

function* forTree(context: ProcessContext, path: string, recursive: boolean, change: Change): Coroutine<number> {
  let status = (yield* change(path)) ? 0 : 1;
  if (recursive && context.files.find(path, false)?.kind === 'directory') {
    for (const name of context.files.list(path)) status |= yield* forTree(context, `${path}/${name}`, true, change);
  }
  return status;
}

/** Modes such as `-x`, which look like options, are taken out before those are read. */
function splitMode(args: readonly string[]): { mode: string | undefined; others: readonly string[] } {
  const at = args.findIndex((argument) => !/^-[-Rvcf]?/.test(argument) || /^-[^-Rvcf]/.test(argument));
  if (at < 0 || !args[at]?.startsWith('-')) return { mode: undefined, others: args };
  return { mode: args[at], others: args.filter((_argument, index) => index !== at) };
}

/** Changes permissions: -R -v -c -f. */
export const chmod = applet('chmod', function* (context, args) {
  const { mode: first, others } = splitMode(args);
  const options = yield* parseOptions(context, others, 'Rvcf');
  if (!options) return 1;
  const [wanted, ...paths] = first === undefined ? options.rest : [first, ...options.rest];
  if (wanted === undefined || paths.length === 0) return yield* complainUsage(context);
  let status = 0;
  for (const path of paths) {
    // The mode is looked at only once there is a file to change.
    if (context.files.find(path) && parseMode(wanted, 0, false, 0) === undefined) {
      yield* context.complain(`chmod: invalid mode '${wanted}'`);
      return 1;
    }
    status |= yield* forTree(context, path, options.has('R'), (at) =>
      tryCall(context, at, () => {
        const inode = context.files.stat(at);
        const before = inode.mode;
        const mode = parseMode(wanted, before, inode.kind === 'directory', context.process.umask) ?? before;
        context.files.change(at, { mode });
        if (!options.has('v') && !(options.has('c') && mode !== before)) return;
        const text = modeText({ ...inode, mode }).slice(1);
        context.print(`mode of '${at}' changed to ${mode.toString(8).padStart(4, '0')} (${text})\n`);
      }),
    );
  }
  return status;
});

interface Owners {
  readonly uid?: number;
  readonly gid?: number;
}

function* changeOwners(
  context: ProcessContext,
  options: Options,
  paths: readonly string[],
  owners: Owners,
): Coroutine<number> {
  let status = 0;
  for (const path of paths) {
    status |= yield* forTree(context, path, options.has('R'), (at) =>
      tryCall(context, at, () => {
        const { uid, gid } = context.files.locate(at, !options.has('h')).inode;
        const next = { uid, gid, ...owners };
        context.files.change(at, owners, !options.has('h'));
        const isChanged = next.uid !== uid || next.gid !== gid;
        if (options.has('v') || (options.has('c') && isChanged)) {
          context.print(`changed ownership of '${at}' to ${next.uid}:${next.gid}\n`);
        }
      }),
    );
  }
  return status;
}

/** Changes owners: -R -h -v -c -f, `USER`, `USER:GROUP`, `:GROUP`. */
export const chown = applet('chown', function* (context, args) {
  const options = yield* parseOptions(context, args, 'RhvcfLHP');
  if (!options) return 1;
  const [wanted = '', ...paths] = options.rest;
  const [userText = '', groupText] = wanted.split(':');
  const uid = userText === '' ? undefined : findUser(context, userText);
  const own = groupText === '' ? (findUserEntry(context, userText)?.gid ?? uid) : undefined;
  const gid = groupText === undefined || groupText === '' ? own : findGroup(context, groupText);
  if (wanted === '' || paths.length === 0) return yield* complainUsage(context);
  if ((userText !== '' && uid === undefined) || (groupText && gid === undefined)) {
    yield* context.complain(
      groupText === undefined ? `chown: unknown user ${userText}` : `chown: unknown user/group ${wanted}`,
    );
    return 1;
  }
  const owners = { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) };
  return yield* changeOwners(context, options, paths, owners);
});

/** Changes groups: -R -h -v -c -f. */
export const chgrp = applet('chgrp', function* (context, args) {
  const options = yield* parseOptions(context, args, 'RhvcfLHP');
  if (!options) return 1;
  const [wanted = '', ...paths] = options.rest;
  if (paths.length === 0) return yield* complainUsage(context);
  const gid = findGroup(context, wanted);
  if (gid === undefined) {
    yield* context.complain(`chgrp: unknown group ${wanted}`);
    return 1;
  }
  return yield* changeOwners(context, options, paths, { gid });
});
