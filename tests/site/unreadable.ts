import type { Page } from 'playwright-core';

/**
 * Texts that cannot be read in forced colours: the browser lays the colour of the paper behind each text, and where the
 * page itself writes in that colour on ink, nothing is left.
 */
export function unreadableInForcedColours(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const probe = document.createElement('i');
    probe.style.color = 'Canvas';
    document.body.append(probe);
    const paper = getComputedStyle(probe).color;
    probe.remove();
    return [...document.querySelectorAll<HTMLElement>('button, a, span, p, summary')]
      .filter((part) => {
        const { color, forcedColorAdjust } = getComputedStyle(part) as CSSStyleDeclaration & {
          readonly forcedColorAdjust: string;
        };
        return color === paper && forcedColorAdjust !== 'none' && part.innerText.trim() !== '';
      })
      .map((part) => part.innerText);
  });
}
