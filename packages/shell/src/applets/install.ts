import { baseName } from '../files/path.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { copyTree } from './copy.ts';
import { makeParents } from './make-directory.ts';
import { parseMode } from './mode.ts';
import { type Options, parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';
import { findGroup, findUser } from './users.ts';

const conflicts = ['td', 'sd'];

/** Copies files with a mode and an owner, or makes directories (-d): -m -o -g -D -t -s -p -v. */
export const install = applet('install', function* (context, args) {
  const options = yield* parseOptions(context, args, 'cvbDdpsg:m:o:t:');
  if (!options) return 1;
  if (conflicts.some((letters) => Array.from(letters).every(options.has))) return yield* complainUsage(context);
  const attributes = yield* attributesOf(context, options);
  if (!attributes) return 1;
  const isTogether = options.has('t') || options.has('d');
  const items = isTogether ? options.rest : options.rest.slice(0, -1);
  if (items.length === 0) return yield* complainUsage(context);
  const last = options.value('t') ?? options.rest.at(-1) ?? '';
  const isDirectory = options.has('t') || context.files.find(last)?.kind === 'directory';
  let status = 0;
  for (const item of items) {
    const path =
      options.has('d') || !isDirectory
        ? options.has('d')
          ? item
          : last
        : `${last.replace(/\/$/, '')}/${baseName(item)}`;
    const isMade = options.has('d')
      ? yield* makeParents(context, item, { isVerbose: options.has('v') })
      : yield* copyInto(context, options, item, path);
    if (!isMade) status = 1;
    else context.files.change(path, attributes);
    if (!isMade || !options.has('s')) continue;
    yield* context.complain('install: strip: No such file or directory');
    status = 1;
  }
  return status;
});

function* copyInto(context: ProcessContext, options: Options, from: string, to: string): Coroutine<boolean> {
  if (options.has('D')) {
    const parent = options.value('t') ?? to.slice(0, Math.max(0, to.lastIndexOf('/')));
    if (parent !== '') yield* makeParents(context, parent, { isVerbose: options.has('v') });
  }
  const has = (letter: string) => letter === 'f' || (letter !== 'd' && letter !== 's' && options.has(letter));
  return yield* copyTree(context, from, to, { ...options, has });
}

/** The mode and the owner that files are to have; undefined after telling what is wrong. */
function* attributesOf(
  context: ProcessContext,
  options: Options,
): Coroutine<{ mode: number; uid?: number; gid?: number } | undefined> {
  const mode = parseMode(options.value('m') ?? '755', 0o755, false, 0) ?? 0o755;
  const [owner, group] = [options.value('o'), options.value('g')];
  const uid = owner === undefined ? undefined : (findUser(context, owner) ?? numberOf(owner));
  const gid = group === undefined ? undefined : (findGroup(context, group) ?? numberOf(group));
  const wrong =
    owner !== undefined && uid === undefined
      ? `user ${owner}`
      : group !== undefined && gid === undefined
        ? `group ${group}`
        : undefined;
  if (wrong !== undefined) {
    yield* context.complain(`install: unknown ${wrong}`);
    return undefined;
  }
  return { mode, ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) };
}

function numberOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
