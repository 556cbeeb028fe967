import { type ProcessContext, SystemError } from '@podlab/shell';
import type { Directive } from './nginx-config.ts';

/** Directives that name a folder for bodies, with the folders that the image's nginx was built with. */
export const folderDirectives: Readonly<Record<string, string>> = {
  client_body_temp_path: '/var/cache/nginx/client_temp',
  proxy_temp_path: '/var/cache/nginx/proxy_temp',
  fastcgi_temp_path: '/var/cache/nginx/fastcgi_temp',
  uwsgi_temp_path: '/var/cache/nginx/uwsgi_temp',
  scgi_temp_path: '/var/cache/nginx/scgi_temp',
};

const numbers: Readonly<Record<string, number>> = { EPERM: 1, ENOENT: 2, EACCES: 13, ENOTDIR: 20, EROFS: 30 };
/** `nginx` in the image's /etc/passwd: the user of the workers. */
const worker = 101;

/** Why `user` in a configuration changes nothing; undefined when it does, or is not there. */
export function uselessUser({ process: { user } }: ProcessContext, config: readonly Directive[]): string | undefined {
  const directive = config.find(({ name }) => name === 'user');
  if (directive === undefined || user.uid === 0) return undefined;
  const why = 'the "user" directive makes sense only if the master process runs with super-user privileges';
  return `${why}, ignored in ${directive.file}:${directive.line}`;
}

/** Makes the folders that bodies go to, for the workers. @returns what went wrong, as nginx words it */
export function makeFolders(
  { files, process: { user } }: ProcessContext,
  config: readonly Directive[],
): string | undefined {
  const http = config.find(({ name }) => name === 'http')?.block ?? [];
  for (const [directive, usual] of Object.entries(folderDirectives)) {
    const path = http.find(({ name }) => name === directive)?.args[0] ?? usual;
    const fault = attempt('mkdir()', path, () => files.find(path) ?? files.makeDirectory(path, 0o700));
    if (fault !== undefined) return fault;
    if (user.uid !== 0) continue;
    const refusal = attempt(`chown("${path}", ${worker})`, undefined, () => files.change(path, { uid: worker }));
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** @returns what went wrong, as nginx words it */
export function writeProcessId({ files, process }: ProcessContext, config: readonly Directive[]): string | undefined {
  const path = pidFile(config);
  return attempt('open()', path, () => {
    const fd = files.open(path, { write: true, create: true, truncate: true });
    process.descriptors.get(fd).write(new TextEncoder().encode(`${process.pid}\n`));
    process.descriptors.close(fd);
  });
}

/** The number of the master that runs. @returns what went wrong, as nginx words it, when there is none */
export function* readProcessId(
  process: ProcessContext,
  config: readonly Directive[],
): Generator<void, number | string, void> {
  const path = pidFile(config);
  const fault = attempt('open()', path, () => process.files.stat(path));
  if (fault !== undefined) return fault;
  const fd = process.files.open(path);
  const text = yield* process.readAll(fd);
  process.process.descriptors.close(fd);
  return Number(text.trim());
}

/** Removes the file with the number of a master that ends. */
export function forgetProcessId({ files }: ProcessContext, config: readonly Directive[]): void {
  attempt('unlink()', pidFile(config), () => files.unlink(pidFile(config)));
}

function pidFile(config: readonly Directive[]): string {
  return config.find(({ name }) => name === 'pid')?.args[0] ?? '/run/nginx.pid';
}

function attempt(call: string, path: string | undefined, act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return `${call}${path === undefined ? '' : ` "${path}"`} failed (${reasonOf(error)})`;
  }
}

/** Why a call has failed, as nginx words it: `13: Permission denied`. */
export function reasonOf({ code, message }: SystemError): string {
  return `${numbers[code] ?? 5}: ${message}`;
}
