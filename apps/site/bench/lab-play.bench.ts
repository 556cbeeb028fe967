/**
 * A lab played in the built site, in Chromium: how long from Start to a prompt, how late a typed letter is while fifty
 * Pods are replaced, and what page and worker hold after a quarter of an hour of the cluster's time. A slowed CPU slows
 * the page only: Chromium does not slow workers.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { serveBuilt } from '../tools/serve-built.ts';
import { runCommand, startLab } from './lab-in-page.ts';

const site = join(__dirname, '..');
const rounds = 3;
/** Of the cluster's time, which runs sixteen times as fast. */
const minutes = 15;
/** So often fifty Pods are replaced in these minutes: 1,500 in all. */
const everySeconds = 30;
const churn = 'kubectl rollout restart deployment churn';

void measure();

async function measure(): Promise<void> {
  const build = [createRequire(__filename).resolve('tsx/cli'), join(site, 'tools/build.ts'), '--if-changed'];
  if (spawnSync(process.execPath, build, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0)
    throw new Error('the site could not be built');
  const server = await serveBuilt(join(site, 'build'));
  const executablePath = process.env['PODLAB_CHROMIUM'] ?? '/usr/bin/chromium';
  const url = `${server.url}labs/replaced-not-restarted/`;
  try {
    for (const [slowed, budget] of [
      [1, 800],
      [4, 2500],
    ] as const) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
        const page = await openPage(browser, url);
        const session = await page.context().newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: slowed });
        times.push((await startLab(page)).tookMs);
        await browser.close();
      }
      const name = slowed === 1 ? 'from Start to a prompt' : `from Start to a prompt, the page ${slowed}x slowed`;
      print(`lab page: ${name}`, atShare(times, 0.5), 'ms', budget);
    }
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const page = await openPage(browser, url);
    await startLab(page);
    const quiet = await typeAfter(page, 'true');
    await runCommand(page, 'kubectl create deployment churn --image=nginx:1.29 --replicas=50');
    await runCommand(page, 'kubectl rollout status deployment churn');
    const { late, painted } = await typeAfter(page, churn);
    print('lab page: a letter typed while 50 Pods are replaced, p95', atShare(late, 0.95), 'ms', 16);
    print('lab page: the same, median', atShare(late, 0.5), 'ms');
    print('lab page: the same until the next frame, p95', atShare(painted, 0.95), 'ms');
    print('lab page: until the next frame while nothing happens, p95', atShare(quiet.painted, 0.95), 'ms');
    await page.getByRole('button', { name: 'Speed: sixteen times as fast' }).click();
    const roundMs = everySeconds * 1000;
    for (let round = 1; round * roundMs <= minutes * 60_000; round += 1) {
      const over = page.waitForTimeout(roundMs / 16);
      await runCommand(page, churn);
      await runCommand(page, 'kubectl get pods');
      await over;
    }
    const { pageBytes, workerBytes } = await heapOf(page);
    print(
      'lab page: heap of page and worker after 15 minutes, 50 Pods replaced every 30 s',
      (pageBytes + workerBytes) / 1e6,
      'MB',
      80,
    );
    print('lab page: of this the worker', workerBytes / 1e6, 'MB');
    await browser.close();
  } finally {
    server.close();
  }
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(120_000);
  await page.goto(url);
  await page.waitForSelector('html[data-has-hydrated=true]');
  return page;
}

/** Of each letter, ms from the key until the document has it, laid out, and until a frame after that. */
interface TypedLetters {
  readonly late: number[];
  readonly painted: number[];
}

/** Types a command three times over, each time after another one has been run. */
async function typeAfter(page: Page, command: string): Promise<TypedLetters> {
  await page.evaluate(() => {
    const times = { late: [] as number[], painted: [] as number[] };
    Object.assign(globalThis, { typing: times });
    // The document is further out than the framework, whose work is done before this microtask. A task would be too late:
    // after a key, Chromium first makes the next frame.
    document.addEventListener('input', ({ timeStamp }) => {
      queueMicrotask(() => {
        document.body.getBoundingClientRect();
        times.late.push(performance.now() - timeStamp);
      });
      requestAnimationFrame(() => setTimeout(() => times.painted.push(performance.now() - timeStamp)));
    });
  });
  for (let round = 0; round < 3; round += 1) {
    await runCommand(page, command);
    await page.keyboard.type('kubectl get pods --field-selector status.phase=Running', { delay: 90 });
    await page.keyboard.press('Control+u');
  }
  return page.evaluate(() => (globalThis as unknown as { typing: TypedLetters }).typing);
}

async function heapOf(page: Page): Promise<{ readonly pageBytes: number; readonly workerBytes: number }> {
  const session = await page.context().newCDPSession(page);
  const targets: string[] = [];
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') targets.push(sessionId);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize: pageBytes } = await session.send('Runtime.getHeapUsage');
  const sizes = await Promise.all(targets.map((target) => heapOfWorker(session, target)));
  if (sizes.length === 0) throw new Error('the page has no worker');
  return { pageBytes, workerBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

async function heapOfWorker(session: CDPSession, sessionId: string): Promise<number> {
  const ask = (id: number, method: string) =>
    new Promise<{ readonly usedSize?: number }>((resolve) => {
      session.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
        const answer = JSON.parse(message) as { id?: number; result?: { usedSize?: number } };
        if (from === sessionId && answer.id === id) resolve(answer.result ?? {});
      });
      void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    });
  await ask(1, 'HeapProfiler.collectGarbage');
  const { usedSize } = await ask(2, 'Runtime.getHeapUsage');
  if (usedSize === undefined) throw new Error('the worker did not say what it holds');
  return usedSize;
}

/** The value that this share of all is not above. */
function atShare(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function print(name: string, value: number, unit: string, budget?: number): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit, budget }));
}
