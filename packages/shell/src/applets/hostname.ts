import type { ProcessContext } from '../ports.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { resolveName } from './resolve-name.ts';

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
  else if (options.has('f')) yield* context.write(1, `${yield* fullName(context, name)}\n`);
  else if (options.has('d')) yield* context.write(1, domain.length > 0 ? `${domain.join('.')}\n` : '');
  else if (options.rest.length === 0) yield* context.write(1, `${name}\n`);
  else {
    yield* context.complain('hostname: sethostname: Operation not permitted');
    return 1;
  }
  return 0;
});

/** The first name in the line of /etc/hosts that names it. */
function* fullName(context: ProcessContext, name: string): Generator<void, string, void> {
  if (!context.files.find('/etc/hosts')) return name;
  const fd = context.files.open('/etc/hosts');
  const text = yield* context.readAll(fd);
  context.process.descriptors.close(fd);
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1));
  return lines.find((names) => names.includes(name))?.[0] ?? name;
}
