/**
 * How much a reader's browser loads before it is touched, gzipped: JavaScript, CSS, fonts and HTML of each kind of page,
 * and the search index; and what a lab's page loads from the press on Start to its prompt. Sizes are no timings: tests/site/page-weight.test.ts holds the budgets.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { serveBuilt } from '../tools/serve-built.ts';
import { startLab } from './lab-in-page.ts';

const site = join(__dirname, '..');
const build = join(site, 'build');
/** Highest sizes that are still good, in KB gzipped. Every page carries Docusaurus, React and the frame. */
const budgets = {
  concept: { js: 190, html: 35, css: 30 },
  lab: { js: 195, html: 45, css: 32 },
  glossary: { js: 195, html: 60, css: 30 },
  front: { js: 190, html: 35, css: 30 },
} as const;
/** Over the page for what is not there, which has the frame and nothing in it. */
const ownBudget = 12;
/** For the page's own thread. */
const startBudget = 40;
/** For the script of the worker that plays a lab. */
const workerBudget = 240;
const fontsBudget = 60;
const indexBudget = 150;

void measure();

async function measure(): Promise<void> {
  const tsx = createRequire(__filename).resolve('tsx/cli');
  const { status } = spawnSync(process.execPath, [tsx, join(site, 'tools/build.ts'), '--if-changed'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the site could not be built');
  /** Paths, since it was last emptied. */
  const served = new Set<string>();
  const server = await serveBuilt(build, (path) => served.add(path));
  const browser = await chromium.launch({
    executablePath: process.env['PODLAB_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const open = async (path: string) => {
    const page = await browser.newPage();
    const loaded = new Set<string>();
    page.on('response', (response) => loaded.add(new URL(response.url()).pathname));
    await page.goto(server.url + path);
    // On a busy machine the network rests also while scripts are still being compiled.
    await page.waitForSelector('html[data-has-hydrated=true]');
    await page.waitForLoadState('networkidle');
    return { page, loaded };
  };
  const load = async (path: string) => {
    const { page, loaded } = await open(path);
    await page.close();
    const named = (ending: string) => [...loaded].filter((name) => name.endsWith(ending));
    return { js: named('.js'), css: named('.css'), fonts: named('.woff2') };
  };
  try {
    const empty = (await load('404.html')).js;
    for (const [kind, path] of [
      ['concept', heaviestConcept()],
      ['lab', heaviest('labs')],
      ['glossary', 'glossary/'],
      ['front', ''],
    ] as const) {
      const { js, css, fonts } = await load(path);
      const limits = budgets[kind];
      print(`${kind} page: JavaScript`, weigh(js), limits.js);
      print(`${kind} page: CSS`, weigh(css), limits.css);
      print(`${kind} page: HTML`, weigh([`/${path}index.html`]), limits.html);
      if (kind !== 'concept') continue;
      const own = js.filter((name) => !empty.includes(name));
      print('concept page: JavaScript over an empty page, its text included', weigh(own), ownBudget);
      print('fonts', weigh(fonts), fontsBudget);
    }
    const { page } = await open(heaviest('labs'));
    served.clear();
    const { fetched, workers } = await startLab(page);
    const byWorker = [...served].filter((path) => !fetched.includes(path));
    if (fetched.length === 0 || workers.length === 0)
      throw new Error('the page has begun a lab without loading anything');
    print('lab page: what its own thread loads from Start to a prompt', weigh(fetched), startBudget);
    print('lab page: the script of its worker', weigh(workers), workerBudget);
    print('lab page: all that its worker loads from Start to a prompt', weigh(byWorker));
  } finally {
    await browser.close();
    server.close();
  }
  print('search index', weigh(readdirSync(build).filter((name) => name.startsWith('search-index'))), indexBudget);
}

/** The one whose HTML asks for the most JavaScript; most of a page's HTML may be the picture of a demo. */
function heaviestConcept(): string {
  const scripts = (page: string) =>
    [...readFileSync(join(build, page, 'index.html'), 'utf8').matchAll(/<script src="?([^" >]+)/g)].map(
      ([, path = '']) => path,
    );
  return pagesIn('concepts').toSorted((a, b) => weigh(scripts(b)) - weigh(scripts(a)))[0] ?? '';
}

/** The page with the most HTML: `labs/x/`. */
function heaviest(folder: string): string {
  const size = (page: string) => statSync(join(build, page, 'index.html')).size;
  return pagesIn(folder).toSorted((a, b) => size(b) - size(a))[0] ?? '';
}

function pagesIn(folder: string): string[] {
  return readdirSync(join(build, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(build, folder, entry.name, 'index.html')))
    .map(({ name }) => `${folder}/${name}/`);
}

/** @returns KB (of 1,000 bytes), each file gzipped by itself; fonts are compressed already */
function weigh(names: readonly string[]): number {
  const sizes = names.map((name) => {
    const content = readFileSync(join(build, name));
    return name.endsWith('.woff2') ? content.length : gzipSync(content, { level: 9 }).length;
  });
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 100) / 10;
}

function print(name: string, value: number, budget?: number): void {
  console.log(JSON.stringify({ name, value, unit: 'KB gz', budget }));
}
