import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import { buildTimeoutMs, builtSite } from './built-site.ts';
import { chromiumPath, openChromium } from './chromium.ts';
import { serveSite, type ServedSite } from './serve-site.ts';

const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const tool = join(import.meta.dirname, '../../apps/site/tools/rebase.ts');

let built: string;
let moved: string;

beforeAll(async () => {
  built = await builtSite();
  moved = join(mkdtempSync(join(tmpdir(), 'podlab-rebase-')), 'site');
  cpSync(built, moved, { recursive: true });
}, buildTimeoutMs);
afterAll(() => rmSync(join(moved, '..'), { recursive: true, force: true }));

const rebase = (...args: string[]) => spawnSync(process.execPath, [tsx, tool, ...args], { encoding: 'utf8' });

describe('pnpm site:rebase', () => {
  it('leaves no word of the address before, and gives the same bytes when it is taken back', () => {
    expect(rebase(moved, 'https://docs.example/first/')).toMatchObject({ status: 0 });
    expect(rebase(moved, '/a/much/longer/path/')).toMatchObject({ status: 0 });
    const left = listFiles(moved).filter((name) => readFileSync(join(moved, name), 'latin1').includes('docs.example'));
    expect(left).toEqual([]);
    expect(rebase(moved, '/')).toMatchObject({ status: 0 });
    const changed = listFiles(built).filter(
      (name) => !readFileSync(join(built, name)).equals(readFileSync(join(moved, name))),
    );
    expect(changed).toEqual([]);
  });

  it('puts a full address where one is needed', () => {
    rebase(moved, 'https://docs.example/podlab');
    expect(readFileSync(join(moved, 'sitemap.xml'), 'utf8')).toContain(
      '<loc>https://docs.example/podlab/concepts/</loc>',
    );
    expect(readFileSync(join(moved, 'concepts/index.html'), 'utf8')).toMatch(
      /rel="?canonical"? href="?https:\/\/docs\.example\/podlab\/concepts\//,
    );
  });

  it.each([
    [['nowhere', '/x/'], 1, "holds no site built by 'pnpm build'"],
    [['nowhere', '/x?y/'], 2, 'the base URL is a path such as /podlab/'],
    [[], 2, 'usage: pnpm site:rebase <folder> <base URL>'],
  ])('%j: exit code %i, and says what to do', (args, status, said) => {
    const run = rebase(...args);
    expect(run.status).toBe(status);
    expect(run.stderr).toContain(said);
  });
});

describeNeeding('Chromium', chromiumPath !== undefined, 'a site under another path', () => {
  let site: ServedSite;
  let browser: Browser;

  beforeAll(async () => {
    rebase(moved, '/learn/podlab/');
    site = await serveSite(moved, '/learn/podlab/');
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('works: pages by link, search, and nothing is missing', async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(site.url);
    await page.waitForSelector('html[data-has-hydrated=true]');
    await page.getByRole('navigation', { name: 'Site' }).getByRole('link', { name: 'Labs' }).click();
    await page.waitForURL(`${site.url}labs/`);
    // The address is there before the page.
    await page.getByRole('heading', { level: 1, name: 'Labs' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('restart');
    await page.locator('.search-results a').first().click();
    await page.waitForURL((url) => url.pathname.startsWith('/learn/podlab/') && !url.pathname.endsWith('/labs/'));
    await page.waitForSelector('h1');
    await page.close();
    expect(errors).toEqual([]);
    expect(site.asked.filter(({ status }) => status !== 200)).toEqual([]);
  });
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
}
