/**
 * What Lighthouse says of a page of each kind on a slow phone, as points missing of 100. It is fetched for the run, as
 * nothing else needs it. Performance is told by the machine's own speed too: trust it on a quiet one only.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseAddress } from '../tools/base-place.ts';
import { rebaseSite } from '../tools/rebase-site.ts';
import { serveBuilt } from '../tools/serve-built.ts';

const lighthouse = 'lighthouse@12.8.2';
const pages = {
  'front page': '',
  'concept page': 'concepts/disruption/',
  'lab page': 'labs/replaced-not-restarted/',
  'glossary page': 'glossary/',
} as const;
/** How many points of 100 may be missing. */
const budgets = { performance: 5, accessibility: 0, 'best-practices': 0, seo: 0 } as const;

interface Report {
  readonly categories: Readonly<Record<keyof typeof budgets, { readonly score: number | null }>>;
  readonly audits: Readonly<Record<string, { readonly numericValue?: number }>>;
}

void measure();

async function measure(): Promise<void> {
  const site = join(__dirname, '..');
  const build = [createRequire(__filename).resolve('tsx/cli'), join(site, 'tools/build.ts'), '--if-changed'];
  if (spawnSync(process.execPath, build, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0)
    throw new Error('the site could not be built');
  const folder = mkdtempSync(join(tmpdir(), 'podlab-lighthouse-'));
  cpSync(join(site, 'build'), folder, { recursive: true });
  const server = await serveBuilt(folder);
  try {
    const address = parseAddress(server.url);
    if (address === undefined) throw new Error(`not an address: ${server.url}`);
    rebaseSite(folder, address);
    for (const [name, path] of Object.entries(pages)) report(name, await audit(server.url + path));
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}

/** The server answers in this process, so that Lighthouse must run beside it. */
async function audit(url: string): Promise<Report> {
  const flags = ['--quiet', '--output=json', '--chrome-flags=--headless=new --no-sandbox'];
  const child = spawn('npx', ['-y', lighthouse, url, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CHROME_PATH: process.env['PODLAB_CHROMIUM'] ?? '/usr/bin/chromium' },
  });
  return JSON.parse(await text(child.stdout)) as Report;
}

function report(page: string, { categories, audits }: Report): void {
  for (const [name, budget] of Object.entries(budgets)) {
    const score = categories[name as keyof typeof budgets].score ?? 0;
    print(`Lighthouse, ${page}: ${name}`, Math.round(100 - 100 * score), 'of 100 missing', budget);
  }
  print(`Lighthouse, ${page}: total blocking time`, Math.round(audits['total-blocking-time']?.numericValue ?? 0), 'ms');
}

function print(name: string, value: number, unit: string, budget?: number): void {
  console.log(JSON.stringify({ name, value, unit, budget }));
}
