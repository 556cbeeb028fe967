import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import {
  type Definition,
  extractAbbreviations,
  isOfThisPage,
  linkPage,
  numberTerms,
  type MarkdownNode,
  sayUnknownTerm,
  termsSection,
  type Vocabulary,
  withAbbreviations,
} from '@podlab/glossary';
import type { Glossary } from './source/glossary-files.ts';

/** What the plug-in needs of the site. */
export interface RemarkGlossaryOptions {
  readonly root: string;
  readonly readGlossary: () => Glossary;
  readonly corpusCount: (id: string) => number;
  /** Hears of things that are worth a look and break nothing. */
  readonly note: (message: string) => void;
}

/** A file as Docusaurus hands it to remark plug-ins. */
interface PageFile {
  readonly path: string;
  readonly data: {
    readonly frontMatter?: { readonly title?: unknown; readonly glossary?: { readonly skip?: readonly string[] } };
    readonly contentTitle?: string;
  };
}

/**
 * Links the terms of a page and puts "Terms on this page" at its end.
 * @throws Error with file and line when the page names a term that is not there
 */
export function remarkGlossary(options: RemarkGlossaryOptions) {
  return (tree: MarkdownNode, file: PageFile): void => {
    const path = relative(options.root, file.path);
    const vocabulary = pageVocabulary(path, file, options);
    const { frontMatter, contentTitle } = file.data;
    const title = typeof frontMatter?.title === 'string' ? frontMatter.title : contentTitle;
    const { used, unknown, overLimit } = linkPage(
      [tree],
      {
        path: `/${path}`,
        ...(title === undefined ? {} : { title }),
        skip: frontMatter?.glossary?.skip ?? [],
        corpusCount: options.corpusCount,
      },
      vocabulary,
    );
    if (unknown.length > 0) {
      const faults = unknown.map(
        ({ id, node }) => `${path}:${node.position?.start.line ?? 1}: ${sayUnknownTerm(id, vocabulary.terms.keys())}`,
      );
      throw new Error(faults.join('\n'));
    }
    if (overLimit.length > 0)
      options.note(`${path}: more than 12 glossary links for 1,000 words; left out: ${overLimit.join(', ')}`);
    const definitions = used.flatMap((id) => vocabulary.terms.get(id) ?? []);
    numberTerms(tree, used);
    if (definitions.length > 0) tree.children?.push(termsUsed(definitions));
  };
}

/** The words of the glossary are in the page's HTML alone; those that a page has of its own come with its text. */
function termsUsed(definitions: readonly Definition[]): MarkdownNode {
  if (definitions.some(isOfThisPage)) return termsSection(definitions);
  const ids = definitions.map(({ id }) => id).join(' ');
  const attributes = [{ type: 'mdxJsxAttribute', name: 'ids', value: ids }];
  return { type: 'mdxJsxFlowElement', name: 'TermsUsed', attributes, children: [] };
}

/** The abbreviations come from the file itself: what remark gets has them no more. */
function pageVocabulary(path: string, file: PageFile, { readGlossary, note }: RemarkGlossaryOptions): Vocabulary {
  const { terms, vocabulary } = readGlossary();
  const { abbreviations } = extractAbbreviations(readFileSync(file.path, 'utf8'));
  if (abbreviations.length === 0) return vocabulary;
  const page = withAbbreviations(terms, abbreviations);
  for (const { abbreviation, term } of page.contradictions) {
    note(`${path}:${abbreviation.line}: \`${abbreviation.term}\` is said otherwise in ${term.file}: ${term.short}`);
  }
  for (const { term, line } of page.local)
    note(`${path}:${line}: \`${term}\` has no file in docs/glossary; only this page defines it.`);
  return page.vocabulary;
}
