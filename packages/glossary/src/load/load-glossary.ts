import { GlossaryError, type TermFault } from '../faults.ts';
import { type Term, termSchema } from '../term-schema.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { checkTerms } from './check-terms.ts';
import { schemaFaults } from './schema-faults.ts';

/** A term file as it was read: its path, with `/`, and its text. */
export interface TermFile {
  readonly path: string;
  readonly content: string;
}

/** What a term may point at beside other terms. */
export interface GlossaryContext {
  /** Ids of all labs. */
  readonly labs: readonly string[];
}

/** A term with the front matter it came from, so that a fault found later still has its line. */
export interface ReadTerm {
  readonly term: Term;
  readonly head: FrontMatter;
}

/**
 * Reads term files, checks them one by one and against each other, and makes `see` hold in both directions.
 * @returns terms sorted by id, whatever the order of the files
 * @throws GlossaryError with every fault of every file
 */
export function loadGlossary(files: readonly TermFile[], context: GlossaryContext): readonly Term[] {
  const faults: TermFault[] = [];
  const read = files
    .toSorted((a, b) => compare(a.path, b.path))
    .flatMap((file) => readTerm(file, faults))
    .toSorted((a, b) => compare(a.term.id, b.term.id));
  faults.push(...checkTerms(read, context));
  if (faults.length > 0) throw new GlossaryError(faults);
  return withSymmetricSee(read.map(({ term }) => term));
}

function readTerm({ path, content }: TermFile, faults: TermFault[]): readonly ReadTerm[] {
  const head = readFrontMatter(path, content, faults);
  if (!head) return [];
  const parsed = termSchema.safeParse(head.value);
  if (parsed.success) return [{ term: { ...parsed.data, text: head.body, file: path }, head }];
  faults.push(...schemaFaults(parsed.error.issues, head));
  return [];
}

function withSymmetricSee(terms: readonly Term[]): readonly Term[] {
  const pairs = terms.flatMap(({ id, see }) => see.flatMap((other) => [[id, other] as const, [other, id] as const]));
  return terms.map((term) => {
    const others = pairs.flatMap(([from, to]) => (from === term.id ? [to] : []));
    return { ...term, see: [...new Set(others)].toSorted(compare) };
  });
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
