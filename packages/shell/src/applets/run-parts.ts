import type { ProcessContext } from '../process/context.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { startProgram, waitFor } from './run-others.ts';
import { complainUsage } from './usage.ts';

/** Files that may be run, by their names: no dot or other sign in them. */
function partsOf(context: ProcessContext, directory: string): string[] {
  const { files } = context;
  return files
    .list(directory)
    .filter((name) => /^[\w-]+$/.test(name))
    .map((name) => `${directory.replace(/\/$/, '')}/${name}`)
    .filter((path) => files.find(path)?.kind !== 'directory' && files.isAllowed(path, 'execute'))
    .sort();
}

/** Runs the programs of a directory: -a ARGUMENT, -u UMASK, --test, --reverse, --exit-on-error. */
export const runParts = applet('run-parts', function* (context, args) {
  const long = { arg: 'a', umask: 'u', test: 't', reverse: 'R', 'exit-on-error': 'E' };
  const options = yield* parseOptions(context, args, 'a:u:tRE', long);
  if (!options) return 1;
  const [directory] = options.rest;
  if (directory === undefined) return yield* complainUsage(context);
  if (context.files.find(directory)?.kind !== 'directory') {
    yield* context.complain(`run-parts: ${directory}: No such file or directory`);
    return 0;
  }
  context.process.umask = parseInt(options.value('u') ?? '022', 8);
  const parts = partsOf(context, directory);
  let status = 0;
  for (const path of options.has('R') ? parts.reverse() : parts) {
    if (options.has('t')) {
      context.print(`${path}\n`);
      continue;
    }
    yield* context.flush();
    const code = yield* waitFor(context, startProgram(context, [path, ...options.values('a')]));
    if (code === 0) continue;
    status = 1;
    yield* context.complain(`run-parts: ${path}: exit status ${code}`);
    if (options.has('E')) return 1;
  }
  return status;
});
