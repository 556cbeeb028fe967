import { type Definition, linkPage, type OutputWord, outputWords } from '@podlab/glossary';
import type { Glossary } from './source/glossary-files.ts';
import { parseSource } from './source/parse-source.ts';
import { writeMarkdown } from './write-markdown.ts';

/** The texts of a lab page, linked. */
export interface LinkedTexts {
  /** Markdown of each text, in the order given. Terms are links to `/glossary#id`. */
  readonly markdown: readonly string[];
  /** What "Terms on this page" of the lab has to define, sorted by term. */
  readonly definitions: readonly Definition[];
}

/**
 * Links the terms in the Markdown texts of a lab page, in reading order, with the rules of concept pages: goal, steps,
 * what checks say. Each text is a section of its own.
 * @throws Error when a text names a term that is not there
 */
export function linkLabTexts(
  texts: readonly string[],
  page: { readonly path: string },
  { vocabulary }: Glossary,
): LinkedTexts {
  const trees = texts.map((text) => parseSource(text, `${page.path}.md`));
  const { used, unknown } = linkPage(trees, page, vocabulary);
  const [missing] = unknown;
  if (missing) throw new Error(`${page.path}: there is no term \`${missing.id}\`.`);
  return { markdown: trees.map(writeMarkdown), definitions: used.flatMap((id) => definition(id, vocabulary.terms)) };
}

/** What the terminal and the editor of a lab page need to know words by, and what the page has to define for them. */
export function labOutputWords({ terms, vocabulary }: Glossary): {
  readonly words: readonly OutputWord[];
  readonly definitions: readonly Definition[];
} {
  const words = outputWords(terms);
  const ids = [...new Set(words.map(({ id }) => id))];
  return { words, definitions: ids.flatMap((id) => definition(id, vocabulary.terms)) };
}

function definition(id: string, terms: Glossary['vocabulary']['terms']): readonly Definition[] {
  const term = terms.get(id);
  return term
    ? [{ id, term: term.term, short: term.short, ...(term.long === undefined ? {} : { long: term.long }) }]
    : [];
}
