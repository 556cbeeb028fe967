/** An http URL, taken apart. */
export interface HttpUrl {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** Host and, when one was given, port: as in the Host header. */
  readonly authority: string;
  /** Path with query; begins with a slash. */
  readonly target: string;
}

/** @returns undefined when it is none; `http` is the scheme when none is given */
export function parseHttpUrl(text: string): HttpUrl | undefined {
  const match = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^/?#@]*@)?([^/?#:]+)(?::(\d+))?(\/[^#]*|\?[^#]*)?(?:#.*)?$/i.exec(
    text,
  );
  if (!match?.[2]) return undefined;
  const scheme = (match[1] ?? 'http').toLowerCase();
  const path = match[4] ?? '/';
  return {
    scheme,
    host: match[2],
    port: Number(match[3] ?? (scheme === 'https' ? 443 : scheme === 'ftp' ? 21 : 80)),
    authority: match[3] === undefined ? match[2] : `${match[2]}:${match[3]}`,
    target: path.startsWith('/') ? path : `/${path}`,
  };
}

/** Where a Location header leads to. */
export function resolveLocation(from: HttpUrl, location: string): HttpUrl | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return parseHttpUrl(location);
  if (location.startsWith('//')) return parseHttpUrl(`${from.scheme}:${location}`);
  const target = location.startsWith('/') ? location : from.target.replace(/[^/]*(\?.*)?$/, '') + location;
  return { ...from, target };
}
