import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../determinism/chromium.ts';
import './harness-globals.ts';
import { type Harness, serveHarness } from './serve.ts';

const patienceMs = 60_000;

const playing = (page: Page) =>
  page.waitForFunction(() => globalThis.page?.lab.state.phase === 'playing', undefined, { timeout: patienceMs });
const playsHere = (page: Page) =>
  page.waitForFunction(
    () => globalThis.page?.lab.state.phase === 'playing' && !globalThis.page.lab.state.elsewhere,
    undefined,
    { timeout: patienceMs },
  );
const run = (page: Page, line: string) =>
  page.evaluate(async (typed) => {
    const from = globalThis.page.printed.length;
    await globalThis.page.terminal.run(typed);
    return globalThis.page.printed.slice(from);
  }, line);
const pods = (page: Page) => run(page, 'kubectl get pods -o name');
const endWorker = (page: Page) => page.evaluate(() => globalThis.page.workers.at(-1)?.terminate());

let harness: Harness;
let profile: string;
let context: BrowserContext;
let tabs: Page[] = [];

/** @param preferences of Chromium's profile */
async function launch(preferences: object): Promise<void> {
  harness = await serveHarness();
  profile = mkdtempSync(join(tmpdir(), 'podlab-survive-'));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  context = await chromium.launchPersistentContext(profile, {
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
}

async function end(): Promise<void> {
  tabs = [];
  await context.close();
  harness.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

async function open(): Promise<Page> {
  const page = await context.newPage();
  tabs.push(page);
  await page.goto(harness.url);
  await playing(page);
  return page;
}

async function closeTabs(): Promise<void> {
  for (const tab of tabs.splice(0)) await tab.close();
}

/** One lab in one browser, from test to test: whatever happens, it is the same run, with its Pods. */
describe.skipIf(chromiumPath === undefined)('a run that was begun', { timeout: 4 * patienceMs }, () => {
  beforeAll(() => launch({}), patienceMs);
  afterAll(end, patienceMs);

  it('goes on after undo, reload, command, and reload again', async () => {
    const page = await open();
    for (let round = 0; round < 4; round += 1)
      await run(page, `kubectl label deployment web round=${round} --overwrite`);
    await page.reload();
    await playing(page);
    await run(page, 'kubectl scale deployment web --replicas=2');
    await page.evaluate(() => globalThis.page.lab.undo());
    await run(page, 'kubectl create configmap one --from-literal=a=b');
    await page.reload();
    await playing(page);
    await run(page, 'kubectl create configmap two --from-literal=a=b');
    const before = await pods(page);
    await page.reload();
    await playing(page);
    expect(await run(page, 'kubectl get configmaps one two -o name')).toBe('configmap/one\nconfigmap/two\n');
    expect(await pods(page)).toBe(before);
    await closeTabs();
  });

  it('goes on when its worker ends while another tab watches', async () => {
    const first = await open();
    const second = await open();
    const before = await pods(first);
    await endWorker(first);
    await first.waitForFunction(() => globalThis.page.workers.length === 2);
    await playsHere(first);
    await run(first, 'kubectl create configmap three --from-literal=a=b');
    expect(await second.evaluate(() => globalThis.page.lab.state.elsewhere)).toBe(true);
    expect(await pods(first)).toBe(before);
    await second.evaluate(() => globalThis.page.lab.takeOver());
    await playsHere(second);
    expect(await run(second, 'kubectl get configmaps one two three -o name')).toContain('configmap/three\n');
    expect(await pods(second)).toBe(before);
    await closeTabs();
  });

  it('goes on in a tab that takes over in the moment in which the worker of the other one has ended', async () => {
    const first = await open();
    const second = await open();
    const before = await pods(first);
    await endWorker(first);
    await second.evaluate(() => globalThis.page.lab.takeOver());
    await playsHere(second);
    await first.waitForFunction(() => globalThis.page.lab.state.elsewhere);
    await run(second, 'kubectl create configmap four --from-literal=a=b');
    expect(await pods(second)).toBe(before);
    await first.reload();
    await playing(first);
    expect(await first.evaluate(() => globalThis.page.lab.state.elsewhere)).toBe(true);
    await second.reload();
    await playing(second);
    await first.waitForFunction(
      () => !globalThis.page.lab.state.elsewhere || globalThis.page.lab.state.report !== undefined,
    );
    const plays = (await first.evaluate(() => globalThis.page.lab.state.elsewhere)) ? second : first;
    await playsHere(plays);
    expect(await pods(plays)).toBe(before);
    expect(await run(plays, 'kubectl get configmaps one four -o name')).toBe('configmap/one\nconfigmap/four\n');
    await closeTabs();
  });

  it('goes on in the tab that watches when the process of the page that plays is killed', async () => {
    const first = await open();
    const second = await open();
    const before = await pods(first);
    const devTools = await context.newCDPSession(first);
    const crashed = first.waitForEvent('crash');
    // It has no answer.
    void devTools.send('Page.crash').catch(() => undefined);
    await crashed;
    await playsHere(second);
    expect(await pods(second)).toBe(before);
    expect(await run(second, 'kubectl get configmaps one four -o name')).toBe('configmap/one\nconfigmap/four\n');
  });
});

describe.skipIf(chromiumPath === undefined)(
  'a run where the browser forbids all storage',
  { timeout: 4 * patienceMs },
  () => {
    // As "block all cookies" in the settings does.
    beforeAll(() => launch({ profile: { default_content_setting_values: { cookies: 2 } } }), patienceMs);
    afterAll(end, patienceMs);

    it('is played from memory, says so, survives its worker, and goes on in another tab', async () => {
      const page = await open();
      expect(await page.evaluate(() => globalThis.page.lab.state.kept)).toEqual({
        where: 'memory',
        why: expect.stringContaining('keeps nothing for this page') as string,
      });
      await run(page, 'kubectl create configmap one --from-literal=a=b');
      const before = await pods(page);
      await endWorker(page);
      await page.waitForFunction(() => globalThis.page.workers.length === 2);
      await playsHere(page);
      expect(await pods(page)).toBe(before);
      const other = await open();
      expect(await other.evaluate(() => globalThis.page.lab.state.elsewhere)).toBe(true);
      await other.evaluate(() => globalThis.page.lab.takeOver());
      await playsHere(other);
      expect(await pods(other)).toBe(before);
      expect(await run(other, 'kubectl get configmap one -o name')).toBe('configmap/one\n');
      await page.waitForFunction(() => globalThis.page.lab.state.elsewhere);
    });
  },
);
