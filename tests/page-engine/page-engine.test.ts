import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath } from '../determinism/chromium.ts';
import './harness-globals.ts';
import { type Harness, serveHarness } from './serve.ts';

const patienceMs = 60_000;
let harness: Harness;
let profile: string;
let context: BrowserContext;

beforeAll(async () => {
  harness = await serveHarness();
}, patienceMs);
afterAll(() => harness.close());

beforeEach(async () => {
  profile = mkdtempSync(join(tmpdir(), 'podlab-page-'));
  context = await chromium.launchPersistentContext(profile, {
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
}, patienceMs);
afterEach(async () => {
  await context.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}, patienceMs);

async function open(hash = ''): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${harness.url}${hash}`);
  await playing(page);
  return page;
}

const playing = (page: Page) =>
  page.waitForFunction(() => globalThis.page?.lab.state.phase === 'playing', undefined, { timeout: patienceMs });

const run = (page: Page, line: string) =>
  page.evaluate(async (typed) => {
    const from = globalThis.page.printed.length;
    const code = await globalThis.page.terminal.run(typed);
    return { code, text: globalThis.page.printed.slice(from) };
  }, line);

const pods = async (page: Page) => (await run(page, 'kubectl get pods -o name')).text.trim().split('\n').sort();

const until = (page: Page, isSo: () => boolean) =>
  page.waitForFunction(isSo, undefined, { timeout: patienceMs, polling: 100 });

describe.skipIf(chromiumPath === undefined)('the engine in Chromium', { timeout: 4 * patienceMs }, () => {
  it('plays a lab to its end, with a reload in the middle that loses nothing that was shown', async () => {
    const page = await open();
    await page.evaluate(() => globalThis.page.lab.solve('delete-pod'));
    const line = () => page.evaluate(() => globalThis.page.lab.solutionLine());
    await run(page, (await line()) ?? '');
    await run(page, (await line()) ?? '');
    await until(page, () => globalThis.page.lab.state.report?.steps[0]?.state === 'passed');
    const before = await pods(page);
    // Seen in the page, then gone at once.
    await page.evaluate(async () => {
      await globalThis.page.terminal.run('kubectl create configmap seen --from-literal=a=b && echo kept > kept.txt');
      location.reload();
    });
    await page.waitForLoadState();
    await playing(page);
    expect(await page.evaluate(() => globalThis.page.lab.state.kept)).toMatchObject({ where: 'browser' });
    expect(await pods(page)).toEqual(before);
    expect((await run(page, 'kubectl get configmap seen -o name; cat kept.txt')).text).toBe('configmap/seen\nkept\n');
    const [, , other] = [...before];
    await run(page, `kubectl delete ${(await notRestarted(page)) ?? other ?? ''}`);
    await until(page, () => globalThis.page.lab.state.report?.steps[1]?.state === 'passed');
    const uid = (
      await run(page, "kubectl get pods --sort-by=.metadata.creationTimestamp -o jsonpath='{.items[-1:].metadata.uid}'")
    ).text;
    await run(page, `answer ${uid.slice(0, 5)}`);
    await until(page, () => globalThis.page.lab.state.report?.verdict === 'passed');
  });

  it('recovers by itself when its worker ends without a word', async () => {
    const page = await open();
    await run(page, 'kubectl scale deployment web --replicas=2');
    await until(page, () => globalThis.page.lab.state.picture?.nodes.flatMap(({ pods }) => pods).length === 2);
    const before = await pods(page);
    await page.evaluate(() => globalThis.page.workers[0]?.terminate());
    await until(page, () => globalThis.page.workers.length === 2);
    await playing(page);
    expect(await pods(page)).toEqual(before);
  });

  it('is played by one of two tabs; the other watches, and takes over', async () => {
    const first = await open();
    const second = await open();
    expect(await second.evaluate(() => globalThis.page.lab.state.elsewhere)).toBe(true);
    await run(first, 'kubectl scale deployment web --replicas=4');
    await until(second, () => globalThis.page.lab.state.picture?.nodes.flatMap(({ pods }) => pods).length === 4);
    await expect(run(second, 'kubectl get pods')).rejects.toThrow('played in another tab');
    const before = await pods(first);
    await second.evaluate(() => globalThis.page.lab.takeOver());
    await until(first, () => globalThis.page.lab.state.elsewhere);
    expect(await pods(second)).toEqual(before);
  });

  it('loads programs when they first run, and lets the cluster wait for them', async () => {
    const page = await open();
    const loaded: string[] = [];
    page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
    expect(await run(page, 'echo 6 7 | awk "{ print \\$1 * \\$2 }"')).toEqual({ code: 0, text: '42\n' });
    expect(loaded).toContainEqual(expect.stringMatching(/languages/));
    expect(loaded).not.toContainEqual(expect.stringMatching(/text/));
    const line = 'kubectl exec deploy/web -- sh -c \'echo b c a | tr " " "\\n" | sort | head -n 1\'';
    expect(await run(page, line)).toEqual({ code: 0, text: 'a\n' });
    expect(loaded).toContainEqual(expect.stringMatching(/text/));
    const before = await pods(page);
    await page.reload();
    await playing(page);
    expect(await pods(page)).toEqual(before);
  });

  it('begins as if kubectl had applied the start manifests', async () => {
    const page = await open();
    const applied = await run(page, 'kubectl apply -f start.yaml');
    expect(applied.text.trim().split('\n')).not.toContainEqual(expect.stringMatching(/(?<!unchanged)$/));
  });

  it('goes on in memory, and says why, when the storage fills up', async () => {
    const page = await open();
    expect((await page.evaluate(() => globalThis.page.lab.state.kept)).where).not.toBe('memory');
    const devTools = await context.newCDPSession(page);
    await devTools.send('Storage.overrideQuotaForOrigin', { origin: new URL(harness.url).origin, quotaSize: 1 });
    // Chromium asks anew how much is free half a minute after it last did.
    const isInMemory = () => page.evaluate(() => globalThis.page.lab.state.kept.where === 'memory');
    for (let round = 0; !(await isInMemory()) && round < 30; round += 1) {
      await run(page, `kubectl label deployment web round=${round} --overwrite`);
      await page.waitForTimeout(2_000);
    }
    expect(await page.evaluate(() => globalThis.page.lab.state.kept)).toEqual({
      where: 'memory',
      why: expect.stringContaining('storage of this browser is full') as string,
    });
    const before = await pods(page);
    await page.evaluate(() => globalThis.page.workers[0]?.terminate());
    await until(page, () => globalThis.page.workers.length === 2);
    await playing(page);
    expect(await pods(page)).toEqual(before);
  });

  it('interrupts, undoes, hands keys to a container, and shares by a link', async () => {
    const page = await open();
    const watch = page.evaluate(() => globalThis.page.terminal.run('kubectl get pods -w'));
    await until(page, () => globalThis.page.printed.includes('NAME'));
    await page.evaluate(() => globalThis.page.terminal.interrupt());
    expect(await watch).toBe(130);
    const shell = page.evaluate(() => globalThis.page.terminal.run('kubectl exec -it deploy/web -- sh'));
    await until(page, () => globalThis.page.terminal.takes === 'keys');
    await page.evaluate(() => globalThis.page.terminal.type('exit 4\r'));
    expect(await shell).toBe(4);
    const before = await pods(page);
    await run(page, 'kubectl delete pods --all --wait=false');
    await page.evaluate(() => globalThis.page.lab.undo());
    expect(await pods(page)).toEqual(before);
    const link = await page.evaluate(() => globalThis.page.lab.share());
    await page.close();
    const other = await open(`#${link}`);
    expect(await pods(other)).toEqual(before);
  });
});

/** A Pod whose container has not restarted. */
async function notRestarted(page: Page): Promise<string | undefined> {
  const { text } = await run(page, 'kubectl get pods --no-headers');
  const line = text.split('\n').find((row) => row.split(/\s+/)[3] === '0');
  return line && `pod/${line.split(/\s+/)[0]}`;
}
