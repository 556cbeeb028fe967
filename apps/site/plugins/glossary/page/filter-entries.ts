import type { Entry } from './glossary-page-data.ts';

/** Which entries a reader wants to see. */
export interface TermFilter {
  readonly text: string;
  readonly tag: string | undefined;
}

/** Whether an entry has the tag, and each word of the text somewhere in its names or its sentence. */
export function matchesFilter(entry: Entry, { text, tag }: TermFilter): boolean {
  if (tag !== undefined && !entry.tags.includes(tag)) return false;
  const said = [entry.term, entry.long ?? '', ...entry.aliases, entry.short].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}
