import { chromium } from 'playwright-core';
import { chromiumPath } from '../determinism/chromium.ts';
import { serveSite } from '../site/serve-site.ts';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
const build = join(import.meta.dirname, '../../apps/site/build');
const site = await serveSite(build);
for (const hover of [false, true]) {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  await page.goto(site.url + 'labs/replaced-not-restarted/');
  await page.waitForSelector('html[data-has-hydrated=true]');
  await page.waitForLoadState('networkidle');
  if (hover) {
    await page.getByRole('button', { name: 'Start the lab' }).hover();
    await page.waitForTimeout(4000);
  }
  site.forget();
  const t = Date.now();
  const before = site.asked.length;
  await page.getByRole('button', { name: 'Start the lab' }).click();
  await page.waitForSelector('.lab-played', { timeout: 60000 });
  const dt = Date.now() - t;
  const names = site.asked.map((a) => a.path);
  await page.waitForTimeout(3000);
  const later = site.asked.map((a) => a.path).slice(names.length);
  const sz = (n: string) => gzipSync(readFileSync(join(build, n)), { level: 9 }).length;
  const js = names.filter((n) => n.endsWith('.js'));
  console.log('hover', hover, 'ms', dt);
  for (const n of names) console.log('  start', n, sz(n));
  console.log(
    '  sum',
    js.reduce((a, n) => a + sz(n), 0),
  );
  for (const n of later) console.log('  later', n, sz(n));
  console.log(page.workers().map((w) => w.url()));
  await browser.close();
}
await site.close();
