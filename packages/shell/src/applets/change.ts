import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { tryCall } from './failure.ts';
import { modeText } from './inode-text.ts';
import { parseMode } from './mode.ts';
import { parseOptions } from './options.ts';
import { findGroup, findUser, findUserEntry } from './users.ts';

type Change = (path: string) => Coroutine<boolean>;

function* forTree(context: ProcessContext, path: string, recursive: boolean, change: Change): Coroutine<number> {
  let status = (yield* change(path)) ? 0 : 1;
  if (recursive && context.files.find(path, false)?.kind === 'directory') {
    for (const name of context.files.list(path)) status |= yield* forTree(context, `${path}/${name}`, true, change);
  }
  return status;
}

/** Changes permissions: -R. */
export const chmod = applet('chmod', function* (context, args) {
  const recursive = args.includes('-R');
  const [wanted, ...paths] = args.filter((argument) => !/^-[Rvcf]+$/.test(argument));
  const verbose = args.some((argument) => /^-[Rcf]*v[Rcf]*$/.test(argument));
  if (wanted === undefined || paths.length === 0) {
    yield* complainUsage(context);
    return 1;
  }
  if (parseMode(wanted, 0, false, 0) === undefined) {
    yield* context.complain(`chmod: invalid mode '${wanted}'`);
    return 1;
  }
  let status = 0;
  for (const path of paths) {
    status |= yield* forTree(context, path, recursive, (at) =>
      tryCall(context, at, () => {
        const inode = context.files.stat(at);
        const mode = parseMode(wanted, inode.mode, inode.kind === 'directory', context.process.umask) ?? inode.mode;
        context.files.change(at, { mode });
        if (verbose)
          context.print(
            `mode of '${at}' changed to ${mode.toString(8).padStart(4, '0')} (${modeText({ ...inode, mode }).slice(1)})\n`,
          );
      }),
    );
  }
  return status;
});

/** Changes owners: -R, `USER`, `USER:GROUP`, `:GROUP`. */
export const chown = applet('chown', function* (context, args) {
  const options = yield* parseOptions(context, args, 'RhvcfLHP');
  if (!options) return 1;
  const [wanted = '', ...paths] = options.rest;
  const [userText = '', groupText] = wanted.split(':');
  const uid = userText === '' ? undefined : findUser(context, userText);
  const own = groupText === '' ? findUserEntry(context, userText)?.gid : undefined;
  const gid = groupText === undefined || groupText === '' ? own : findGroup(context, groupText);
  if (wanted === '' || paths.length === 0) return yield* complainUsage(context);
  if ((userText !== '' && uid === undefined) || (groupText && gid === undefined)) {
    yield* context.complain(
      groupText === undefined ? `chown: unknown user ${userText}` : `chown: unknown user/group ${wanted}`,
    );
    return 1;
  }
  let status = 0;
  for (const path of paths) {
    status |= yield* forTree(context, path, options.has('R'), (at) =>
      tryCall(context, at, () =>
        context.files.change(
          at,
          { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) },
          !options.has('h'),
        ),
      ),
    );
  }
  return status;
});

/** Changes groups: -R. */
export const chgrp = applet('chgrp', function* (context, args) {
  const options = yield* parseOptions(context, args, 'RhvcfLHP');
  if (!options) return 1;
  const [wanted = '', ...paths] = options.rest;
  const gid = findGroup(context, wanted);
  if (gid === undefined) {
    yield* context.complain(`chgrp: unknown group ${wanted}`);
    return 1;
  }
  let status = 0;
  for (const path of paths) {
    status |= yield* forTree(context, path, options.has('R'), (at) =>
      tryCall(context, at, () => context.files.change(at, { gid }, !options.has('h'))),
    );
  }
  return status;
});
