/**
 * How long a lab takes in Chromium from the call to a prompt that can be used, with the engine as the site's bundler
 * makes it; the median of new browsers. Then the same on a processor that is four times as slow: DevTools slow down no
 * workers, so the page's process is stopped three quarters of the time. And what was loaded by then.
 */
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../determinism/chromium.ts';
import { slowDown } from './start/slow-down.ts';
import { serveStart } from './start/serve-start.ts';

const rounds = 5;
const kilobyte = 1000;

if (chromiumPath === undefined) throw new Error('no Chromium was found; name one with PODLAB_CHROMIUM');
const { url, worker, close } = await serveStart();
try {
  const fast = await median(() => start(1));
  report('engine: from Start to a prompt, in Chromium', Math.round(fast.readyMs), 'ms', 800);
  report('engine: the same, processor time of the page and its worker', Math.round(fast.cpuMs), 'ms');
  const slow = await median(() => start(4));
  report('engine: from Start to a prompt, four times as slow', Math.round(slow.readyMs), 'ms', 2_500);
  const names = [...new Set(fast.loaded)].filter((name) => worker.has(name));
  const bytes = names.map((name) => gzipSync(worker.get(name) ?? '', { level: 9 }).length);
  report('engine: what the worker has loaded by then, gzipped', bytes.reduce((a, b) => a + b, 0) / kilobyte, 'KB');
} finally {
  close();
}

interface Start {
  readonly readyMs: number;
  readonly cpuMs: number;
  /** Names of the worker's files. */
  readonly loaded: readonly string[];
}

async function start(slowness: number): Promise<Start> {
  const browser = await chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(() => globalThis.beginLab !== undefined);
    const processes = await browser.newBrowserCDPSession();
    const look = async () => {
      const { processInfo } = await processes.send('SystemInfo.getProcessInfo');
      return processInfo.filter(({ type }) => type === 'renderer');
    };
    const seconds = async () => (await look()).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    const before = await seconds();
    const end = slowDown(
      (await look()).map(({ id }) => id),
      slowness,
    );
    const { readyMs, loaded } = await page.evaluate(() => globalThis.beginLab()).finally(end);
    return {
      readyMs,
      cpuMs: ((await seconds()) - before) * 1000,
      loaded: loaded.map((url) => url.replace(/.*\//, '')),
    };
  } finally {
    await browser.close();
  }
}

async function median(measure: () => Promise<Start>): Promise<Start> {
  const found: Start[] = [];
  for (let round = 0; round < rounds; round += 1) found.push(await measure());
  const [middle] = found.toSorted((a, b) => a.readyMs - b.readyMs).slice(Math.floor(rounds / 2));
  if (!middle) throw new Error('nothing was measured');
  return middle;
}

function report(name: string, value: number, unit: string, budget?: number): void {
  console.log(JSON.stringify({ name, value, unit, ...(budget !== undefined && { budget }) }));
}
