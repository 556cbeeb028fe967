import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../determinism/chromium.ts';
import { bubbleText, isOpen, launch, openPage, waitForBubble } from './bubble-page.ts';

const phone = { hasTouch: true, isMobile: true, viewport: { width: 360, height: 640 } };

describe.skipIf(chromiumPath === undefined)('the bubble under a finger in Chromium', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(() => page.context().close());
  afterAll(() => browser.close());

  const term = (id: string) => page.locator(`.gl[data-gl=${id}]`).first();

  test('the first tap opens a sheet at the lower edge, the second follows the link', async () => {
    page = await openPage(browser, phone);
    await term('pod').tap();
    expect(await bubbleText(page)).toContain('A unit of containers.');
    expect(page.url()).toBe('http://podlab.test/concepts/');
    const box = (await page.locator('.gl-sheet').boundingBox())!;
    expect([box.x, box.width, Math.round(box.y + box.height)]).toEqual([0, 360, 640]);
    await term('pod').tap();
    await page.waitForURL('**/glossary#pod');
    expect(new URL(page.url()).hash).toBe('#pod');
  });

  test('its link is a target for a finger and leads to the entry', async () => {
    page = await openPage(browser, phone);
    await term('node').tap();
    const link = page.locator('.gl-sheet a');
    expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await link.tap();
    await page.waitForURL('**/glossary#node');
    expect(new URL(page.url()).hash).toBe('#node');
  });

  test('a term under the sheet puts it at the upper edge', async () => {
    page = await openPage(browser, phone);
    await page.locator('#far').evaluate((far) => far.scrollIntoView({ block: 'end' }));
    await page.locator('#far .gl').tap();
    const box = (await page.locator('.gl-sheet').boundingBox())!;
    expect(box.y).toBe(0);
  });

  test('tapping elsewhere closes it', async () => {
    page = await openPage(browser, phone);
    await term('pod').tap();
    await page.locator('#top').tap();
    expect(await isOpen(page)).toBe(false);
  });

  test('Esc closes it', async () => {
    page = await openPage(browser, phone);
    await term('pod').tap();
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(false);
  });

  test('scrolling a little keeps it, scrolling on closes it', async () => {
    page = await openPage(browser, phone);
    await term('pod').tap();
    await page.evaluate(() => scrollBy(0, 60));
    await page.waitForTimeout(100);
    expect(await isOpen(page)).toBe(true);
    await page.evaluate(() => scrollBy(0, 60));
    await waitForBubble(page, false);
  });

  test('on a wide page a tap opens the bubble beside the term', async () => {
    page = await openPage(browser, { hasTouch: true });
    await term('pod').tap();
    expect(await isOpen(page)).toBe(true);
    expect(await page.locator('.gl-sheet').count()).toBe(0);
  });

  test('at 320 px nothing is wider than the page', async () => {
    page = await openPage(browser, { ...phone, viewport: { width: 320, height: 256 } });
    await term('pod').tap();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
