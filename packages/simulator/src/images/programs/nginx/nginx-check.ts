import { type Directive, NginxConfigError } from './nginx-config.ts';
import { folderDirectives } from './nginx-files.ts';

type Context = 'main' | 'events' | 'http' | 'server' | 'location' | 'types';

/** Where directives may stand, and how many arguments they take (`1+`: one or more). */
const grammar: Readonly<Record<string, readonly [contexts: string, counts: string]>> = {
  user: ['main', '1 2'],
  worker_processes: ['main', '1'],
  worker_rlimit_nofile: ['main', '1'],
  daemon: ['main', '1'],
  pid: ['main', '1'],
  events: ['main', '0'],
  http: ['main', '0'],
  worker_connections: ['events', '1'],
  multi_accept: ['events', '1'],
  use: ['events', '1'],
  error_log: ['main http server location', '1+'],
  server: ['http', '0'],
  log_format: ['http', '2+'],
  types_hash_max_size: ['http server location', '1'],
  listen: ['server', '1+'],
  server_name: ['server', '1+'],
  location: ['server location', '1 2'],
  types: ['http server location', '0'],
  root: ['http server location if', '1'],
  alias: ['location', '1'],
  index: ['http server location', '1+'],
  return: ['server location if', '1 2'],
  try_files: ['server location', '2+'],
  add_header: ['http server location if', '2 3'],
  error_page: ['http server location if', '2+'],
  autoindex: ['http server location', '1'],
  access_log: ['http server location if', '1+'],
  default_type: ['http server location', '1'],
  sendfile: ['http server location if', '1'],
  tcp_nopush: ['http server location', '1'],
  tcp_nodelay: ['http server location', '1'],
  gzip: ['http server location if', '1'],
  charset: ['http server location if', '1'],
  server_tokens: ['http server location', '1'],
  keepalive_timeout: ['http server location', '1 2'],
  keepalive_requests: ['http server location', '1'],
  client_max_body_size: ['http server location', '1'],
  proxy_pass: ['location if', '1'],
  proxy_set_header: ['http server location', '2'],
  proxy_http_version: ['http server location', '1'],
  proxy_connect_timeout: ['http server location', '1'],
  proxy_read_timeout: ['http server location', '1'],
  proxy_redirect: ['http server location', '1 2'],
  proxy_buffering: ['http server location', '1'],
  ...Object.fromEntries(
    Object.keys(folderDirectives).map((name) => [name, ['http server location', '1 2 3 4']] as const),
  ),
};

const flags = new Set('daemon multi_accept autoindex sendfile tcp_nopush tcp_nodelay gzip proxy_buffering'.split(' '));
const alone = new Set(
  'user worker_processes daemon pid root alias autoindex client_max_body_size proxy_pass'.split(' '),
);

/** Checks names, places and arguments as nginx's own parser does, and in its order. @throws NginxConfigError */
export function checkDirectives(directives: readonly Directive[], context: Context = 'main'): void {
  const seen = new Set<string>();
  for (const directive of directives) {
    if (context === 'types') continue;
    const { name, args, block } = directive;
    const where = `in ${directive.file}${directive.line > 0 ? `:${directive.line}` : ''}`;
    const rule = grammar[name];
    if (!rule) throw new NginxConfigError(`unknown directive "${name}" ${where}`);
    const [contexts, counts] = rule;
    if (!contexts.split(' ').includes(context))
      throw new NginxConfigError(`"${name}" directive is not allowed here ${where}`);
    const isCount = counts
      .split(' ')
      .some((count) =>
        count.endsWith('+') ? args.length >= Number.parseInt(count, 10) : args.length === Number(count),
      );
    if (!isCount) throw new NginxConfigError(`invalid number of arguments in "${name}" directive ${where}`);
    if (flags.has(name) && !/^(on|off)$/.test(args[0] ?? ''))
      throw new NginxConfigError(
        `invalid value "${args[0]}" in "${name}" directive, it must be "on" or "off" ${where}`,
      );
    if (alone.has(name) && seen.has(name)) throw new NginxConfigError(`"${name}" directive is duplicate ${where}`);
    seen.add(name);
    checkValue(directive, where);
    if (name === 'events' || name === 'http' || name === 'server' || name === 'location' || name === 'types')
      checkDirectives(block, name);
  }
}

function checkValue({ name, args }: Directive, where: string): void {
  const [value = ''] = args;
  if (name === 'listen') {
    const [, host, port] = /^(?:(.*):)?(\d+)$/.exec(value) ?? [];
    const isUnknown = port === undefined && !value.startsWith('unix:') && !/^(\d+\.){3}\d+$|^\[/.test(value);
    if (isUnknown) throw new NginxConfigError(`host not found in "${value}" of the "listen" directive ${where}`);
    if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535) && host !== '[')
      throw new NginxConfigError(`invalid port in "${value}" of the "listen" directive ${where}`);
  }
  if (name === 'keepalive_timeout' && !/^(\d+(ms|[smhdwMy])?)+$/.test(value))
    throw new NginxConfigError(`"${name}" directive invalid value ${where}`);
  if (name === 'client_max_body_size' && !/^\d+[kKmMgG]?$/.test(value))
    throw new NginxConfigError(`"${name}" directive invalid value ${where}`);
  if (name === 'proxy_pass' && !/^https?:\/\/|\$/.test(value))
    throw new NginxConfigError(`invalid URL prefix ${where}`);
}
