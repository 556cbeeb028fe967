/**
 * A built site knows its address in two parts: an origin (`https://docs.example`, or nothing) and a base (`/`, `/podlab/`).
 * Docusaurus wants both when it builds. We build with two words that occur nowhere else, and put the address in afterwards.
 */
export interface Address {
  /** Without a slash at its end; empty where the site does not know it: links are then relative to the server. */
  readonly origin: string;
  /** Begins and ends with a slash. */
  readonly base: string;
}

/** What stands in a site that has no address yet. */
export const unplaced: Address = { origin: 'https://origin.podlab.invalid', base: '/podlab-base-goes-here/' };

/**
 * @param text `/`, `/podlab/`, `podlab`, `https://docs.example/podlab/`
 * @returns undefined where it is none of these
 */
export function parseAddress(text: string): Address | undefined {
  const found = /^(https?:\/\/[A-Za-z0-9.-]+(?::\d+)?)?\/?((?:[A-Za-z0-9._~-]+\/)*[A-Za-z0-9._~-]*)$/.exec(text);
  if (found === null) return undefined;
  const path = (found[2] ?? '').replace(/\/$/, '');
  return { origin: found[1] ?? '', base: path === '' ? '/' : `/${path}/` };
}
