import { type Coroutine, type ProcessContext, SystemError } from '@podlab/shell';
import { type Directive, NginxConfigError, parseNginxConfig } from './nginx-config.ts';
import { reasonOf } from './nginx-files.ts';

interface Sources {
  readonly file: string;
  /** What `-g` gives: directives that come first. */
  readonly directives: string;
  /** Told of each file that is read, with its text. */
  readonly onFile?: (file: string, text: string) => void;
}

/** Reads the configuration with all that it includes. @throws NginxConfigError */
export function* loadNginxConfig(process: ProcessContext, sources: Sources): Coroutine<readonly Directive[]> {
  return [...ownDirectives(sources.directives), ...(yield* loadFile(process, sources, sources.file))];
}

function ownDirectives(text: string): readonly Directive[] {
  if (!/^$|[;}]\s*$/.test(text.trim()))
    throw new NginxConfigError('unexpected end of parameter, expecting ";" in command line');
  return parseNginxConfig(text, 'command line').map((directive) => ({ ...directive, line: 0 }));
}

function* loadFile(
  process: ProcessContext,
  sources: Sources,
  file: string,
  from?: Directive,
): Coroutine<readonly Directive[]> {
  let text: string;
  try {
    const fd = process.files.open(file);
    text = yield* process.readAll(fd);
    process.process.descriptors.close(fd);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const where = from ? ` in ${from.file}:${from.line}` : '';
    throw new NginxConfigError(`open() "${file}" failed (${reasonOf(error)})${where}`);
  }
  sources.onFile?.(file, text);
  return yield* expandIncludes(process, sources, parseNginxConfig(text, file));
}

function* expandIncludes(
  process: ProcessContext,
  sources: Sources,
  directives: readonly Directive[],
): Coroutine<readonly Directive[]> {
  const expanded: Directive[] = [];
  for (const directive of directives) {
    if (directive.name !== 'include') {
      expanded.push({ ...directive, block: yield* expandIncludes(process, sources, directive.block) });
      continue;
    }
    const given = directive.args[0] ?? '';
    const pattern = given.startsWith('/') ? given : `/etc/nginx/${given}`;
    for (const file of filesOf(process, pattern))
      expanded.push(...(yield* loadFile(process, sources, file, directive)));
  }
  return expanded;
}

/** A pattern with a star in its last part, or one file. */
function filesOf(process: ProcessContext, pattern: string): readonly string[] {
  if (!pattern.includes('*')) return [pattern];
  const slash = pattern.lastIndexOf('/');
  const directory = pattern.slice(0, slash);
  const last = pattern.slice(slash + 1).replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const wanted = new RegExp(`^${last.replaceAll('*', '.*')}$`);
  if (process.files.find(directory) === undefined) return [];
  const names = process.files.list(directory).filter((name) => wanted.test(name) && !name.startsWith('.'));
  return names.toSorted().map((name) => `${directory}/${name}`);
}
