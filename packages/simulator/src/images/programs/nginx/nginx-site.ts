import type { Directive } from './nginx-config.ts';
import { checkDirectives } from './nginx-check.ts';

/** How one path is answered. */
export interface NginxLocation {
  readonly path: string;
  readonly match: 'exact' | 'prefix' | RegExp;
  readonly root: string;
  readonly alias: string | undefined;
  readonly index: readonly string[];
  readonly return: { readonly status: number; readonly text: string | undefined } | undefined;
  readonly proxyPass: string | undefined;
  readonly defaultType: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly tryFiles: readonly string[] | undefined;
  readonly isLogged: boolean;
}

export interface NginxServer {
  readonly ports: readonly number[];
  readonly names: readonly string[];
  readonly locations: readonly NginxLocation[];
  /** What holds outside of every location. */
  readonly own: NginxLocation;
}

/** The servers of a configuration whose includes have been put in place. @throws NginxConfigError */
export function readServers(directives: readonly Directive[]): readonly NginxServer[] {
  checkDirectives(directives);
  const http = directives.find(({ name }) => name === 'http');
  const base = locationOf({ path: '/', match: 'prefix' }, http?.block ?? [], undefined);
  return (http?.block ?? []).filter(({ name }) => name === 'server').map((server) => serverOf(server, base));
}

/** The location that answers a path: exact, then the first regular expression that fits, then the longest prefix. */
export function findLocation({ locations, own }: NginxServer, path: string): NginxLocation {
  const exact = locations.find((location) => location.match === 'exact' && location.path === path);
  if (exact) return exact;
  const regex = locations.find((location) => location.match instanceof RegExp && location.match.test(path));
  if (regex) return regex;
  const prefixes = locations.filter((location) => location.match === 'prefix' && path.startsWith(location.path));
  return prefixes.toSorted((a, b) => b.path.length - a.path.length)[0] ?? own;
}

function serverOf({ block }: Directive, base: NginxLocation): NginxServer {
  const own = locationOf({ path: '/', match: 'prefix' }, block, base);
  const listens = block
    .filter(({ name }) => name === 'listen')
    .map(({ args }) => Number(/\d+$/.exec(args[0] ?? '')?.[0] ?? 80));
  return {
    ports: [...new Set(listens.length > 0 ? listens : [80])],
    names: block.find(({ name }) => name === 'server_name')?.args ?? [''],
    locations: block
      .filter(({ name }) => name === 'location')
      .map(({ args, block: inner }) => {
        const [first = '/', second] = args;
        const path = second ?? first;
        const isRegex = first === '~' || first === '~*';
        const match = isRegex ? new RegExp(path, first === '~*' ? 'i' : '') : first === '=' ? 'exact' : 'prefix';
        return locationOf({ path, match }, inner, own);
      }),
    own,
  };
}

function locationOf(
  place: Pick<NginxLocation, 'path' | 'match'>,
  block: readonly Directive[],
  outer: NginxLocation | undefined,
): NginxLocation {
  const first = (name: string) => block.find((directive) => directive.name === name)?.args;
  const returned = first('return');
  const headers = block
    .filter(({ name }) => name === 'add_header')
    .map(({ args }): [string, string] => [args[0] ?? '', args[1] ?? '']);
  return {
    ...place,
    root: first('root')?.[0] ?? outer?.root ?? '/etc/nginx/html',
    alias: first('alias')?.[0],
    index: first('index') ?? outer?.index ?? ['index.html'],
    return: returned ? readReturn(returned) : undefined,
    proxyPass: first('proxy_pass')?.[0],
    defaultType: first('default_type')?.[0] ?? outer?.defaultType,
    headers: headers.length > 0 ? headers : (outer?.headers ?? []),
    tryFiles: first('try_files') ?? outer?.tryFiles,
    isLogged: first('access_log') ? first('access_log')?.[0] !== 'off' : (outer?.isLogged ?? true),
  };
}

function readReturn([status = '', text]: readonly string[]): NginxLocation['return'] {
  return /^\d{3}$/.test(status) ? { status: Number(status), text } : { status: 302, text: status };
}
