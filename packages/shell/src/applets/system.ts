import { applet } from './applet.ts';
import { findUserEntry, groupName, isKnownUser, userName } from './users.ts';
import { parseOptions } from './options.ts';
import { resolveName } from './resolve-name.ts';
import { complainUsage } from './usage.ts';

/** Programs that tell about the container and its user. */
/** Tells the hostname: -s, -i, -d, -f. A container may not set it. */
export const hostname = applet('hostname', function* (context, args) {
  const options = yield* parseOptions(context, args, 'fsidF:');
  if (!options) return 1;
  const name = context.container.hostname;
  const [short = '', ...domain] = name.split('.');
  if (options.has('i')) {
    const ip = yield* resolveName(context, name);
    if (ip === undefined) {
      yield* context.complain(`hostname: ${name}: Host not found`);
      return 1;
    }
    yield* context.write(1, `${ip}\n`);
  } else if (options.has('s')) yield* context.write(1, `${short}\n`);
  else if (options.has('d')) yield* context.write(1, domain.length > 0 ? `${domain.join('.')}\n` : '');
  else if (options.rest.length === 0 || options.has('f')) yield* context.write(1, `${name}\n`);
  else {
    yield* context.complain('hostname: sethostname: Operation not permitted');
    return 1;
  }
  return 0;
});

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
  const all: [string, string][] = [
    ['s', 'Linux'],
    ['n', context.container.hostname],
    ['r', '6.1.0-1-embedded'],
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
