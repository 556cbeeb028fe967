import { SystemError } from '../files/errno.ts';
import { applet } from './applet.ts';
import { parseCount } from './head.ts';

/** Copies blocks: if= of= bs= count= skip= seek= conv=notrunc status=none. */
export const dd = applet('dd', function* (context, args) {
  const given = new Map<string, string>();
  for (const argument of args) {
    const at = argument.indexOf('=');
    if (at < 0 || !/^(if|of|bs|ibs|obs|count|skip|seek|conv|status|iflag|oflag)=/.test(argument)) {
      yield* context.complain(`dd: invalid argument '${argument}'`);
      return 1;
    }
    given.set(argument.slice(0, at), argument.slice(at + 1));
  }
  const number = (name: string, fallback: number) => parseCount(given.get(name) ?? '') ?? fallback;
  const size = number('bs', number('ibs', 512));
  context.holdMemory(size);
  yield* context.breathe();
  const [from, to] = [given.get('if'), given.get('of')];
  const truncate = !given.get('conv')?.includes('notrunc') && !given.has('seek');
  let [input, output] = [0, 1];
  try {
    if (from !== undefined) input = context.files.open(from);
    if (to !== undefined) output = context.files.open(to, { write: true, create: true, truncate });
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`dd: can't open '${input === 0 && from !== undefined ? from : to}': ${error.message}`);
    return 1;
  }
  if (to !== undefined) context.process.descriptors.get(output).seek?.(number('seek', 0) * size, 'start');
  for (let skip = number('skip', 0); skip > 0; skip -= 1) yield* context.read(input, size);
  const counts = { full: 0, partial: 0, bytes: 0 };
  let written = '0+0';
  for (let left = number('count', Number.POSITIVE_INFINITY); left > 0; left -= 1) {
    const bytes = yield* context.read(input, size);
    if (bytes.length === 0) break;
    if (bytes.length === size) counts.full += 1;
    else counts.partial += 1;
    const blocks = `${counts.full}+${counts.partial}`;
    try {
      yield* context.write(output, bytes);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code !== 'ENOSPC') throw error;
      yield* context.complain(`dd: error writing '${to ?? 'standard output'}': ${error.message}`);
      yield* context.complain(`${blocks} records in\n${written} records out`);
      return 1;
    }
    written = blocks;
    counts.bytes += bytes.length;
  }
  if (given.get('status') === 'none') return 0;
  yield* context.complain(`${written} records in\n${written} records out`);
  if (given.get('status') !== 'noxfer') {
    yield* context.complain(`${counts.bytes} bytes copied, 0.000000 seconds, 0B/s`.replace(/^(\d+) bytes/, '$1 bytes'));
  }
  return 0;
});
