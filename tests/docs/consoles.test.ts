import { describe, expect, it } from 'vitest';
import { pageFiles, readPage } from './pages.ts';
import { faultsOf, playPage } from './play-page.ts';

const pages = pageFiles().map(readPage);
const hasConsole = pages.filter(({ parts }) => parts.some(({ kind }) => kind === 'console'));

describe('the console fences of the docs', () => {
  it.each(hasConsole.map((page) => [page.file, page] as const))(
    '%s shows what the embedded cluster prints',
    async (_, page) => {
      expect(faultsOf(page, await playPage(page))).toEqual([]);
    },
  );

  it('are marked `host` where they need the machine of the reader, and nowhere else', () => {
    expect(pages.flatMap(({ file, hostOnly }) => hostOnly.map((line) => `${file}: ${line}`))).toEqual([
      'README.md: npx -y pnpm@12 run lab replaced-not-restarted',
      'README.md: npx -y pnpm@12 test',
      'README.md: pnpm lab                    # the labs, and how far you are',
      'README.md: pnpm site                   # concepts, glossary and labs on this machine: http://localhost:3000',
    ]);
  });
});
