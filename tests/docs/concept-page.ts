import { parse } from 'yaml';

/** A concept page, taken apart as far as its rules go. */
export interface ConceptPage {
  readonly frontMatter: Readonly<Record<string, unknown>>;
  /** Headings of the second level, in order. */
  readonly headings: readonly string[];
  /** The text before the first heading. */
  readonly opening: string;
  /** Words outside of fences. */
  readonly words: number;
  readonly consoles: number;
  /** Paths of the site that it links to. */
  readonly links: readonly string[];
  /** Names of the recordings that it shows. */
  readonly recordings: readonly string[];
  /** How often a component is used. */
  count(component: string): number;
}

export function readConceptPage(text: string): ConceptPage {
  const [, frontMatter = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  const prose = body.replaceAll(/^```.*?^```$/gms, '');
  return {
    frontMatter: parse(frontMatter) as Record<string, unknown>,
    headings: [...prose.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading),
    opening: prose.split(/^## /m)[0] ?? '',
    words: prose.split(/\s+/).filter((word) => word !== '').length,
    consoles: [...body.matchAll(/^```console/gm)].length,
    links: [...prose.matchAll(/\]\((\/[^)]*)\)/g)].map(([, link = '']) => link),
    recordings: [...body.matchAll(/recording="([^"]*)"/g)].map(([, name = '']) => name),
    count: (component) => [...prose.matchAll(new RegExp(`<${component}\\b`, 'g'))].length,
  };
}
