import { kernelRelease } from '../process/kernel-settings.ts';
import { applet } from './applet.ts';
import { findUserEntry, groupName, isKnownUser, userName } from './users.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** Programs that tell about the machine and the user of a container. */
export const whoami = applet('whoami', function* (context, args) {
  if (args.length > 0) return yield* complainUsage(context);
  const { uid } = context.process.user;
  if (!isKnownUser(context, uid)) {
    yield* context.complain(`whoami: unknown uid ${uid}`);
    return 1;
  }
  yield* context.write(1, `${userName(context, uid)}\n`);
  return 0;
});

export const id = applet('id', function* (context, args) {
  const options = yield* parseOptions(context, args, 'ugnGr');
  if (!options) return 1;
  const [asked, more] = options.rest;
  if (more !== undefined) return yield* complainUsage(context);
  const known = asked === undefined ? context.process.user : findUserEntry(context, asked);
  if (!known) {
    yield* context.complain(`id: unknown user ${asked ?? ''}`);
    return 1;
  }
  const { uid, gid } = known;
  const named = (number: number, name: string) => (name === String(number) ? String(number) : `${number}(${name})`);
  const user = userName(context, uid);
  const group = groupName(context, gid);
  if (options.has('u')) yield* context.write(1, `${options.has('n') ? user : uid}\n`);
  else if (options.has('g') || options.has('G')) yield* context.write(1, `${options.has('n') ? group : gid}\n`);
  else {
    const all = [...new Set([gid, ...(context.process.user.groups ?? [])])].sort((a, b) => a - b);
    const groups = all.map((number) => named(number, groupName(context, number))).join(',');
    yield* context.write(
      1,
      `uid=${named(uid, user)} gid=${named(gid, group)} groups=${groups}
`,
    );
  }
  return 0;
});

export const uname = applet('uname', function* (context, args) {
  const options = yield* parseOptions(context, args, 'asnrvmpio');
  if (!options) return 1;
  if (options.rest.length > 0) return yield* complainUsage(context);
  const all: [string, string][] = [
    ['s', 'Linux'],
    ['n', context.container.hostname],
    ['r', kernelRelease],
    ['v', '#1 SMP'],
    ['m', 'x86_64'],
    ['o', 'GNU/Linux'],
    ['p', 'unknown'],
    ['i', 'unknown'],
  ];
  const wanted = all.filter(([letter, text]) => options.has(letter) || (options.has('a') && text !== 'unknown'));
  yield* context.write(1, `${(wanted.length > 0 ? wanted : all.slice(0, 1)).map(([, text]) => text).join(' ')}\n`);
  return 0;
});

export const pwd = applet('pwd', function* (context) {
  yield* context.write(1, `${context.process.cwd}\n`);
  return 0;
});
