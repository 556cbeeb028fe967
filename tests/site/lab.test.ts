import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runCommand, terminalInput } from '../../apps/site/bench/lab-in-page.ts';
import { describeNeeding } from '../requirements.ts';
import { buildTimeoutMs, builtSite } from './built-site.ts';
import { chromiumPath } from './chromium.ts';
import { tabTo } from './keyboard.ts';
import { serveSite, type ServedSite } from './serve-site.ts';

const patienceMs = 120_000;
const testMs = 4 * patienceMs;
const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const rebase = join(import.meta.dirname, '../../apps/site/tools/rebase.ts');
const lab = 'labs/replaced-not-restarted/';

describeNeeding('Chromium', chromiumPath !== undefined, 'a lab in the page', () => {
  let folder: string;
  let site: ServedSite;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'podlab-lab-')), 'site');
    cpSync(await builtSite(), folder, { recursive: true });
    spawnSync(process.execPath, [tsx, rebase, folder, '/learn/podlab/'], { stdio: 'inherit' });
    site = await serveSite(folder, '/learn/podlab/');
    browser = await chromium.launch({
      ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
      args: ['--no-sandbox', '--host-resolver-rules=MAP plain.test 127.0.0.1'],
    });
  }, buildTimeoutMs);
  afterEach(async () => {
    await page?.context().close();
    const faults = errors.splice(0);
    faults.push(...site.asked.filter(({ status }) => status !== 200).map(({ path }) => `${path} is not there`));
    site.forget();
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  const open = async (url: string, options: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(patienceMs);
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-has-hydrated=true]');
  };
  const terminal = () => terminalInput(page);
  const run = (line: string) => runCommand(page, line);
  const passed = (check: string) =>
    page.locator(`[data-check="${check}"]`).getByText('passed', { exact: true }).waitFor();
  const loadedScripts = () =>
    site.asked
      .filter(({ path }) => path.endsWith('.js'))
      .map(({ path }) => readFileSync(join(folder, path.slice('/learn/podlab/'.length)), 'utf8'));

  it(
    'is complete without JavaScript: steps, checks, solutions, and pictures of the start and of a solution',
    async () => {
      await open(`${site.url}${lab}`, { javaScriptEnabled: false });
      expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringMatching(/^1\. /), expect.stringMatching(/^3\. /)]),
      );
      expect(await page.locator('[data-demo=LabPicture] svg').count()).toBeGreaterThan(4);
      const isNumbered = (link: Element) =>
        document.querySelectorAll('.gl-used dt')[Number(link.getAttribute('data-n')) - 1]?.nextElementSibling?.id ===
        link.getAttribute('aria-describedby');
      const links = page.locator('main a.gl');
      expect(await links.count()).toBeGreaterThan(5);
      for (const link of await links.all()) expect(await link.evaluate(isNumbered)).toBe(true);
      const pods = async (index: number) =>
        (await page.locator('[data-demo=LabPicture]').nth(index).innerText()).match(/…-\w{5}/g);
      const [start, goal] = [await pods(0), await pods(1)];
      expect(start).toHaveLength(3);
      expect(goal?.filter((name) => start?.includes(name))).toHaveLength(2);
      await page.getByText(/^Solution 1/).click();
      expect(await page.locator('details[open]').innerText()).toContain('kubectl get pods');
    },
    testMs,
  );

  it(
    'is solved whole by keyboard, with a reload in the middle; before the start nothing of the engine is loaded',
    async () => {
      await open(`${site.url}${lab}`);
      const start = page.getByRole('button', { name: 'Start the lab' });
      await start.waitFor();
      await page.waitForTimeout(1_000);
      expect(loadedScripts().filter((script) => script.includes('podlab-labs'))).toEqual([]);
      await tabTo(page, start);
      await page.keyboard.press('Enter');
      const prediction = page.getByRole('radio', { name: /same UID and IP/ });
      await prediction.waitFor();
      expect(loadedScripts().filter((script) => script.includes('podlab-labs'))).toHaveLength(1);
      await tabTo(page, page.getByRole('radio').first());
      for (let presses = 0; presses < 6 && !(await prediction.isChecked()); presses += 1)
        await page.keyboard.press('ArrowDown');
      await tabTo(page, page.getByRole('button', { name: 'Predict' }));
      await page.keyboard.press('Enter');
      await passed('prediction');
      await tabTo(page, terminal());
      const [pod = '', other = ''] = (await run('kubectl get pods -o name')).match(/web-\w+-\w{5}/g) ?? [];
      await run(`kubectl exec ${pod} -- kill 1`);
      await page.getByText('Step 2 of 3').waitFor();

      await page.reload();
      await page.getByText('Step 2 of 3').waitFor();
      expect(await run('kubectl get pods -o name')).toContain(pod);
      await run(`kubectl delete pod ${other} --wait=false`);
      await page.getByText('Step 3 of 3').waitFor();
      const newest = await run(
        "kubectl get pods --sort-by=.metadata.creationTimestamp -o jsonpath='{.items[-1:].metadata.uid}'",
      );
      const answer = page.getByRole('textbox', { name: /first five characters/ });
      await answer.focus();
      await page.keyboard.type(/([0-9a-f]{5})[0-9a-f]{3}-/.exec(newest)?.[1] ?? '');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'What is true' }).waitFor();
    },
    testMs,
  );

  it(
    'marks the words of the glossary: in its texts, and by F1 in what the terminal printed',
    async () => {
      await open(`${site.url}${lab}`);
      await page.getByRole('button', { name: 'Start the lab' }).click();
      await terminal().waitFor();
      const link = page.getByRole('region', { name: 'Steps' }).getByRole('link', { name: 'main process' });
      await link.focus();
      await page.keyboard.press('F1');
      const bubble = page.locator('.gl-bubble[data-open]');
      expect(await bubble.innerText()).toContain('The first process of a container');
      await page.keyboard.press('Escape');
      await run('kubectl describe pods');
      await page.keyboard.press('F1');
      await bubble.waitFor();
      expect((await bubble.innerText()).length).toBeGreaterThan(40);
    },
    testMs,
  );

  it(
    'needs no network once it has a prompt: editor, panels and dialogs open without one',
    async () => {
      await open(`${site.url}${lab}`);
      await page.getByRole('button', { name: 'Start the lab' }).click();
      await terminal().waitFor();
      // The editor is the last and the largest of what is loaded ahead.
      await expect
        .poll(() => loadedScripts().some((script) => script.includes('cm-content')), { timeout: patienceMs })
        .toBe(true);
      // Of the worker's code that nobody has asked for, the last.
      await expect
        .poll(() => loadedScripts().some((script) => script.includes('dispatching hogs')), { timeout: patienceMs })
        .toBe(true);
      await page.context().setOffline(true);
      expect(await run('kubectl top pods | awk "{print NF}"; kubectl explain pod.spec | head -n 1')).toContain('KIND:');
      // A program of an image that nothing has run yet, and the ledger, which tells of the image and of metrics.
      expect(await run('kubectl run kv --image=redis:8 && kubectl wait --for=condition=Ready pod/kv')).toContain('met');
      expect(await run('kubectl run x --image=nowhere:1; kubectl describe clusterrole view | head -n 1')).toContain(
        'F-06',
      );
      await page.getByRole('tab', { name: 'YAML' }).click();
      await page.locator('.cm-content').filter({ hasText: 'kind: Deployment' }).waitFor();
      await page.getByRole('tab', { name: 'Timeline' }).click();
      await page.getByRole('group', { name: 'Timeline of the Pods' }).waitFor();
      await page.getByRole('tab', { name: 'Events' }).click();
      await page.getByRole('list', { name: 'Events, newest first' }).waitFor();
      await page.getByRole('button', { name: 'Reset' }).click();
      await page.getByRole('button', { name: 'Go on as it is' }).click();
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await page.getByRole('heading', { name: 'Keyboard' }).waitFor();
      await page.context().setOffline(false);
    },
    testMs,
  );

  it(
    'is played on a phone, over plain HTTP',
    async () => {
      const url = site.url.replace('127.0.0.1', 'plain.test');
      await open(`${url}${lab}`, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
      expect(await page.evaluate(() => isSecureContext)).toBe(false);
      const width = () => page.evaluate(() => document.documentElement.scrollWidth);
      expect(await width()).toBe(360);
      await page.getByRole('button', { name: 'Start the lab' }).tap();
      await page.getByText('Step 1 of 3').first().waitFor();
      await page.getByRole('button', { name: 'Terminal', exact: true }).tap();
      expect(await run('kubectl get pods')).toContain('Running');
      expect(await width()).toBe(360);
    },
    testMs,
  );
});
