/** How long a lab takes in Chromium from the call to a prompt that can be used: the median of three new browsers. */
import { chromium } from 'playwright-core';
import { chromiumPath } from '../determinism/chromium.ts';
import '../page-engine/harness-globals.ts';
import { serveHarness } from '../page-engine/serve.ts';

const rounds = 3;

if (chromiumPath === undefined) throw new Error('no Chromium was found; name one with PODLAB_CHROMIUM');
const harness = await serveHarness();
const times: number[] = [];
try {
  for (let round = 0; round < rounds; round += 1) {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
    const page = await browser.newPage();
    await page.goto(harness.url);
    await page.waitForFunction(() => globalThis.page?.readyMs > 0, undefined, { timeout: 60_000 });
    times.push(await page.evaluate(() => globalThis.page.readyMs));
    await browser.close();
  }
} finally {
  harness.close();
}
times.sort((a, b) => a - b);
const value = Math.round(times[Math.floor(times.length / 2)] ?? 0);
console.log(JSON.stringify({ name: 'engine: from Start to a prompt, in Chromium', value, unit: 'ms', budget: 800 }));
