import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../determinism/chromium.ts';

const site = new URL('../../apps/site/plugins/glossary/client/', import.meta.url);
const tokens = new URL('../../packages/lab-ui/src/look/tokens.css', import.meta.url);
const read = (url: URL) => readFileSync(url, 'utf8');

/** The bubble's code as a browser gets it, minified. */
export async function bubbleScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "import { onRouteDidUpdate } from './glossary-bubble.ts'; onRouteDidUpdate();",
      resolveDir: site.pathname,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

export function launch(): Promise<Browser> {
  return chromium.launch({ ...(chromiumPath ? { executablePath: chromiumPath } : {}), args: ['--no-sandbox'] });
}

const link = (id: string, word: string) =>
  `<a class="gl" href="/glossary#${id}" data-gl="${id}" aria-describedby="gl-${id}">${word}</a>`;

const body = `
<p id="top" tabindex="-1">Text.</p>
<p>A ${link('pod', 'Pod')} on a ${link('node', '<b>node</b>')}. Again a <span class="gl-again" data-gl="pod">Pod</span>.</p>
<pre data-gl-scope tabindex="0" id="terminal">web  0/1  <span class="gl-token" data-gl="error">Error</span></pre>
<p style="margin-top: 2000px" id="far">Far down, a ${link('pod', 'Pod')}.</p>
<section class="gl-used"><dl>
<dt><dfn><a href="/glossary#pod">Pod</a></dfn></dt><dd id="gl-pod">A unit of containers.</dd>
<dt><dfn><a href="/glossary#node">node</a></dfn></dt><dd id="gl-node">A machine.</dd>
<dt><dfn><a href="/glossary#error">Error</a></dfn></dt><dd id="gl-error">It has ended.</dd>
</dl></section>`;

/** Opens a page with two terms, a terminal and their definitions. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}, uses?: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 900, height: 600 }, ...options });
  const script = await bubbleScript();
  const css = read(tokens) + read(new URL('glossary.css', site));
  const head = `<!doctype html><meta name="viewport" content="width=device-width"><style>body{font:16px sans-serif}${css}</style>`;
  await context.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', body: `${head}${body}<script>${script}</script>` }),
  );
  if (uses !== undefined) {
    await context.addInitScript((value) => localStorage.setItem('podlab:v1:definitions', JSON.stringify(value)), uses);
  }
  const page = await context.newPage();
  await page.goto('http://podlab.test/concepts/');
  return page;
}

/** From here on the page's time passes only when `page.clock.runFor` says so, however slow the machine is. */
export async function stopClock(page: Page): Promise<void> {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
}

/** The words of the open bubble, or undefined. */
export function bubbleText(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.querySelector<HTMLElement>('.gl-bubble[data-open]')?.innerText);
}

export function isOpen(page: Page): Promise<boolean> {
  return bubbleText(page).then((text) => text !== undefined);
}

/** Waits for the bubble to be open or closed; fails after two seconds. */
export async function waitForBubble(page: Page, open: boolean): Promise<void> {
  await page.waitForFunction((open) => (document.querySelector('.gl-bubble[data-open]') !== null) === open, open, {
    timeout: 2000,
  });
}
