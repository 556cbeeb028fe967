import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import { buildTimeoutMs, builtSite } from './built-site.ts';
import { chromiumPath, openChromium } from './chromium.ts';
import { serveSite, type ServedSite } from './serve-site.ts';

const lab = 'labs/replaced-not-restarted/';

describeNeeding('Chromium', chromiumPath !== undefined, 'a page whose code comes late, or not', () => {
  let site: ServedSite;
  let browser: Browser;

  beforeAll(async () => {
    site = await serveSite(await builtSite());
    browser = await openChromium();
  }, buildTimeoutMs);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('a lab says what it waits for, and begins when it is there', { timeout: 180_000 }, async () => {
    const page = await open(lab);
    let answer: 'none' | 'gone' = 'none';
    const worker = page.waitForEvent('worker').then((found) => new URL(found.url()).pathname);
    const name = await Promise.all([worker, page.getByRole('button', { name: 'Start the lab' }).click()]).then(
      ([path]) => path,
    );
    // The worker itself is there; all that it loads is not.
    const before = new Set(site.asked.map(({ path }) => path));
    site.refuse((path) =>
      path.startsWith('/assets/js/') && (path === name || !before.has(path)) ? answer : undefined,
    );
    await page.getByText('no answer comes from the server').waitFor({ timeout: 60_000 });
    answer = 'gone';
    await page.getByText('The site has been renewed since this page was loaded').waitFor({ timeout: 60_000 });
    site.refuse(() => undefined);
    await page.getByRole('textbox', { name: 'Command' }).waitFor({ timeout: 60_000 });
    expect(await page.getByText('The site has been renewed').count()).toBe(0);
    await page.close();
  });

  it('a lab whose worker does not come says so, and begins when it comes', { timeout: 180_000 }, async () => {
    const page = await open(lab);
    site.refuse((_path, destination) => (destination === 'worker' ? 'none' : undefined));
    await page.getByRole('button', { name: 'Start the lab' }).click();
    await page.getByText('no answer comes from the server').waitFor({ timeout: 60_000 });
    site.refuse(() => undefined);
    await page.getByRole('textbox', { name: 'Command' }).waitFor({ timeout: 60_000 });
    expect(await page.getByText('no answer comes from the server').count()).toBe(0);
    await page.close();
  });

  it('the search says that it could not be loaded, and is there at the next try', { timeout: 120_000 }, async () => {
    const page = await open('concepts/probes/');
    site.refuse((path) => (path.startsWith('/assets/js/') ? 'none' : undefined));
    await page.keyboard.press('Control+k');
    await page.getByText('The search could not be loaded').waitFor();
    site.refuse(() => undefined);
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').waitFor();
    expect(await page.getByText('The search could not be loaded').count()).toBe(0);
    await page.close();
  });

  it('Ctrl K while one page takes the place of another opens the search over the new one', {
    timeout: 120_000,
  }, async () => {
    const page = await open('concepts/probes/');
    await page.evaluate(() => {
      document.querySelector<HTMLElement>('header a[href="/labs/"]')?.click();
      dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, cancelable: true }));
    });
    await page.waitForURL(/\/labs\/$/);
    await page.getByRole('heading', { name: 'Labs', level: 1 }).waitFor();
    await page.getByRole('searchbox').waitFor();
    expect(new URL(page.url()).pathname).toBe('/labs/');
    await page.close();
  });

  it('a term in the list of a page is followed without loading the page anew', { timeout: 120_000 }, async () => {
    const page = await open('concepts/probes/');
    await page.evaluate(() => Object.assign(globalThis, { isTheSame: true }));
    await page.locator('.gl-used dt a').first().click();
    await page.waitForURL(/glossary\/?#/);
    await page.getByRole('heading', { name: 'Glossary', level: 1 }).waitFor();
    expect(await page.evaluate(() => 'isTheSame' in globalThis)).toBe(true);
    await page.close();
  });

  async function open(path: string): Promise<Page> {
    site.refuse(() => undefined);
    site.forget();
    const page = await browser.newPage();
    await page.goto(site.url + path);
    await page.waitForSelector('html[data-has-hydrated=true]');
    return page;
  }
});
