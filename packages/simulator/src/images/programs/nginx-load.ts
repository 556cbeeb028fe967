import { type ProcessContext, SystemError } from '@podlab/shell';
import { type Directive, NginxConfigError, parseNginxConfig } from './nginx-config.ts';

type Coroutine<T> = Generator<void, T, void>;

const mainFile = '/etc/nginx/nginx.conf';

/** Reads the configuration with all that it includes. @throws NginxConfigError */
export function* loadNginxConfig(process: ProcessContext): Coroutine<readonly Directive[]> {
  return yield* loadFile(process, mainFile);
}

function* loadFile(process: ProcessContext, file: string): Coroutine<readonly Directive[]> {
  let text: string;
  try {
    const fd = process.files.open(file);
    text = yield* process.readAll(fd);
    process.process.descriptors.close(fd);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new NginxConfigError(`open() "${file}" failed (2: ${error.message})`);
  }
  return yield* expandIncludes(process, parseNginxConfig(text, file));
}

function* expandIncludes(process: ProcessContext, directives: readonly Directive[]): Coroutine<readonly Directive[]> {
  const expanded: Directive[] = [];
  for (const directive of directives) {
    if (directive.name !== 'include') {
      expanded.push({ ...directive, block: yield* expandIncludes(process, directive.block) });
      continue;
    }
    const given = directive.args[0] ?? '';
    const pattern = given.startsWith('/') ? given : `/etc/nginx/${given}`;
    for (const file of filesOf(process, pattern)) expanded.push(...(yield* loadFile(process, file)));
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
