import { join, resolve } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import {
  type DeadWeight,
  findDeadWeight,
  formatDeadWeight,
  glossaryPath,
  type Usage,
  whereUsed,
} from '@podlab/glossary';
import { glossaryPageData } from './page/glossary-page-data.ts';
import { takeAbbreviationsOut } from './preprocess.ts';
import { remarkGlossary } from './remark-glossary.ts';
import { createGlossaryReader, type Folders, type Glossary } from './source/glossary-files.ts';
import { conceptPages, labPages, type LoadedPage } from './source/source-pages.ts';

/** The pieces of the glossary that a site's configuration puts in their places. */
export interface SiteGlossary {
  /** For `markdown.preprocessor`. */
  readonly preprocessor: typeof takeAbbreviationsOut;
  /** For `remarkPlugins` of every plug-in that renders pages of ours. */
  readonly remark: () => ReturnType<typeof remarkGlossary>;
  /** For `plugins`: the page, the bubble, the dead-weight report. */
  readonly plugin: (context: LoadContext) => Plugin;
  /** For the lab pages. */
  readonly read: () => Glossary;
}

export interface SiteGlossaryOptions {
  /** The repository: docs/glossary, docs and labs are below it. */
  readonly root: string;
  /** Path of a lab's page below the base URL, such as `labs/x/`; without it, labs are named and not linked. */
  readonly labPath?: (id: string) => string;
  /** Prints every term and alias that no page uses, and every name without a term; otherwise how many there are. */
  readonly isReportWanted: boolean;
}

export function createSiteGlossary(options: SiteGlossaryOptions): SiteGlossary {
  const { root } = options;
  const folders: Folders = {
    root: resolve(root),
    terms: resolve(root, 'docs/glossary'),
    pages: resolve(root, 'docs'),
    labs: resolve(root, 'labs'),
  };
  const read = createGlossaryReader(folders);
  let counts: ReadonlyMap<string, number> = new Map();
  return {
    read,
    preprocessor: takeAbbreviationsOut,
    remark: () =>
      remarkGlossary({
        root: folders.root,
        readGlossary: read,
        corpusCount: (id) => counts.get(id) ?? 0,
        note: (message) => console.info(message),
      }),
    plugin: (context) =>
      glossaryPlugin(context, { ...options, folders, read }, (usage) => {
        counts = new Map([...usage.uses].map(([id, uses]) => [id, uses.reduce((sum, use) => sum + use.count, 0)]));
      }),
  };
}

interface PluginOptions extends SiteGlossaryOptions {
  readonly folders: Folders;
  readonly read: () => Glossary;
}

function glossaryPlugin(
  { baseUrl }: LoadContext,
  { folders, read, labPath, isReportWanted }: PluginOptions,
  onUsage: (usage: Usage) => void,
): Plugin {
  /** A file that changes with the terms, and with nothing else. */
  let stamp = '';
  return {
    name: 'podlab-glossary',
    getPathsToWatch: () => [join(folders.terms, '*.md')],
    getClientModules: () => [join(__dirname, 'client/glossary-bubble.ts'), join(__dirname, 'client/glossary.css')],
    async loadContent() {
      read();
    },
    async allContentLoaded({ allContent, actions }) {
      const { terms, vocabulary } = read();
      const pages = [
        ...conceptPages(
          loadedPages(allContent, folders).filter(({ file }) => file.startsWith(folders.pages)),
          folders,
        ),
        ...(await labPages(folders, (id) => (labPath ? baseUrl + labPath(id) : ''))),
      ];
      stamp = await actions.createData('terms.json', JSON.stringify(terms));
      const definitions = terms.map(({ id, term, long, short, aliases, outputs }) => ({
        id,
        term,
        long,
        short,
        also: [...(long === undefined ? [] : [long]), ...aliases, ...outputs],
      }));
      await actions.createData('definitions.json', JSON.stringify(definitions));
      const usage = whereUsed(pages, vocabulary);
      onUsage(usage);
      const weight = findDeadWeight(pages, usage, vocabulary);
      console.info(
        `Glossary: ${isReportWanted ? `\n${formatDeadWeight(weight)}` : countDeadWeight(terms.length, weight)}`,
      );
      const data = await actions.createData(
        'glossary.json',
        JSON.stringify(glossaryPageData(terms, vocabulary, usage)),
      );
      actions.addRoute({
        path: `${baseUrl}${glossaryPath.slice(1)}/`,
        component: join(__dirname, 'page/GlossaryPage.tsx'),
        exact: true,
        modules: { data },
      });
    },
    configureWebpack: () => ({
      module: {
        rules: [
          {
            test: /\.mdx?$/,
            // Docusaurus takes the folders of all rules for Markdown out of its rule for the rest.
            include: [folders.pages, join(folders.root, 'apps/site/.generated')],
            enforce: 'pre',
            use: [{ loader: join(__dirname, 'source/depends-on-terms.cjs'), options: { stamp } }],
          },
        ],
      },
    }),
  };
}

function countDeadWeight(terms: number, { unusedTerms, unusedAliases, candidates }: DeadWeight): string {
  const counts = `${terms} terms; ${unusedTerms.length} and ${unusedAliases.length} aliases are on no page`;
  return `${counts}; ${candidates.length} frequent names have no term. PODLAB_GLOSSARY=report lists them.`;
}

/** What plugin-content-docs has loaded, as far as it is below our folder of pages. */
interface DocsContent {
  readonly loadedVersions: readonly {
    readonly docs: readonly {
      readonly permalink: string;
      readonly title: string;
      readonly source: string;
      readonly frontMatter: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

function loadedPages(
  allContent: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  { root }: Folders,
): LoadedPage[] {
  const instances = Object.values(allContent['docusaurus-plugin-content-docs'] ?? {}) as (DocsContent | undefined)[];
  return instances.flatMap((content) =>
    (content?.loadedVersions ?? []).flatMap(({ docs }) =>
      docs.map(({ permalink, title, source, frontMatter }) => ({
        permalink,
        title,
        file: resolve(root, 'apps/site', source.replace('@site/', '')),
        frontMatter,
      })),
    ),
  );
}
