import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecording, type RunScript } from '@podlab/lab-ui/model';
import { recordRun } from '@podlab/lab-ui/recorder';
import { type BuildOptions, build } from 'esbuild';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { GalleryData } from './gallery.tsx';

export interface OpenedGallery {
  /** What the page was rendered to, before any script. */
  readonly html: string;
  readonly page: Page;
  /** What the page complained of. */
  readonly complaints: readonly string[];
}

export interface GalleryBrowser {
  /** Renders on the server, then opens it in Chromium. */
  open(data: GalleryData, options?: BrowserContextOptions): Promise<OpenedGallery>;
  close(): Promise<void>;
}

/** Bundles the pictures as a site would, for the server and for the browser. */
export async function startGallery(): Promise<GalleryBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-pictures-'));
  const [script, css] = await bundle('client.tsx', { format: 'esm' });
  const [serverScript] = await bundle('server.tsx', { format: 'cjs', platform: 'node' });
  const serverPath = join(folder, 'server.cjs');
  writeFileSync(serverPath, serverScript);
  const server = createRequire(import.meta.url)(serverPath) as typeof import('./server.tsx');
  const browser: Browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  return {
    open: async (data, options = {}) => {
      const body = server.renderGallery(data);
      const html = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Pictures</title><style>${css} body { margin: 0; padding: 1rem; background: var(--pod-paper); color: var(--pod-ink); }</style><div id="root">${body}</div><script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script><script type="module">${script.replaceAll('</script', '<\\/script')}</script></html>`;
      const page = await (await browser.newContext(options)).newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.setContent(html);
      return { html: body, page, complaints };
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A run of an embedded cluster, as a page gets it. */
export async function recordData(script: RunScript) {
  const { signal } = new AbortController();
  const yieldToHost = () => new Promise<void>((done) => setImmediate(done));
  return encodeRecording(await recordRun(script, { signal, yieldToHost }));
}

async function bundle(entry: string, options: BuildOptions): Promise<[script: string, css: string]> {
  const { outputFiles = [] } = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    write: false,
    jsx: 'automatic',
    outdir: '/out',
    logLevel: 'error',
    ...options,
  });
  const textOf = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  return [textOf('.js'), textOf('.css')];
}
