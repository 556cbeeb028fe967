import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { eventually } from '../lab-page/open-page.ts';
import { describeNeeding } from '../requirements.ts';
import { buildTimeoutMs, builtSite } from './built-site.ts';
import { chromiumPath, openChromium } from './chromium.ts';
import { tabTo } from './keyboard.ts';
import { serveSite, type ServedSite } from './serve-site.ts';

const patienceMs = 120_000;
/** Words of the scripts that must not come by themselves: the editor, the engine, the live parts. */
const heavy = { editor: 'plaintext-only', engine: 'SuccessfulCreate', parts: 'times as fast as it was' };

describeNeeding('Chromium', chromiumPath !== undefined, 'live parts of concept pages', () => {
  let folder: string;
  let site: ServedSite;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    folder = await builtSite();
    site = await serveSite(folder);
    browser = await openChromium();
  }, buildTimeoutMs);
  afterEach(async () => {
    await page?.context().close();
    const faults = errors.splice(0);
    site.forget();
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** @param first runs in the page before its scripts */
  const open = async (path: string, options: Parameters<Browser['newContext']>[0] = {}, first?: () => void) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(patienceMs);
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    if (first) await page.addInitScript(first);
    await page.goto(site.url + path);
    if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-has-hydrated=true]');
  };
  /** Which of the heavy scripts have been asked for. */
  const loaded = () => {
    const scripts = site.asked
      .filter(({ path }) => path.endsWith('.js'))
      .map(({ path }) => readFileSync(join(folder, path), 'utf8'));
    return Object.entries(heavy)
      .filter(([, word]) => scripts.some((script) => script.includes(word)))
      .map(([what]) => what);
  };

  it('are in the page before any script runs', async () => {
    await open('concepts/workload-controllers/', { javaScriptEnabled: false });
    const cluster = page.locator('[data-demo=MiniCluster]');
    expect(await cluster.innerText()).toContain('$ kubectl delete pod db-0');
    expect(await cluster.locator('svg').count()).toBeGreaterThan(0);
    expect(await page.locator('[data-demo=RolloutStepper]').innerText()).toContain('Next step');
  });

  it(
    'load nothing by themselves; a recorded run plays by keyboard, and the first press counts',
    async () => {
      await open('concepts/workload-controllers/');
      await page.waitForTimeout(1_500);
      expect(loaded()).toEqual([]);
      const cluster = page.locator('[data-demo=MiniCluster]');
      await cluster
        .getByRole('button', { name: 'Play', exact: true })
        .evaluate((button) => (button as HTMLElement).click());
      await cluster.getByRole('button', { name: 'Pause' }).waitFor();
      expect(loaded()).toEqual(['parts']);
      await eventually(() => cluster.innerText()).toContain('web-');
      await page.reload();
      await page.waitForSelector('html[data-has-hydrated=true]');
      await tabTo(page, cluster.getByRole('button', { name: 'Play', exact: true }));
      await page.keyboard.press('Enter');
      await cluster.getByRole('button', { name: 'Pause' }).waitFor();
    },
    4 * patienceMs,
  );

  it('count a press once that comes while they are taken over', async () => {
    await open('concepts/workload-controllers/', {}, () => {
      const { addEventListener } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (this: EventTarget, ...args) {
        addEventListener.apply(this, args);
        // React listens from now on, on the way in; it makes sense of the button a task later.
        if (!(this instanceof HTMLElement) || args[0] !== 'click' || args[2] !== true) return;
        if (this.dataset['demo'] !== 'MiniCluster') return;
        const play = [...this.querySelectorAll('button')].find(({ textContent }) => textContent === 'Play');
        queueMicrotask(() => play?.click());
      };
    });
    const cluster = page.locator('[data-demo=MiniCluster]');
    await cluster.hover();
    await cluster.getByRole('button', { name: 'Pause' }).waitFor({ timeout: 20_000 });
    expect(await cluster.getByRole('button', { name: 'Play', exact: true }).count()).toBe(0);
  });

  it(
    'run anew in the page, on an engine that comes with the press',
    async () => {
      await open('concepts/what-is-a-pod/');
      const cluster = page.locator('[data-demo=MiniCluster]').first();
      await cluster.getByRole('button', { name: 'Run it live' }).click();
      await cluster.getByRole('button', { name: 'Run it again' }).waitFor();
      expect(loaded()).toContain('engine');
      expect(await cluster.getByRole('alert').count()).toBe(0);
    },
    4 * patienceMs,
  );

  it(
    'are edited as code: by keyboard, with the editor loaded by the press, and Tab leaves it',
    async () => {
      await open('concepts/pod-lifecycle/');
      const row = (text: string) => page.locator('.live-code').getByText(text);
      await page.getByRole('button', { name: 'Edit and run' }).waitFor();
      expect(loaded()).toEqual([]);
      await page.getByRole('button', { name: 'Edit and run' }).press('Enter');
      const editor = page.getByRole('textbox', { name: 'Code' });
      await editor.waitFor();
      expect(loaded()).toContain('editor');
      expect(await editor.evaluate((element) => element === document.activeElement)).toBe(true);
      await row('Each run lasts').waitFor();
      await page.keyboard.press('Home');
      for (let steps = 0; steps < '<BackOffExplorer'.length; steps += 1) await page.keyboard.press('ArrowRight');
      await page.keyboard.type(' runSeconds={77}');
      await row('1 min 17 s').first().waitFor();
      await page.keyboard.press('Tab');
      expect(await page.getByRole('button', { name: 'Reset' }).evaluate((at) => at === document.activeElement)).toBe(
        true,
      );
      await page.keyboard.press('Enter');
      await eventually(() => editor.innerText()).not.toContain('77');
    },
    4 * patienceMs,
  );
});
