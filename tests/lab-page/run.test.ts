import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../determinism/chromium.ts';
import { runCommand, terminalInput } from '../../apps/site/bench/lab-in-page.ts';
import { eventually, type LabPages, listen, openLabPages } from './open-page.ts';

/** One run, played on from test to test: each leaves the cluster with three Pods. */
describe.skipIf(chromiumPath === undefined)('a run on the lab page', () => {
  let pages: LabPages;
  let page: Page;
  beforeAll(async () => {
    pages = await openLabPages();
    page = await pages.open();
  });
  afterAll(() => pages.close());

  const status = () => page.getByRole('status');
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const time = () => page.evaluate(() => globalThis.played?.state.time);
  const more = async (name: string) => {
    await button('More').click();
    await button(name).click();
  };

  it('takes back the last change', async () => {
    await runCommand(page, 'kubectl scale deployment web --replicas=2');
    await button(/^Undo/).click();
    await eventually(() => status().innerText()).toContain('Taken back: kubectl scale deployment web --replicas=2.');
    expect(await runCommand(page, 'kubectl get deployment web -o jsonpath="{.spec.replicas}"')).toMatch(/\n3$/);
    expect(await button(/^Undo/).isDisabled()).toBe(true);
  });

  it('changes its speed, stands still, and goes on as fast as before', async () => {
    await button('Speed: four times as fast').click();
    await eventually(async () => (await time())?.rate).toBe(4);
    await button('Pause time').click();
    await eventually(async () => (await time())?.rate).toBe(0);
    const stoodAt = await page.locator('time').innerText();
    await page.waitForTimeout(1500);
    expect(await page.locator('time').innerText()).toBe(stoodAt);
    await button('Let time go on').click();
    await eventually(async () => (await time())?.rate).toBe(4);
    expect(await button('Speed: four times as fast').getAttribute('aria-pressed')).toBe('true');
    await button('Speed: real time').click();
    await eventually(async () => (await time())?.rate).toBe(1);
  });

  it('goes forward in time', async () => {
    const before = (await time())?.nowMs ?? 0;
    await button('Fast-forward').click();
    await page.getByRole('list', { name: 'Fast-forward' }).getByRole('button', { name: '1 min', exact: true }).click();
    expect(before).toBeGreaterThan(0);
    await eventually(async () => ((await time())?.nowMs ?? 0) - before).toBeGreaterThanOrEqual(60_000);
    await eventually(() => status().innerText()).toContain('1 min have passed in the cluster.');
  });

  it('looks back and comes back to now, handle and all', async () => {
    const lookBack = page.getByRole('group', { name: 'Look back' });
    const slider = lookBack.getByRole('slider');
    await runCommand(page, 'kubectl delete pod -l app=web --wait=false');
    await eventually(() => page.evaluate(() => globalThis.played?.state.timeline?.lanes.length)).toBe(6);
    await button('Moment before').click();
    await page.getByText('You are looking at').waitFor();
    expect(await slider.inputValue()).not.toBe(await slider.getAttribute('max'));
    await terminalInput(page).focus();
    await page.keyboard.type('kubectl get pods\n');
    await eventually(() => status().innerText()).toContain('The terminal waits');
    await button('Back to now').click();
    await eventually(async () => (await time())?.looking).toBe(false);
    await eventually(() => slider.inputValue()).toBe(await slider.getAttribute('max'));
    await terminalInput(page).fill('');
  });

  it('gives each key to the terminal of a container, and says what it prints', async () => {
    await runCommand(page, 'kubectl rollout status deployment/web');
    await terminalInput(page).fill('kubectl exec -it deploy/web -- sh');
    await terminalInput(page).focus();
    // Typed before the shell is there, as fast fingers do.
    await Promise.all(['Enter', ...'echo', 'Space', ...'he'].map((key) => page.keyboard.press(key)));
    await page.waitForFunction(
      () => document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value === '',
    );
    await page.getByRole('textbox', { name: /^Input for what runs/ }).waitFor();
    const heard = await listen(page);
    await page.keyboard.type('lloo');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('hello', { exact: true }).waitFor();
    await eventually(async () => (await heard()).join('\n')).toMatch(/\bhello\s+\/ #/);
    await page.keyboard.type('exit 3');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('exit 3', { exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Command' }).filter({ visible: true }).count()).toBe(1);
    await eventually(async () => (await heard()).join('\n')).toContain(
      'Exit code 3. command terminated with exit code 3',
    );
  });

  it('describes what was chosen in the picture, by arrow keys too', async () => {
    await page.getByRole('list', { name: 'Cluster' }).getByRole('button').first().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const describe = (command: string | RegExp) =>
      page.getByRole('tabpanel', { name: 'Details' }).getByRole('group', { name: command });
    await describe(/^kubectl describe replicaset web-/).waitFor();
    await page.getByRole('button', { name: 'Node podlab-worker', exact: true }).focus();
    await page.keyboard.press('Enter');
    expect(await describe('kubectl describe node podlab-worker').innerText()).toMatch(/^Name: +podlab-worker\n/);
    await page.getByRole('tab', { name: 'Terminal' }).click();
  });

  it('prints the transcript of the terminal, without what cannot be pressed on paper', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('log').innerText()).toContain('kubectl delete pod -l app=web');
    expect(await page.getByRole('log').isVisible()).toBe(true);
    for (const role of ['tablist', 'toolbar', 'slider', 'textbox'] as const) {
      expect(await page.getByRole(role).filter({ visible: true }).count()).toBe(0);
    }
    await page.emulateMedia({ media: 'screen' });
  });

  it('explains a word of the output on F1', async () => {
    await runCommand(page, 'kubectl get pods');
    await terminalInput(page).press('F1');
    const bubble = page.getByText('A container of the Pod has begun.').filter({ visible: true });
    await bubble.waitFor();
    expect(await bubble.count()).toBe(1);
    await page.keyboard.press('Escape');
  });

  it('shares the moment, without a clipboard too', async () => {
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }));
    await more('Share this moment');
    const dialog = page.getByRole('dialog', { name: 'Share this moment' });
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await dialog.getByText('The text is selected: press Ctrl-C.').waitFor();
    const area = dialog.getByRole('textbox');
    const link = await area.inputValue();
    const selected = await area.evaluate((element) => {
      const { selectionStart, selectionEnd } = element as HTMLTextAreaElement;
      return selectionEnd - selectionStart;
    });
    expect(selected).toBe(link.length);
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?theme=light#.{100}/);
    await page.keyboard.press('Escape');
  });

  it('writes down what was done as a shell script', async () => {
    await more('Copy as shell script');
    const script = await page.getByRole('dialog').getByRole('textbox').inputValue();
    expect(script.split('\n')).toContain('kubectl scale deployment web --replicas=2');
    await page.keyboard.press('Escape');
  });

  it('leads from panel to panel in focus mode and by skip links', async () => {
    const at = () => page.evaluate(() => document.activeElement?.id);
    await button('Focus').click();
    await page.keyboard.press('Shift+F6');
    expect(await at()).toBe('lab-work');
    await page.keyboard.press('F6');
    expect(await at()).toBe('lab-steps');
    await page.keyboard.press('F6');
    expect(await at()).toBe('lab-cluster');
    await button('Focus').click();
    const skip = page.getByRole('navigation', { name: 'Panels of the lab' }).getByRole('link', { name: 'Terminal' });
    await skip.focus();
    expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    await eventually(at).toBe('lab-work');
  });

  it('keeps the text of a terminal that breaks, and the other panels', async () => {
    await page.evaluate(() => {
      globalThis.breaksAt = 'web   ';
    });
    await terminalInput(page).fill('kubectl get deployments');
    await terminalInput(page).press('Enter');
    const alert = page.getByRole('alert');
    await alert.getByText('The terminal broke.').waitFor();
    expect(await alert.innerText()).toContain('a word is unmarkable');
    expect(await page.getByLabel('What stood there').innerText()).toContain(
      'kubectl scale deployment web --replicas=2',
    );
    await button('Copy state for a bug report').click();
    const report = page.getByRole('dialog', { name: 'State for a bug report' }).getByRole('textbox');
    expect(await report.inputValue()).toMatch(/^The terminal broke\.\nError: a word is unmarkable/);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('region', { name: 'Cluster' }).getByRole('alert').count()).toBe(0);
    await page.evaluate(() => {
      globalThis.breaksAt = undefined;
    });
    await button('Show it again').click();
    expect(await runCommand(page, 'kubectl get nodes')).toContain('podlab-worker');
  });
});
