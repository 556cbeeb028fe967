import type { Locator, Page } from 'playwright-core';

const mostTabs = 120;

/** Goes on by Tab until an element has the focus, as a reader without a pointer does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let tabs = 0; tabs < mostTabs; tabs += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(target)} is not reached by ${mostTabs} presses of Tab`);
}
