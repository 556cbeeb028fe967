import type { Server } from 'node:http';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumPath } from '../determinism/chromium.ts';
import { servePage } from './serve-page.ts';

/** A browser and the page's server, for one file of tests. */
export interface LabPages {
  /** Opens the page in a profile of its own and waits until the lab can be played. */
  open(options?: OpenOptions): Promise<Page>;
  close(): Promise<void>;
}

export type OpenOptions = BrowserContextOptions & {
  readonly theme?: 'light' | 'dark';
  /** What is done with the page while it is empty. */
  readonly before?: (page: Page) => Promise<unknown>;
};

/** As `expect.poll`, with the patience that a busy machine needs. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 45_000 });

export async function openLabPages(): Promise<LabPages> {
  const { server, url } = await servePage();
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
  return {
    async open({ theme = 'light', before, ...options } = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      await before?.(page);
      await page.goto(`${url}?theme=${theme}`);
      await page.waitForFunction(() => globalThis.played?.state.phase === 'playing');
      return page;
    },
    close: () => closeAll(browser, server),
  };
}

async function closeAll(browser: Browser, server: Server): Promise<void> {
  await browser.close();
  server.close();
}

/** Listens to the page's status region from now on: on a busy machine a sentence may be gone before it is read. */
export async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  const heard = await page.evaluateHandle(() => {
    const texts: string[] = [];
    const region = document.querySelector('[role=status]');
    const observer = new MutationObserver(() => texts.push(region?.textContent ?? ''));
    if (region) observer.observe(region, { childList: true, characterData: true, subtree: true });
    return texts;
  });
  return () => heard.jsonValue();
}
