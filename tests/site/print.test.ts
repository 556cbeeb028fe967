import { spawnSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand, startLab } from '../../apps/site/bench/lab-in-page.ts';
import { describeNeeding } from '../requirements.ts';
import { buildTimeoutMs, builtSite } from './built-site.ts';
import { chromiumPath, openChromium } from './chromium.ts';
import { serveSite, type ServedSite } from './serve-site.ts';

const hasPdfToText = spawnSync('pdftotext', ['-v']).error === undefined;
const lab = 'labs/replaced-not-restarted/';
const testMs = 120_000;

describeNeeding('Chromium', chromiumPath !== undefined, 'a page on paper', () => {
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

  const open = async (path: string): Promise<Page> => {
    const page = await browser.newPage({ colorScheme: 'dark' });
    await page.goto(site.url + path);
    await page.waitForSelector('html[data-has-hydrated=true]');
    return page;
  };

  it(
    'is one column of black on white, with boxes to tick and both pictures side by side',
    async () => {
      const page = await open(lab);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.top, .doc-side, .lab-start-row').filter({ visible: true }).count()).toBe(0);
      const box = page.locator('.lab-step .lab-checks li').first();
      const drawn = await box.evaluate((item) => {
        const { borderTopLeftRadius, borderTopColor } = getComputedStyle(item, '::before');
        return { borderTopLeftRadius, borderTopColor };
      });
      expect(drawn).toEqual({ borderTopLeftRadius: '0px', borderTopColor: 'rgb(0, 0, 0)' });
      const [start, goal] = await Promise.all(
        [0, 1].map((at) => page.locator('.lab-pictures figure').nth(at).boundingBox()),
      );
      expect(goal?.y).toBe(start?.y);
      expect(goal?.x).toBeGreaterThan((start?.x ?? 0) + (start?.width ?? 0));
      const colours = await page
        .locator('.lab-pictures svg [fill^="var(--pod"]')
        .evaluateAll((parts) => parts.map((part) => getComputedStyle(part).fill));
      expect(colours.length).toBeGreaterThan(10);
      expect(colours.filter((colour) => /rgb\((?!(\d+), \1, \1\))/.test(colour))).toEqual([]);
      await page.close();
    },
    testMs,
  );

  it(
    'leaves out what only a screen can do, and says where a link leads that leaves the course',
    async () => {
      const page = await open('concepts/probes/');
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByText('Edit and run').filter({ visible: true }).count()).toBe(0);
      expect(await page.locator('.live-code .demo').first().isVisible()).toBe(true);
      const behind = await page.evaluate(() => {
        const prose = document.querySelector('.prose');
        const [out, within] = ['https://example.org/', '/glossary/'].map((href) => {
          const link = document.createElement('a');
          link.href = href;
          link.setAttribute('href', href);
          prose?.append(link);
          return getComputedStyle(link, '::after').content;
        });
        return { out, within };
      });
      expect(behind).toEqual({ out: '" (https://example.org/)"', within: 'none' });
      await page.close();
    },
    testMs,
  );

  describeNeeding('pdftotext', hasPdfToText, 'as a file', () => {
    it(
      'has its address, its lab and the version at each foot; numbered steps, the whole manifest; the solution last',
      async () => {
        const page = await open(lab);
        const pages = await print(page);
        const foot = `${new URL(site.url).host}/labs/replaced-not-restarted · lab replaced-not-restarted, version 1`;
        expect(pages.map((text) => text.includes(foot))).toEqual(pages.map(() => true));
        expect(pages[0]).toMatch(new RegExp(`\\b1\\s?/\\s?${pages.length}\\b`));
        const pageOf = (text: string) => pages.findIndex((one) => one.includes(text));
        const order = ['3. Read the difference', 'Terms on this page', 'Solution 1: Delete one Pod'].map(pageOf);
        expect(order[0]).toBeGreaterThan(0);
        expect(order.toSorted((a, b) => a - b)).toEqual(order);
        expect(order[2]).toBeGreaterThan(order[1] ?? Number.NaN);
        const manifest = pages[pageOf('kind: Deployment')];
        expect(manifest).toContain('{name: data, emptyDir: {}}');
        expect(pages.join('')).not.toContain('Start the lab');
        expect(pages.slice(0, order[2]).join('')).not.toContain('kubectl delete pod web-');
        await page.close();
      },
      testMs,
    );

    it(
      'has what its reader has run, once the lab is played',
      async () => {
        const page = await open(lab);
        await startLab(page);
        await runCommand(page, 'echo written by me');
        const text = (await print(page)).join('');
        expect(text).toMatch(/Your terminal\s+.*echo written by me\s+written by me/);
        expect(text).toContain('1. Restart a container, keep the Pod');
        await page.close();
      },
      testMs,
    );
  });

  /** @returns the text of each page of paper */
  async function print(page: Page): Promise<readonly string[]> {
    const input = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    const { stdout } = spawnSync('pdftotext', ['-layout', '-', '-'], { input, encoding: 'utf8' });
    return stdout.split('\f').slice(0, -1);
  }
});
