import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../determinism/chromium.ts';
import { bubbleScript, bubbleText, isOpen, launch, openPage, stopClock, waitForBubble } from './bubble-page.ts';

/** From the pointer's coming to the bubble, and from its leaving to the end of it. */
const openAfterMs = 200;
const closeAfterMs = 300;

describe.skipIf(chromiumPath === undefined)('the bubble in Chromium', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(() => page.context().close());
  afterAll(() => browser.close());

  const term = (id: string) => page.locator(`.gl[data-gl=${id}]`).first();

  test('hovering shows the definition of the list after a while, not at once', async () => {
    page = await openPage(browser);
    await stopClock(page);
    await term('pod').hover();
    await page.clock.runFor(openAfterMs - 1);
    expect(await isOpen(page)).toBe(false);
    await page.clock.runFor(1);
    expect(await bubbleText(page)).toBe('Pod\n\nA unit of containers.\n\nOpen in glossary');
  });

  test('passing over a term opens nothing', async () => {
    page = await openPage(browser);
    await stopClock(page);
    await term('pod').hover();
    await page.clock.runFor(openAfterMs - 1);
    await page.mouse.move(5, 500);
    await page.clock.runFor(5_000);
    expect(await isOpen(page)).toBe(false);
  });

  test('the next term opens at once', async () => {
    page = await openPage(browser);
    await stopClock(page);
    await term('pod').hover();
    await page.clock.runFor(openAfterMs);
    await term('node').hover();
    await page.clock.runFor(1);
    expect(await bubbleText(page)).toContain('A machine.');
  });

  test('the pointer can go into the bubble across the gap, and leaving both closes it', async () => {
    page = await openPage(browser);
    await stopClock(page);
    await term('pod').hover();
    await page.clock.runFor(openAfterMs);
    const from = (await term('pod').boundingBox())!;
    const to = (await page.locator('.gl-bubble').boundingBox())!;
    expect(to.y).toBeGreaterThanOrEqual(from.y + from.height);
    for (let y = from.y + from.height; y < to.y + 20; y += 2) {
      await page.mouse.move(from.x + 5, y);
      await page.clock.runFor(60);
    }
    await page.clock.runFor(5_000);
    expect(await isOpen(page)).toBe(true);
    await page.mouse.move(700, 550);
    await page.clock.runFor(closeAfterMs - 1);
    expect(await isOpen(page)).toBe(true);
    await page.clock.runFor(1);
    expect(await isOpen(page)).toBe(false);
  });

  test('Esc closes it while the pointer stays, and it stays closed', async () => {
    page = await openPage(browser);
    await term('pod').hover();
    await waitForBubble(page, true);
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(false);
    const box = (await term('pod').boundingBox())!;
    await page.mouse.move(box.x + 2, box.y + 3);
    await page.waitForTimeout(500);
    expect(await isOpen(page)).toBe(false);
  });

  test('keyboard focus opens it; Esc closes it, keeps the focus, and it stays closed until the focus has left', async () => {
    page = await openPage(browser);
    await page.keyboard.press('Tab');
    await waitForBubble(page, true);
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(false);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['gl'])).toBe('pod');
    await page.waitForTimeout(400);
    expect(await isOpen(page)).toBe(false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await waitForBubble(page, true);
  });

  test('moving the focus on closes it', async () => {
    page = await openPage(browser);
    await page.keyboard.press('Tab');
    await waitForBubble(page, true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await waitForBubble(page, false);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('terminal');
  });

  test('Enter follows the link', async () => {
    page = await openPage(browser);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/glossary#pod');
    expect(new URL(page.url()).hash).toBe('#pod');
  });

  test('a click with the mouse follows the link', async () => {
    page = await openPage(browser);
    await term('pod').click();
    await page.waitForURL('**/glossary#pod');
    expect(new URL(page.url()).hash).toBe('#pod');
  });

  test('the link in the bubble leads to the entry', async () => {
    page = await openPage(browser);
    await term('pod').hover();
    await waitForBubble(page, true);
    await page.locator('.gl-bubble a').click();
    await page.waitForURL('**/glossary#pod');
    expect(new URL(page.url()).hash).toBe('#pod');
  });

  test('F1 in the terminal explains its last word, and Esc closes it', async () => {
    page = await openPage(browser);
    await page.locator('#terminal').focus();
    await page.keyboard.press('F1');
    expect(await bubbleText(page)).toContain('It has ended.');
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('terminal');
  });

  test('there is no live region, and the description is that of the list', async () => {
    page = await openPage(browser);
    await term('pod').hover();
    await waitForBubble(page, true);
    expect(await page.locator('.gl-bubble[role], .gl-bubble[aria-live]').count()).toBe(0);
    expect(await page.locator('.gl-bubble').evaluate((bubble: HTMLElement) => bubble.popover)).toBe('manual');
    expect(await term('pod').getAttribute('aria-describedby')).toBe('gl-pod');
  });

  test('where popover is missing it is a fixed box', async () => {
    page = await openPage(browser);
    await page.addInitScript(() => {
      for (const name of ['popover', 'showPopover']) delete (HTMLElement.prototype as never)[name];
    });
    await page.reload();
    await term('pod').hover();
    await waitForBubble(page, true);
    expect(await page.locator('.gl-bubble').boundingBox()).toMatchObject({ width: expect.any(Number) });
    expect(await page.locator('.gl-bubble').evaluate((bubble) => bubble.matches('[popover]'))).toBe(false);
  });

  test('it opens above a term at the lower edge', async () => {
    page = await openPage(browser);
    await page.locator('#far').evaluate((far) => far.scrollIntoView({ block: 'end' }));
    await page.locator('#far .gl').hover();
    await waitForBubble(page, true);
    const box = (await page.locator('#far .gl').boundingBox())!;
    const bubble = (await page.locator('.gl-bubble').boundingBox())!;
    expect(bubble.y + bubble.height).toBeLessThanOrEqual(box.y);
  });

  test('it fades in, and does not where motion is unwanted', async () => {
    const animation = async () => {
      await term('pod').hover();
      await waitForBubble(page, true);
      return page.locator('.gl-bubble').evaluate((bubble) => getComputedStyle(bubble).animationName);
    };
    page = await openPage(browser);
    expect(await animation()).toBe('gl-appear');
    await page.context().close();
    page = await openPage(browser, { reducedMotion: 'reduce' });
    expect(await animation()).toBe('none');
  });

  test('every use: later words open it too, by pointer and keyboard', async () => {
    page = await openPage(browser, {}, 'every');
    await page.locator('.gl-again').hover();
    await waitForBubble(page, true);
    await page.locator('.gl-again').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/glossary#pod');
    expect(new URL(page.url()).hash).toBe('#pod');
  });

  test('first use: later words are words', async () => {
    page = await openPage(browser);
    await page.locator('.gl-again').hover();
    await page.waitForTimeout(400);
    expect(await isOpen(page)).toBe(false);
    expect(await page.locator('.gl-again').getAttribute('tabindex')).toBe(null);
  });

  test('off: no bubble and no descriptions', async () => {
    page = await openPage(browser, {}, 'off');
    await term('pod').hover();
    await page.waitForTimeout(400);
    expect(await isOpen(page)).toBe(false);
    expect(await page.locator('.gl[aria-describedby]').count()).toBe(0);
  });

  test('its code has at most 3 KB, gzipped', async () => {
    page = await openPage(browser);
    expect(gzipSync(await bubbleScript(), { level: 9 }).length).toBeLessThanOrEqual(3 * 1024);
  });
});
