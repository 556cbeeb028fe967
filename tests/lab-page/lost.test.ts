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
});
