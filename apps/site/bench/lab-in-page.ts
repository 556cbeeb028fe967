import type { Locator, Page } from 'playwright-core';

/** What a learner's keys go to once a lab can be played. */
const prompt = 'textarea[aria-haspopup=listbox]:not([aria-disabled])';

/** The input of the terminal's tab that is in front, whatever reads it: a shell, a program, a search. */
export function terminalInput(page: Page): Locator {
  return page.getByRole('textbox', { name: /^(Command|Input for|Search in)/ }).filter({ visible: true });
}

/** Runs a command in the terminal and waits until it has ended. @returns what it printed */
export async function runCommand(page: Page, command: string): Promise<string> {
  // Of many commands only the last stay in sight, so their number tells nothing.
  await page.evaluate(() => {
    for (const item of document.querySelectorAll<HTMLElement>('[role=log] li')) item.dataset['seen'] = '';
  });
  await terminalInput(page).fill(command);
  await terminalInput(page).press('Enter');
  const item = page.locator('[role=log] li:not([data-seen])').last();
  await item.waitFor();
  await page.waitForFunction(
    () => document.querySelector('[role=log]:not([hidden] *)')?.getAttribute('aria-busy') !== 'true',
  );
  return item.innerText();
}

export interface StartedLab {
  /** From the press on Start until a command can be typed. */
  readonly tookMs: number;
  /** Paths of what the page itself fetched meanwhile; what its worker fetches is not among them. */
  readonly fetched: readonly string[];
  /** Paths of the scripts that workers began with. */
  readonly workers: readonly string[];
}

/** Presses Start on a lab's page and waits for the prompt. */
export async function startLab(page: Page): Promise<StartedLab> {
  const begun = page.evaluate(
    (selector) =>
      new Promise<Omit<StartedLab, 'workers'>>((resolve) => {
        const before = new Set(performance.getEntriesByType('resource').map(({ name }) => name));
        document.addEventListener(
          'click',
          ({ timeStamp }) => {
            const timer = setInterval(() => {
              if (document.querySelector(selector) === null) return;
              clearInterval(timer);
              const nowMs = performance.now();
              const fetched = performance
                .getEntriesByType('resource')
                .filter(({ name, startTime }) => !before.has(name) && startTime < nowMs);
              resolve({ tookMs: nowMs - timeStamp, fetched: fetched.map(({ name }) => new URL(name).pathname) });
            }, 4);
          },
          { once: true, capture: true },
        );
      }),
    prompt,
  );
  await page.getByRole('button', { name: 'Start the lab' }).click();
  const { tookMs, fetched } = await begun;
  const workers = page.workers().map((worker) => new URL(worker.url()).pathname);
  return { tookMs, fetched: fetched.filter((path) => !workers.includes(path)), workers };
}
