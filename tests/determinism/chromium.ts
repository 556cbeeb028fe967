import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

/** The machine's Chromium: PODLAB_CHROMIUM, or the first `chromium` on the PATH. */
export const chromiumPath = process.env['PODLAB_CHROMIUM'] || findOnPath('chromium');

/** It goes nowhere on its own: this page is all it sees. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

declare global {
  /** Put there by `run-on-page.ts`. */
  var playRun: (steps: number, seed: string) => Promise<string[]>;
}

/** Plays the run in a Chromium with a new profile. @returns its digests */
export async function playInChromium(steps: number, seed: string): Promise<string[]> {
  if (chromiumPath === undefined) throw new Error('there is no Chromium here');
  const profile = mkdtempSync(join(tmpdir(), 'podlab-chromium-'));
  const server = await serve(await bundle());
  try {
    const context = await chromium.launchPersistentContext(profile, { executablePath: chromiumPath, args: flags });
    try {
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      return await page.evaluate(([count, seed]) => globalThis.playRun(count, seed), [steps, seed] as const);
    } finally {
      await context.close();
    }
  } finally {
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'run-on-page.ts')],
    bundle: true,
    write: false,
    // The code that a page loads late is bundled too: the run is synchronous. late-code.test.ts holds the two alike.
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'iife',
    target: 'es2023',
  });
  return outputFiles[0]?.text ?? '';
}

/** A page from loopback: only there, and over TLS, does a browser have SHA-256. */
async function serve(script: string): Promise<Server> {
  const server = createServer(({ url }, response) => {
    const isScript = url === '/run.js';
    response.setHeader('content-type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
    response.end(isScript ? script : '<!doctype html><title>A run</title><script src="/run.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function findOnPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}
