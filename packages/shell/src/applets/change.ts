import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { tryCall } from './failure.ts';
import { parseMode } from './mode.ts';
import { parseOptions } from './options.ts';
import { findGroup, findUser } from './users.ts';

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
  if (wanted === undefined || paths.length === 0) {
    yield* context.complain('BusyBox v1.37.0 multi-call binary.\n\nUsage: chmod [-Rcvf] MODE[,MODE]... FILE...');
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
  const [userText = '', groupText] = wanted.split(/[:.]/);
  const uid = userText === '' ? undefined : findUser(context, userText);
  const gid = groupText === undefined || groupText === '' ? undefined : findGroup(context, groupText);
  if (userText !== '' && uid === undefined) {
    yield* context.complain(`chown: unknown user ${userText}`);
    return 1;
  }
  if (groupText && gid === undefined) {
    yield* context.complain(`chown: unknown group ${groupText}`);
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
