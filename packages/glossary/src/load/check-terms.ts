import type { TermFault } from '../faults.ts';
import { findTerms } from '../match/find-terms.ts';
import { createVocabulary, type Vocabulary } from '../match/vocabulary.ts';
import { didYouMean } from '../nearest.ts';
import type { Term } from '../term-schema.ts';
import type { Path } from './front-matter.ts';
import type { GlossaryContext, ReadTerm } from './load-glossary.ts';

const shortLimit = 160;

/** What the schema cannot say: rules for `short`, and everything that one term says about another. */
export function checkTerms(read: readonly ReadTerm[], context: GlossaryContext): TermFault[] {
  const vocabulary = createVocabulary(read.map(({ term }) => ({ ...term, match: { ...term.match, auto: true } })));
  const needs = new Map(read.map(({ term }) => [term.id, mentionedIn(term.short, vocabulary)]));
  return [
    ...duplicateFaults(read),
    ...read.flatMap((entry) => [
      ...nameFaults(entry),
      ...shortFaults(entry, vocabulary),
      ...circleFaults(entry, needs),
      ...referenceFaults(entry, read, context),
    ]),
  ];
}

function nameFaults({ term, head }: ReadTerm): TermFault[] {
  const name = term.file.split('/').at(-1);
  if (name === `${term.id}.md`) return [];
  return [
    head.fault(
      ['id'],
      `\`id\` must be the name of the file, \`${name?.replace(/\.md$/, '')}\`, but is \`${term.id}\`.`,
    ),
  ];
}

function shortFaults({ term, head }: ReadTerm, vocabulary: Vocabulary): TermFault[] {
  const { short } = term;
  const own = findTerms(short, vocabulary).find((match) => match.id === term.id);
  const said = [
    short.length > shortLimit && `must have at most ${shortLimit} characters, but has ${short.length}`,
    /[`*<>[\]{}]|__|https?:/.test(short) && 'must be plain text, without Markdown, HTML or links',
    /\s{2}|\n/.test(short) && 'must be one line with single spaces',
    (!/[.!?]$/.test(short) || /[.!?]\s+\p{Lu}/u.test(short)) && 'must be one sentence that ends with a full stop',
    own && `must not use the term itself, but says \`${short.slice(own.start, own.end)}\`; say it in other words`,
  ];
  return said.flatMap((message) => (message ? [head.fault(['short'], `\`short\` ${message}.`)] : []));
}

function circleFaults({ term, head }: ReadTerm, needs: ReadonlyMap<string, ReadonlySet<string>>): TermFault[] {
  const circular = [...(needs.get(term.id) ?? [])].filter((id) => id > term.id && needs.get(id)?.has(term.id));
  return circular.map((id) =>
    head.fault(
      ['short'],
      `\`short\` needs \`${id}\`, and the \`short\` of \`${id}\` needs \`${term.id}\`. One of the two must do without the other.`,
    ),
  );
}

function mentionedIn(text: string, vocabulary: Vocabulary): ReadonlySet<string> {
  return new Set(findTerms(text, vocabulary).map(({ id }) => id));
}

function referenceFaults({ term, head }: ReadTerm, read: readonly ReadTerm[], context: GlossaryContext): TermFault[] {
  const ids = read.map((entry) => entry.term.id);
  const check = (path: Path, id: string, known: readonly string[], what: string): TermFault[] => {
    if (id === term.id && known === ids) return [head.fault(path, `A term must not point at itself.`)];
    return known.includes(id) ? [] : [head.fault(path, `There is no ${what} \`${id}\`.${didYouMean(id, known)}`)];
  };
  return [
    ...term.see.flatMap((id, i) => check(['see', i], id, ids, 'term')),
    ...term.contrast.flatMap(({ id }, i) => check(['contrast', i, 'id'], id, ids, 'term')),
    ...term.labs.flatMap((id, i) => check(['labs', i], id, context.labs, 'lab')),
  ];
}

function duplicateFaults(read: readonly ReadTerm[]): TermFault[] {
  const owners = new Map<string, Term>();
  return read.flatMap(({ term, head }) =>
    [term.term, ...term.aliases].flatMap((form, i) => {
      const path = i === 0 ? ['term'] : ['aliases', i - 1];
      const owner = owners.get(form);
      owners.set(form, owner ?? term);
      return owner ? [head.fault(path, `\`${form}\` is already a word of \`${owner.id}\` (${owner.file}).`)] : [];
    }),
  );
}
