import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import { buildTimeoutMs, builtSite } from './built-site.ts';
import { chromiumPath, openChromium } from './chromium.ts';
import { serveSite, type ServedSite } from './serve-site.ts';

describeNeeding('Chromium', chromiumPath !== undefined, 'the course kept offline', () => {
  let site: ServedSite;
  let browser: Browser;
  let copy: string;

  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), 'podlab-offline-'));
    cpSync(await builtSite(), copy, { recursive: true });
    site = await serveSite(copy);
    browser = await openChromium();
  }, buildTimeoutMs);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
  });

  it('is kept when the reader asks, read without a network, renewed and removed', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await visit(page, '');
    expect(await page.evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found?.scope))).toBe(
      undefined,
    );
    await page.getByText('Read offline').click();
    await page.getByRole('button', { name: /Keep this course offline, \d+\.\d MB/ }).click();
    await page.getByText('The course is kept in this browser').waitFor({ timeout: 60_000 });

    await context.setOffline(true);
    for (const [path, heading] of [
      ['concepts/probes/', 'Probes'],
      ['glossary/', 'Glossary'],
      ['labs/replaced-not-restarted', 'Replaced, not restarted'],
      ['nothing/here/', 'There is no page here'],
    ] as const) {
      await visit(page, path);
      expect([path, await page.locator('h1').textContent()]).toEqual([path, heading]);
    }
    await visit(page, 'search/?q=sidecar');
    await page.locator('.search-results a').first().waitFor();
    await context.setOffline(false);

    writeFileSync(join(copy, 'offline.js'), `${readFileSync(join(copy, 'offline.js'), 'utf8')}\n// newer`);
    await visit(page, 'glossary/');
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
    });
    const renew = page.getByRole('button', { name: 'Load the new version' });
    await renew.waitFor({ timeout: 60_000 });
    // Also on a page that is opened later.
    await visit(page, 'glossary/');
    await renew.waitFor({ timeout: 20_000 });
    await Promise.all([page.waitForEvent('load'), renew.click()]);
    await page.waitForSelector('html[data-has-hydrated=true]');
    await page.getByText('Read offline').click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByRole('button', { name: /Keep this course offline/ }).waitFor();
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
    await context.close();
  });

  it('takes a page from what is kept when the network takes longer than two seconds', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await visit(page, '');
    await page.getByText('Read offline').click();
    await page.getByRole('button', { name: /Keep this course offline/ }).click();
    await page.getByText('The course is kept in this browser').waitFor({ timeout: 60_000 });
    const release = site.hold('/concepts/probes/');
    await visit(page, 'concepts/probes/');
    expect(await page.locator('h1').textContent()).toBe('Probes');
    release();
    await context.close();
  });

  it('says why where the site came over plain HTTP from another machine', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(() => Object.defineProperty(globalThis, 'isSecureContext', { value: false }));
    await visit(page, '');
    await page.getByText('Read offline').click();
    await page.getByText('this one came over plain HTTP').waitFor();
    expect(await page.getByRole('button', { name: /Keep this course/ }).count()).toBe(0);
    await context.close();
  });

  async function visit(page: Page, path: string): Promise<void> {
    await page.goto(site.url + path);
    await page.waitForSelector('html[data-has-hydrated=true]');
  }
});
