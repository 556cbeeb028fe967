import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { fullNameOf, resolveName } from './resolve-name.ts';

/** Tells the hostname: -s, -i, -d, -f. A container may not set it. */
export const hostname = applet('hostname', function* (context, args) {
  const options = yield* parseOptions(context, args, 'fsidF:');
  if (!options) return 1;
  const name = context.container.hostname;
  if (options.has('i')) {
    const ip = yield* resolveName(context, name);
    if (ip === undefined) {
      yield* context.complain(`hostname: ${name}: Host not found`);
      return 1;
    }
    yield* context.write(1, `${ip}\n`);
  } else if (options.has('f')) yield* context.write(1, `${yield* fullNameOf(context, name)}\n`);
  else if (options.has('s')) yield* context.write(1, `${name.replace(/\..*/, '')}\n`);
  else if (options.has('d')) {
    const domain = /\.(.*)/.exec(yield* fullNameOf(context, name))?.[1];
    yield* context.write(1, domain === undefined ? '' : `${domain}\n`);
  } else if (options.rest.length === 0) yield* context.write(1, `${name}\n`);
  else {
    yield* context.complain('hostname: sethostname: Operation not permitted');
    return 1;
  }
  return 0;
});
