import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../determinism/chromium.ts';

export { chromiumPath };

export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
}
