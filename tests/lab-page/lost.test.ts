import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../determinism/chromium.ts';
import { runCommand } from '../../apps/site/bench/lab-in-page.ts';
import { eventually, type LabPages, openLabPages } from './open-page.ts';

describe.skipIf(chromiumPath === undefined)('what a lab page has lost', () => {
  let pages: LabPages;
  let page: Page;
  beforeAll(async () => {
    pages = await openLabPages();
  });
  afterEach(() => page.context().close());
  afterAll(() => pages.close());

  const podNames = (of: Page) =>
    of.evaluate(() =>
      (globalThis.played?.state.picture?.nodes ?? [])
        .flatMap(({ pods }) => pods.map(({ name }) => name))
        .toSorted()
        .join(' '),
    );
  /** What the lab may come to need has been loaded: nothing more is asked for. */
  const loaded = async () => {
    const count = () => page.workers()[0]?.evaluate(() => performance.getEntriesByType('resource').length);
    for (let before = -1, now = await count(); before !== now; now = await count()) {
      before = now ?? 0;
      await page.waitForTimeout(4_000);
    }
  };
  const endWorker = () => page.workers()[0]?.evaluate(() => self.close());

  it('is played in one tab at a time; the other one watches, and takes over as the lab stands', async () => {
    page = await pages.open();
    await runCommand(page, 'kubectl scale deployment web --replicas=2');
    await eventually(() => podNames(page)).toMatch(/^\S+ \S+$/);
    const before = await podNames(page);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByText('Another tab plays this lab.').waitFor();
    await eventually(() => podNames(other)).toBe(before);
    await other.getByRole('button', { name: 'Play it here' }).click();
    await other.getByText('Another tab plays this lab.').waitFor({ state: 'hidden' });
    await page.getByText('Another tab plays this lab.').waitFor();
    await eventually(() => podNames(other)).toBe(before);
    expect(await runCommand(other, 'kubectl get pods')).toContain(before.split(' ')[0]);
  });

  it('says that it keeps nothing where the browser lets it keep nothing, and when it is offline', async () => {
    page = await pages.open({
      before: (empty) =>
        empty.route('**/entry.js', async (route) => {
          const response = await route.fetch();
          const body = `Object.defineProperty(self, 'indexedDB', { value: undefined });${await response.text()}`;
          await route.fulfill({ response, body });
        }),
    });
    await page.getByText('This run ends with the page.').waitFor();
    await loaded();
    await page.context().setOffline(true);
    await page.getByText('You are offline. The lab goes on').waitFor();
    expect(await runCommand(page, 'kubectl get pods')).toContain('Running');
    await endWorker();
    await page.getByText(/^Making the cluster again/).waitFor();
    // Meanwhile it is shown as it was.
    expect(await podNames(page)).toMatch(/^\S+ \S+ \S+$/);
    expect(await page.locator('[data-check="three-ready"]').getByText('passed', { exact: true }).count()).toBe(1);
    await page.context().setOffline(false);
  });

  it('gives up when its worker has ended four times: says what to do, hands over what was kept, and begins anew when asked', async () => {
    page = await pages.open();
    await runCommand(page, 'kubectl scale deployment web --replicas=2');
    for (let crash = 1; crash <= 4; crash += 1) {
      await eventually(() => page.workers().length).toBe(1);
      await page.waitForFunction(() => globalThis.played?.state.phase === 'playing');
      const ended = page.workers()[0];
      await endWorker();
      await eventually(() => page.workers().includes(ended as never)).toBe(false);
    }
    const notice = page.getByRole('alert');
    await notice.getByText('The cluster of this lab has crashed 4 times in a row').waitFor();
    expect(await notice.innerText()).toContain('Reload the page to go on with it');
    expect(await notice.innerText()).toContain('Reset begins the lab anew');
    await notice.getByRole('button', { name: 'Copy state for a bug report' }).click();
    const report = page.getByRole('dialog', { name: 'State for a bug report' }).getByRole('textbox');
    expect(await report.inputValue()).toMatch(
      /^The cluster of this lab has crashed 4 times[^]*"line":"kubectl scale deployment/,
    );
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Share this moment' }).click();
    const link = page.getByRole('dialog', { name: 'Share this moment' }).getByRole('textbox');
    expect(await link.inputValue()).toMatch(/#z[\w-]{100}/);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('button', { name: 'Begin anew' }).click();
    await notice.waitFor({ state: 'detached' });
    await page.waitForFunction(() => globalThis.played?.state.phase === 'playing');
    expect(await runCommand(page, 'kubectl get deployment web -o jsonpath="{.spec.replicas}"')).toMatch(/\n3$/);
  });

  it('says which part could not be loaded, asks nothing it cannot ask, and goes on', async () => {
    page = await pages.open({ before: (empty) => empty.route('**/later-parts-*.js', (route) => route.abort()) });
    await page.getByRole('tab', { name: 'YAML' }).click();
    const fault = page.getByRole('tabpanel', { name: 'YAML' }).getByRole('alert');
    await fault.getByText('This part of the page could not be loaded.').waitFor();
    await fault.getByRole('button', { name: 'Try again' }).waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText(/^The lab goes on as it is: a part of this page could not be loaded/).waitFor();
    await page.getByRole('tab', { name: 'Terminal' }).click();
    expect(await runCommand(page, 'kubectl get pods')).toContain('Running');
  });

  it('tells of a run that an older Podlab kept, and lets it be downloaded', async () => {
    page = await pages.open();
    const url = page.url();
    await page.goto(new URL('/nothing', url).href);
    await page.evaluate(async () => {
      const done = (request: IDBRequest | IDBTransaction, event: string) =>
        new Promise((resolve) => request.addEventListener(event, resolve));
      const request = indexedDB.open('podlab-labs');
      await done(request, 'success');
      const transaction = request.result.transaction('runs', 'readwrite');
      const store = transaction.objectStore('runs');
      store.clear();
      store.put({ lab: 'replaced-not-restarted', ready: true }, 'replaced-not-restarted/meta');
      store.put([{ kind: 'time' }], 'replaced-not-restarted/journal/000000001');
      await done(transaction, 'complete');
      request.result.close();
    });
    await page.goto(url);
    const notice = page.getByText('Your earlier run of this lab is not gone on with: it was kept by another version');
    await notice.waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download it' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('podlab-replaced-not-restarted-earlier-run.json');
    expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual({
      'replaced-not-restarted/meta': { lab: 'replaced-not-restarted', ready: true },
      'replaced-not-restarted/journal/000000001': [{ kind: 'time' }],
    });
    await page.getByRole('button', { name: 'Close this message' }).click();
    expect(await notice.count()).toBe(0);
    await page.reload();
    await page.waitForFunction(() => globalThis.played?.state.phase === 'playing');
    expect(await notice.count()).toBe(0);
  });
});
