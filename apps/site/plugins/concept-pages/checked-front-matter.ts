import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import type { ParseFrontMatter } from '@docusaurus/types';
import { frontMatterFaults } from '../../src/concept/front-matter.ts';

/**
 * For `markdown.parseFrontMatter`: stops the build at the first concept page whose front matter has a fault, naming the
 * file and each field. @param root the repository
 */
export function checkedFrontMatter(root: string): ParseFrontMatter {
  const concepts = join(root, 'docs/concepts');
  return async ({ defaultParseFrontMatter, ...file }) => {
    const parsed = await defaultParseFrontMatter(file);
    if (dirname(file.filePath) !== concepts) return parsed;
    const known = { pages: namesIn(concepts), labs: new Set(readdirSync(join(root, 'labs'))) };
    const faults = frontMatterFaults(nameOf(file.filePath), parsed.frontMatter, known);
    if (faults.length === 0) return parsed;
    const list = faults.map((fault) => `  ${fault}`).join('\n');
    throw new Error(
      `${relative(root, file.filePath)}: its front matter is not right:\n${list}\ndocs/contributing/site.md lists the fields.`,
    );
  };
}

function namesIn(folder: string): Set<string> {
  return new Set(
    readdirSync(folder)
      .filter((name) => /\.mdx?$/.test(name))
      .map(nameOf),
  );
}

function nameOf(file: string): string {
  return basename(file, extname(file));
}
