import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { createSlugger, parseMarkdownHeadingId } from '@docusaurus/utils';
import type { MarkdownNode, SourcePage } from '@podlab/glossary';
import { loadLab } from '@podlab/lab-format';
import { type Folders, labIds } from './glossary-files.ts';
import { folderLabs } from './folder-labs.ts';
import { parseSource } from './parse-source.ts';

/** A concept page as Docusaurus has loaded it. */
export interface LoadedPage {
  readonly permalink: string;
  readonly title: string;
  /** Absolute path of its file. */
  readonly file: string;
  readonly frontMatter: Readonly<Record<string, unknown>>;
}

/** The words of concept pages. */
export function conceptPages(pages: readonly LoadedPage[], { root }: Folders): readonly SourcePage[] {
  return pages.map(({ permalink, title, file, frontMatter }) => ({
    url: permalink,
    path: `/${relative(root, file)}`,
    title,
    kind: 'concept',
    trees: [parseSource(readFileSync(file, 'utf8'), file)],
    terms: Array.isArray(frontMatter['explains']) ? frontMatter['explains'].map(String) : [],
    anchorOf: createAnchors(),
  }));
}

/** The words of labs: goal, steps, what checks and guards say, hints and debrief. */
export async function labPages(folders: Folders, urlOf: (id: string) => string): Promise<readonly SourcePage[]> {
  const source = folderLabs(folders.labs);
  const labs = await Promise.all(labIds(folders).map((id) => loadLab(source, id)));
  return labs.map((lab) => {
    const checks = [...lab.guards, ...lab.steps.flatMap((step) => step.checks)];
    const texts = [
      lab.goal,
      ...lab.steps.flatMap(({ text, hints }) => [text, ...hints.tiers]),
      ...checks.flatMap(({ say, expected }) => [say, expected]),
      lab.debrief,
      ...lab.freePlay,
    ];
    const trees: MarkdownNode[] = texts.map((text) => parseSource(text, 'lab.md'));
    return {
      url: urlOf(lab.id),
      path: `/labs/${lab.id}`,
      title: lab.title,
      kind: 'lab',
      trees,
      terms: lab.terms,
      anchorOf: createAnchors(),
    };
  });
}

/** Anchors as Docusaurus gives them to headings. */
function createAnchors(): (heading: string) => string {
  const slugger = createSlugger();
  return (heading) => {
    const { id, text } = parseMarkdownHeadingId(heading);
    return id ?? slugger.slug(text);
  };
}
