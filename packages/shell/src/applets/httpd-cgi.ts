import type { HttpRequest } from '../http/message.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

/** A program of `cgi-bin` that a request asks for. */
export interface CgiCall {
  readonly request: HttpRequest;
  /** The program, from the server's home on. */
  readonly script: string;
  /** What follows the program in the path. */
  readonly pathInfo: string;
  readonly query: string;
}

/** Headers that become no variable `HTTP_*`, because the server looks at them itself. */
const own = /^(content-length|content-type|authorization|range)$/i;

/** Splits a path of `cgi-bin` where its program ends: at the first name that is no directory. */
export function findCgi(context: ProcessContext, path: string): { script: string; pathInfo: string } {
  for (let end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
    const inode = context.files.find(`.${path.slice(0, end)}`);
    if (inode && inode.kind !== 'directory') return { script: path.slice(0, end), pathInfo: path.slice(end) };
  }
  return { script: path, pathInfo: '' };
}

/** Runs a program in this process, with the connection as its output and the request's body as its input. */
export function* runCgi(context: ProcessContext, fd: number, call: CgiCall): Coroutine<number> {
  const { request, script } = call;
  const { remote } = context.sockets.connection(fd);
  const [input, output] = context.pipe();
  yield* context.write(output, request.body.slice(0, 60_000));
  yield* context.write(fd, 'HTTP/1.1 200 OK\r\n');
  const { descriptors } = context.process;
  descriptors.set(0, descriptors.get(input));
  descriptors.set(1, descriptors.get(fd));
  for (const used of [input, output, fd]) descriptors.close(used);
  // The server lets the kernel bury its children; a program waits for its own.
  context.onSignal('CHLD', 'default');
  const file = `.${script}`;
  return context.execute(
    file,
    [file],
    new Map([...context.env, ...cgiVariables(call), ['REMOTE_ADDR', remote.ip], ['REMOTE_PORT', String(remote.port)]]),
  );
}

/** @see busybox 1.37 networking/httpd.c send_cgi_and_exit */
export function cgiVariables({ request, script, pathInfo, query }: CgiCall): [string, string][] {
  const type = request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return [
    ...request.headers
      .filter(([name]) => !own.test(name))
      .map(([name, value]): [string, string] => [`HTTP_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`, value]),
    ['PATH_INFO', pathInfo],
    ['REQUEST_METHOD', request.method],
    ['REQUEST_URI', request.target],
    ['SCRIPT_NAME', script],
    ['QUERY_STRING', query],
    ['SERVER_PROTOCOL', 'HTTP/1.1'],
    ...(request.body.length > 0 ? [['CONTENT_LENGTH', String(request.body.length)] as [string, string]] : []),
    ...(type === undefined ? [] : [['CONTENT_TYPE', type] as [string, string]]),
  ];
}
