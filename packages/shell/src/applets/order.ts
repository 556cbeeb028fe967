import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { parseOptions } from './options.ts';
import { startProgram, waitFor } from './run-others.ts';
import { SystemError } from '../files/errno.ts';
import { complainUsage } from './usage.ts';

/** An order in which of each pair of words the first comes before the second. */
export const tsort = applet('tsort', function* (context, args) {
  const text = yield* readFile(context, args[0] ?? '-');
  if (text === undefined) return 1;
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length % 2 !== 0) {
    yield* context.complain('tsort: odd input');
    return 1;
  }
  const after = new Map<string, string[]>();
  const waits = new Map<string, number>();
  for (let at = 0; at < words.length; at += 2) {
    const [from = '', to = ''] = [words[at], words[at + 1]];
    for (const word of [from, to]) {
      if (!after.has(word)) after.set(word, []);
      if (!waits.has(word)) waits.set(word, 0);
    }
    if (from === to) continue;
    after.get(from)?.push(to);
    waits.set(to, (waits.get(to) ?? 0) + 1);
  }
  let status = 0;
  while (waits.size > 0) {
    let next = [...waits].filter(([, count]) => count <= 0).map(([word]) => word);
    if (next.length === 0) {
      const [first = ''] = [...waits.keys()].sort();
      yield* context.complain(`tsort: cycle at ${first}`);
      status = 1;
      next = [first];
    }
    for (const word of next) {
      context.print(`${word}\n`);
      waits.delete(word);
      for (const other of after.get(word) ?? []) if (waits.has(other)) waits.set(other, (waits.get(other) ?? 0) - 1);
    }
  }
  return status;
});

/** Runs a program while it holds a lock on a file; nobody else holds one here: -s -x -n -u -c. */
export const flock = applet('flock', function* (context, args) {
  const options = yield* parseOptions(context, args, '+sxnu');
  if (!options) return 1;
  const [file, ...rest] = options.rest;
  if (file === undefined) return yield* complainUsage(context);
  if (rest.length === 0) return 0;
  try {
    context.process.descriptors.close(context.files.open(file, { read: true, create: true }));
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`flock: can't open '${file}': ${error.message}`);
    return 1;
  }
  const argv = rest[0] === '-c' ? ['sh', '-c', rest.slice(1).join(' ')] : rest;
  return yield* waitFor(context, startProgram(context, argv));
});

/** Writes files to the disk, where they are already. */
export const fsync = applet('fsync', function* (context, args) {
  const options = yield* parseOptions(context, args, 'd');
  if (!options) return 1;
  if (options.rest.length === 0) return yield* complainUsage(context);
  let status = 0;
  for (const file of options.rest) {
    if (context.files.find(file)) continue;
    yield* context.complain(`fsync: can't open '${file}': No such file or directory`);
    status = 1;
  }
  return status;
});
