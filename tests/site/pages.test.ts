import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import { buildTimeoutMs, builtSite } from './built-site.ts';
import { chromiumPath, openChromium } from './chromium.ts';
import { serveSite, type ServedSite } from './serve-site.ts';
import { unreadableInForcedColours } from './unreadable.ts';

const labs = join(import.meta.dirname, '../../labs');
let folder: string;
let pages: readonly string[];

beforeAll(async () => {
  folder = await builtSite();
  pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('index.html'))
    .map((name) => name.slice(0, -'index.html'.length))
    .sort();
}, buildTimeoutMs);

const read = (page: string) => readFileSync(join(folder, page, 'index.html'), 'utf8');

describe('every page as it was built', () => {
  it('is there: the front page, the course, the labs, each lab, the glossary', () => {
    const ofLabs = readdirSync(labs).map((id) => `labs/${id}/`);
    expect(pages).toEqual(expect.arrayContaining(['', 'concepts/', 'labs/', 'search/', 'glossary/', ...ofLabs]));
  });

  it('reads without JavaScript: one heading, a main part, a language, a title and a description of its own', () => {
    const titles = new Map<string, string>();
    const faults = pages.flatMap((page) => {
      const html = read(page);
      const title = /<title[^>]*>([^<]+)<\/title>/.exec(html)?.[1] ?? '';
      const other = titles.get(title);
      titles.set(title, page);
      return [
        html.match(/<h1[ >]/g)?.length !== 1 && `/${page} has not one heading`,
        html.match(/<main[ >]/g)?.length !== 1 && `/${page} has not one main part`,
        !/<html lang="?en/.test(html) && `/${page} has no language`,
        !/<meta[^>]+name="?description/.test(html) && `/${page} has no description`,
        other !== undefined && `/${page} has the title of /${other}`,
      ].filter((fault) => fault !== false);
    });
    expect(faults).toEqual([]);
  });

  it('the course names every concept page, in their order and with what each is about', () => {
    const lists = read('concepts').matchAll(/<ol class="?course-pages"?[^>]*>(.*?)<\/ol>/gs);
    const list = [...lists].map(([, pagesOfPart]) => pagesOfPart).join('');
    const named = [...list.matchAll(/href="?\/concepts\/([a-z-]+)\/?"?>[^<]+<\/a><p>[^<]{20}/g)].map(
      ([, slug]) => slug,
    );
    const ofFiles = pages.filter((page) => /^concepts\/./.test(page)).map((page) => page.split('/')[1]);
    expect(named[0]).toBe('what-is-a-pod');
    expect(new Set(named)).toEqual(new Set(ofFiles));
  });

  it('llms.txt follows the course, and its full text keeps what is asked and believed', () => {
    const text = readFileSync(join(folder, 'llms.txt'), 'utf8');
    const order = [...text.matchAll(/^- \[.*?\]\(\/concepts\/([a-z-]+)\/\)/gm)].map(([, slug]) => slug);
    const course = [...read('concepts').matchAll(/href="?\/concepts\/([a-z-]+)\/?"?>[^<]+<\/a><p>/g)];
    expect(order).toEqual(course.map(([, slug]) => slug));
    const full = readFileSync(join(folder, 'llms-full.txt'), 'utf8');
    expect(full).toContain('A liveness probe waits for readiness.');
    expect(full).toContain('Does the kubelet restart it?');
  });

  it('a lab begins on nodes that are Ready', () => {
    for (const id of readdirSync(labs)) expect(read(`labs/${id}`)).not.toMatch(/NotReady/);
  });

  it('has a picture for links elsewhere, and a policy that comes before every script', () => {
    const faults = pages.flatMap((page) => {
      const html = read(page);
      const picture = /property="og:image" content="\/([^"]+)"/.exec(html)?.[1];
      const policy = html.indexOf('http-equiv="Content-Security-Policy"');
      return [
        (picture === undefined || !isPng(join(folder, picture))) && `/${page} has no picture`,
        (policy < 0 || policy > html.search(/<script|<link/)) && `/${page} has no policy, or has it too late`,
      ].filter((fault) => fault !== false);
    });
    expect(faults).toEqual([]);
  });
});

function isPng(file: string): boolean {
  return readFileSync(file).subarray(1, 4).toString('latin1') === 'PNG';
}

describeNeeding('Chromium', chromiumPath !== undefined, 'every page in a browser', () => {
  let site: ServedSite;
  let browser: Browser;

  beforeAll(async () => {
    site = await serveSite(folder);
    browser = await openChromium();
  }, buildTimeoutMs);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('axe finds nothing, the console is silent, no other origin is asked, 320 px are enough', {
    timeout: 600_000,
  }, async () => {
    // Two at once use two cores.
    const halves = await Promise.all([0, 1].map((half) => faultsOf(pages.filter((_, index) => index % 2 === half))));
    expect(halves.flat()).toEqual([]);
  });

  async function faultsOf(paths: readonly string[]): Promise<string[]> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const { page, faults } = await watchedPage(context);
    for (const path of paths) {
      await open(page, path);
      await collectFaults(page, path, ['light'], faults);
      await page.setViewportSize({ width: 320, height: 640 });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wider > 0) faults.push(`/${path}: is ${wider} px wider than a screen of 320 px`);
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await context.close();
    return faults;
  }

  it('on a phone, axe finds nothing in light or dark on one page of each kind', { timeout: 300_000 }, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, reducedMotion: 'reduce' });
    const { page, faults } = await watchedPage(context);
    for (const path of ['', 'labs/', `labs/${readdirSync(labs)[0]}/`, 'concepts/replaced-not-revived/', 'search/']) {
      await open(page, path);
      await collectFaults(page, path, ['light', 'dark'], faults);
    }
    await context.close();
    expect(faults).toEqual([]);
  });

  it('without JavaScript it is whole, and dark where the system is', { timeout: 120_000 }, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'dark' });
    const page = await context.newPage();
    for (const id of readdirSync(labs)) {
      await page.goto(`${site.url}labs/${id}/`);
      const text = (await page.locator('main').textContent()) ?? '';
      const lab = readFileSync(join(labs, id, 'lab.yaml'), 'utf8');
      for (const [, title = ''] of lab.matchAll(/^ {4}title: (.+)$/gm)) expect(text).toContain(title);
      expect(text).toContain('apiVersion:');
    }
    const [red = 255] = await page.evaluate(() =>
      (getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g) ?? []).map(Number),
    );
    expect(red).toBeLessThan(60);
    expect(await page.locator('header.top').getByRole('button').count()).toBe(0);
    await context.close();
  });

  it('has its terms whether it was opened itself or from another page', { timeout: 120_000 }, async () => {
    const terms = async (page: Page) => (await page.locator('.gl-used dd').allTextContents()).join('\n');
    const context = await browser.newContext();
    const { page, faults } = await watchedPage(context);
    await open(page, 'concepts/termination/');
    const itself = await terms(page);
    expect(itself.split('\n').length).toBeGreaterThan(5);
    await open(page, 'concepts/probes/');
    expect(await terms(page)).not.toBe(itself);
    await page.locator('.prev-next .next').click();
    await page.waitForURL('**/concepts/termination/');
    await page.locator('#gl-grace-period').waitFor();
    expect(await terms(page)).toBe(itself);
    await context.close();
    expect(faults).toEqual([]);
  });

  it('is found by what a learner types, the word of the glossary first', { timeout: 120_000 }, async () => {
    const context = await browser.newContext();
    const { page, faults } = await watchedPage(context);
    const results = page.locator('.search-results li');
    for (const [typed, first] of [
      ['crashloop', 'CrashLoopBackOff in Glossary'],
      ['pdb', 'PodDisruptionBudget in Glossary'],
      ['graceful shutdown', 'Termination'],
    ] as const) {
      await open(page, `search/?q=${encodeURIComponent(typed)}`);
      await expect.poll(() => results.first().innerText(), { timeout: 30_000 }).toContain(first);
    }
    await open(page, 'search/?q=crashloop');
    await results.first().getByRole('link').click();
    await page.waitForURL('**/glossary/#crashloopbackoff');
    await context.close();
    expect(faults).toEqual([]);
  });

  it('in forced colours the text and the links are the system’s', { timeout: 120_000 }, async () => {
    const context = await browser.newContext({ forcedColors: 'active' });
    const { page, faults } = await watchedPage(context);
    await open(page, 'concepts/replaced-not-revived/');
    const colours = await page.evaluate(() => {
      const probe = document.createElement('a');
      probe.href = '#';
      probe.style.cssText = 'color: LinkText';
      document.body.append(probe);
      const link = document.querySelector('.prose a[href]');
      return [getComputedStyle(probe).color, link === null ? 'no link' : getComputedStyle(link).color];
    });
    expect(colours[1]).toBe(colours[0]);
    for (const path of ['', 'concepts/disruption/', 'labs/replaced-not-restarted/', 'glossary/']) {
      await open(page, path);
      expect([path, await unreadableInForcedColours(page)]).toEqual([path, []]);
    }
    await context.close();
    expect(faults).toEqual([]);
  });

  async function watchedPage(context: BrowserContext): Promise<{ page: Page; faults: string[] }> {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() !== 'log' && message.type() !== 'info') faults.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(site.url)) faults.push(`${page.url()}: asks ${request.url()}`);
    });
    return { page, faults };
  }

  async function collectFaults(page: Page, path: string, themes: readonly string[], faults: string[]): Promise<void> {
    for (const theme of themes) {
      await page.evaluate((wanted) => document.documentElement.setAttribute('data-theme', wanted), theme);
      // What a theme changes is colour, so only colour is looked at a second time.
      const axe = new AxeBuilder({ page });
      const { violations } = await (theme === 'dark' ? axe.withRules('color-contrast') : axe).analyze();
      for (const { id, nodes } of violations)
        faults.push(`/${path} (${theme}): ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    }
  }

  async function open(page: Page, path: string): Promise<void> {
    await page.goto(site.url + path);
    await page.waitForSelector('html[data-has-hydrated=true]');
  }
});
