import { distance } from 'fastest-levenshtein';
import type { Abbreviation } from '../abbreviations.ts';
import type { Term } from '../term-schema.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** Begins the id of a term that one page alone defines. No term file can have such an id. */
export const ofThisPage = 'page--';

/** The glossary as one page has it: with the page's own abbreviations. */
export interface PageVocabulary {
  readonly vocabulary: Vocabulary;
  /** Abbreviations that say something else than the glossary does. */
  readonly contradictions: readonly { readonly abbreviation: Abbreviation; readonly term: Term }[];
  /** Abbreviations that the glossary has no term for: they are defined on this page only. */
  readonly local: readonly Abbreviation[];
}

/**
 * Adds the abbreviations of a page. One that is a word of a term replaces what the term's `short` says, on this page;
 * any other becomes a term of this page, matched exactly as written.
 */
export function withAbbreviations(terms: readonly Term[], abbreviations: readonly Abbreviation[]): PageVocabulary {
  const overridden = new Map<string, Abbreviation>();
  const local: Abbreviation[] = [];
  for (const abbreviation of abbreviations) {
    const owner = terms.find(({ term, aliases }) => [term, ...aliases].includes(abbreviation.term));
    if (owner) overridden.set(owner.id, abbreviation);
    else local.push(abbreviation);
  }
  const changed = terms.map((term) => ({ ...term, short: overridden.get(term.id)?.definition ?? term.short }));
  const contradictions = terms.flatMap((term) => {
    const abbreviation = overridden.get(term.id);
    return abbreviation && differs(abbreviation.definition, term) ? [{ abbreviation, term }] : [];
  });
  return { vocabulary: createVocabulary([...changed, ...local.map(localTerm)]), contradictions, local };
}

function differs(definition: string, { short, long }: Term): boolean {
  return definition !== long && distance(definition, short) > short.length / 3;
}

function localTerm({ term, definition }: Abbreviation): Term {
  const slug = term
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return {
    id: `${ofThisPage}${slug}`,
    term,
    kind: 'concept',
    aliases: [],
    match: { case: 'exact', plural: 'none', auto: true, notAfter: [], notIn: [] },
    tags: [],
    short: definition,
    fields: [],
    outputs: [],
    see: [],
    contrast: [],
    labs: [],
    text: '',
    file: '',
  };
}
