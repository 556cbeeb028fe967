import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createVocabulary, loadGlossary, type Term, type Vocabulary } from '@podlab/glossary';

/** Where the words and the pages are; absolute paths of folders. */
export interface Folders {
  readonly root: string;
  readonly terms: string;
  readonly pages: string;
  readonly labs: string;
}

export interface Glossary {
  readonly terms: readonly Term[];
  readonly vocabulary: Vocabulary;
}

/**
 * Reads the glossary from disk, and again only after a file has changed.
 * @throws GlossaryError with every fault of every term file
 */
export function createGlossaryReader(folders: Folders): () => Glossary {
  let known: { readonly stamp: string; readonly glossary: Glossary } | undefined;
  return () => {
    const names = readdirSync(folders.terms).filter((name) => name.endsWith('.md'));
    const labs = labIds(folders);
    const stamp = [...names.map((name) => `${name} ${statSync(join(folders.terms, name)).mtimeMs}`), ...labs].join(
      '\n',
    );
    if (known?.stamp !== stamp) {
      const files = names.map((name) => ({
        path: relative(folders.root, join(folders.terms, name)),
        content: readFileSync(join(folders.terms, name), 'utf8'),
      }));
      const terms = loadGlossary(files, { labs });
      known = { stamp, glossary: { terms, vocabulary: createVocabulary(terms) } };
    }
    return known.glossary;
  };
}

/** Ids of all labs, sorted. */
export function labIds({ labs }: Folders): readonly string[] {
  return readdirSync(labs)
    .filter((name) => existsSync(join(labs, name, 'lab.yaml')))
    .toSorted();
}
