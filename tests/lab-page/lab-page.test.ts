import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../determinism/chromium.ts';
import { runCommand, terminalInput } from '../../apps/site/bench/lab-in-page.ts';
import { unreadableInForcedColours } from '../site/unreadable.ts';
import { eventually, type LabPages, openLabPages } from './open-page.ts';

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

describe.skipIf(chromiumPath === undefined)('the lab page', () => {
  let pages: LabPages;
  let page: Page;
  beforeAll(async () => {
    pages = await openLabPages();
  });
  afterEach(() => page.context().close());
  afterAll(() => pages.close());

  const status = () => page.getByRole('status');
  const check = (id: string) => page.locator(`[data-check="${id}"]`);
  const podName = () =>
    page.evaluate(() => globalThis.played?.state.picture?.nodes.flatMap(({ pods }) => pods)[0]?.name ?? '');
  const focusedName = () =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );

  it('plays the lab from the first check to the debrief', async () => {
    page = await pages.open();
    await page.getByRole('radio', { name: /same UID and IP/ }).check();
    await page.getByRole('button', { name: 'Predict' }).click();
    await check('prediction').getByText('passed', { exact: true }).waitFor();
    const pod = await podName();
    await runCommand(page, `kubectl exec ${pod} -- kill 1`);
    await page.getByText('Step 2 of 3').waitFor({ timeout: 60_000 });
    await eventually(() => page.getByText('You were right.').count()).toBeGreaterThan(0);
    await runCommand(page, `kubectl delete pod ${pod} --wait=false`);
    await page.getByText('Step 3 of 3').waitFor({ timeout: 60_000 });
    const uid = await page.evaluate(() => {
      const pods = globalThis.played?.state.picture?.nodes.flatMap((node) => node.pods) ?? [];
      const lanes = globalThis.played?.state.timeline?.lanes ?? [];
      const young = lanes.find((lane) => lane.moments[0]?.what === 'created');
      return pods.find((one) => one.uid === young?.uid)?.uid.slice(0, 5) ?? '';
    });
    await page.getByRole('textbox', { name: /first five characters/ }).fill('zzzzz');
    await page.getByRole('button', { name: 'Answer' }).click();
    await check('new-uid').getByText('not this').waitFor();
    await page.getByRole('textbox', { name: /first five characters/ }).fill(uid);
    await page.getByRole('button', { name: 'Answer' }).click();
    await page.getByRole('heading', { name: 'What is true' }).waitFor();
    await eventually(() => status().innerText()).toContain('The lab is passed.');
    expect(
      JSON.parse((await page.evaluate(() => localStorage.getItem('podlab:v1:progress:replaced-not-restarted'))) ?? ''),
    ).toEqual({
      version: 1,
      steps: ['restart', 'replace', 'read'],
      passed: true,
    });
  });

  it('says what is wrong by name, puts the command to look with into the terminal, and tells once what was broken', async () => {
    page = await pages.open();
    await check('three-ready').getByText('passed', { exact: true }).waitFor();
    await runCommand(page, 'kubectl scale deployment web --replicas=2');
    const guard = check('deployment-kept');
    await guard.getByText('was done, now broken').waitFor();
    expect(await guard.innerText()).toContain('does not ask for 3 Pods any more');
    await eventually(() => status().innerText()).toContain('Was done, now broken');
    await guard.getByRole('button', { name: /kubectl get deployment web -o yaml/ }).click();
    expect(await terminalInput(page).inputValue()).toBe('kubectl get deployment web -o yaml');
    expect(await focusedName()).not.toBe('');
    await runCommand(page, 'kubectl scale deployment web --replicas=3');
    await eventually(() => guard.count()).toBe(0);
  });

  it('gives hints one by one', async () => {
    page = await pages.open();
    await page.getByRole('button', { name: /Give me a hint/ }).click();
    await page.getByText('Hint 1 of 3', { exact: true }).waitFor();
    expect(await page.getByText('Hint 2 of 3', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: /Another hint/ }).click();
    await page.getByText('Hint 2 of 3', { exact: true }).waitFor();
    await eventually(() => status().innerText()).toContain('Hint 2 of 3');
  });

  describe('the terminal', () => {
    it('speaks what a command printed once, and keeps the log itself silent', async () => {
      page = await pages.open();
      await runCommand(page, 'kubectl get pod nothing');
      await eventually(() => status().innerText()).toContain('Exit code 1. Error from server (NotFound)');
      expect(await page.getByRole('log').getAttribute('aria-live')).toBe('off');
      expect(await page.locator('[aria-live]:not([aria-live=off])').count()).toBe(0);
    });

    it('has a history that survives a reload, and a search in it', async () => {
      page = await pages.open();
      await runCommand(page, 'kubectl get pods');
      await runCommand(page, 'kubectl get nodes');
      await page.reload();
      await page.waitForFunction(() => globalThis.played?.state.phase === 'playing');
      const input = terminalInput(page);
      await input.press('ArrowUp');
      await input.press('ArrowUp');
      expect(await input.inputValue()).toBe('kubectl get pods');
      await input.press('ArrowDown');
      expect(await input.inputValue()).toBe('kubectl get nodes');
      await input.press('Control+r');
      await input.pressSequentially('pods');
      await input.press('Tab');
      expect(await input.inputValue()).toBe('kubectl get pods');
    });

    it('completes by Tab on a line, offers a list, and lets go on an empty line and after Escape', async () => {
      page = await pages.open();
      const input = terminalInput(page);
      await input.pressSequentially('kubectl desc');
      await input.press('Tab');
      await eventually(() => input.inputValue()).toBe('kubectl describe ');
      await input.pressSequentially('pod web');
      await input.press('Tab');
      await eventually(() => input.inputValue()).toMatch(/^kubectl describe pod web-\w+-$/);
      await input.press('Tab');
      const list = page.getByRole('listbox', { name: 'Completions' });
      await list.waitFor();
      expect(await list.getByRole('option').count()).toBe(3);
      expect(await input.getAttribute('aria-activedescendant')).toMatch(/-[01]$/);
      await input.press('Enter');
      await eventually(() => input.inputValue()).toMatch(/^kubectl describe pod web-[\w-]+ $/);
      await input.press('Escape');
      await input.press('Tab');
      expect(await input.evaluate((element) => element === document.activeElement)).toBe(false);
      await input.fill('');
      await input.press('Tab');
      expect(await input.evaluate((element) => element === document.activeElement)).toBe(false);
    });

    it('interrupts what runs, lets a command wait for it, and clears', async () => {
      page = await pages.open();
      const input = terminalInput(page);
      await input.fill('kubectl get pods -w');
      await input.press('Enter');
      await page.getByRole('log').getByText('Running').first().waitFor();
      await input.fill('kubectl get nodes');
      await input.press('Enter');
      await page.getByText('then: kubectl get nodes').waitFor();
      await input.press('Control+c');
      await page.getByRole('log').getByText('^C').waitFor();
      await page.getByRole('log').getByText('exit 130').waitFor();
      expect(await page.getByText('then: kubectl get nodes').count()).toBe(0);
      await input.press('Control+l');
      expect(await page.getByRole('log').getByRole('listitem').count()).toBe(0);
    });

    it('takes several lines as one command', async () => {
      page = await pages.open();
      const input = terminalInput(page);
      await input.fill('kubectl get \\');
      await input.press('Enter');
      await input.pressSequentially('pods');
      expect(await input.inputValue()).toBe('kubectl get \\\npods');
      expect(await page.getByRole('log').getByRole('listitem').count()).toBe(0);
    });

    it('opens and closes tabs by keyboard', async () => {
      page = await pages.open();
      await page.getByRole('button', { name: 'New terminal' }).press('Enter');
      const tabs = page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab');
      expect(await tabs.count()).toBe(2);
      await runCommand(page, 'kubectl get pods');
      await tabs.nth(1).press('ArrowLeft');
      expect(await tabs.nth(0).getAttribute('aria-selected')).toBe('true');
      expect(await page.getByRole('log').filter({ visible: true }).getByRole('listitem').count()).toBe(0);
      await tabs.nth(0).press('Delete');
      await eventually(() => tabs.count()).toBe(1);
      expect(await page.getByRole('log').filter({ visible: true }).getByRole('listitem').count()).toBe(1);
    });

    it('shows what kubectl get prints as a table, and remembers that it is wanted', async () => {
      page = await pages.open();
      await page.getByRole('checkbox', { name: 'Tables' }).check();
      await runCommand(page, 'kubectl get pods');
      const table = page.getByRole('table');
      expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
        'NAME',
        'READY',
        'STATUS',
        'RESTARTS',
        'AGE',
      ]);
      expect(await table.getByRole('rowheader').count()).toBe(3);
      await page.reload();
      expect(await page.getByRole('checkbox', { name: 'Tables' }).isChecked()).toBe(true);
    });
  });

  describe('the editor', () => {
    it('is a text field at once, then CodeMirror with the selection kept; applies by Ctrl-Enter; tells what is not saved', async () => {
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      page = await pages.open({
        before: (opened) =>
          opened.route('**/code-mirror*.js', async (route) => {
            await released;
            await route.continue();
          }),
      });
      await page.getByRole('tab', { name: 'YAML' }).click();
      const area = page.locator('textarea[aria-label^="start.yaml"]');
      await area.waitFor();
      await area.evaluate((element) => {
        element.focus();
        (element as HTMLTextAreaElement).setSelectionRange(0, 0);
      });
      await page.keyboard.type('# mine');
      release();
      const editor = page.locator('.cm-content');
      await editor.waitFor();
      expect(await editor.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.type(' too');
      await page.keyboard.press('Enter');
      expect((await editor.innerText()).split('\n')[0]).toBe('# mine too');
      await page.getByText('● unsaved').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByRole('log').getByText('kubectl apply -f start.yaml').waitFor();
      await page.getByRole('log').getByText('deployment.apps/web').waitFor();
      expect(await page.getByText('● unsaved').count()).toBe(0);

      // A file of its own: fields complete from the cluster's schema, a fault leads to its place.
      await page.getByRole('tab', { name: 'YAML' }).click();
      await page.getByRole('button', { name: 'New file' }).click();
      await page.keyboard.press('Enter');
      const own = page.getByRole('textbox', { name: 'pod.yaml, YAML' });
      await page.locator('.cm-content[aria-label^="pod.yaml"]').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('apiVersion: v1\nkind: Pod\nmetadata: {name: own}\nspec:\nrestartP');
      await page.keyboard.press('Home');
      await page.keyboard.type('  ');
      await page.keyboard.press('End');
      await page.keyboard.press('Control+Space');
      await page.getByRole('option', { name: /^restartPolicy/ }).waitFor();
      // A list that has opened a moment ago takes no key: it may have been meant for the text.
      await page.waitForTimeout(300);
      await page.keyboard.press('Enter');
      await eventually(() => own.innerText()).toContain('restartPolicy: ');
      await page.keyboard.type('Sometimes');
      const problem = page.getByRole('list', { name: 'Problems' }).getByRole('button', { name: /restartPolicy/ });
      await problem.waitFor();
      expect(await problem.innerText()).toContain('line 5');
      await page.keyboard.press('Control+Home');
      await problem.click();
      await eventually(() => page.locator('.cm-activeLine').innerText()).toContain('restartPolicy');
    });
  });

  it('asks before it begins anew, and gives the focus back', async () => {
    page = await pages.open();
    const reset = page.getByRole('button', { name: 'Reset' });
    await reset.press('Enter');
    await page.getByRole('dialog', { name: 'Begin this lab anew?' }).waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => page.getByRole('dialog').count()).toBe(0);
    expect(await reset.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('types a solution that the learner runs, line by line', async () => {
    page = await pages.open({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Show a solution …' }).click();
    await page.getByRole('button', { name: 'Begin anew and type it' }).click();
    await page.getByText(/^A solution, line 1 of \d/).waitFor({ timeout: 60_000 });
    await eventually(() => page.evaluate(() => globalThis.played?.state.solved)).toBe(true);
    await eventually(() => terminalInput(page).inputValue()).not.toBe('');
    expect(await page.getByRole('log').getByRole('listitem').count()).toBe(0);
    await terminalInput(page).press('Enter');
    await page.getByText(/^A solution, line 2 of \d/).waitFor({ timeout: 60_000 });
    await eventually(() => terminalInput(page).inputValue()).toMatch(/^kubectl exec web-\w+-\w+ -- kill 1$/);
  });

  it('lists its shortcuts on ?, but not while something is typed', async () => {
    page = await pages.open();
    await terminalInput(page).pressSequentially('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('tab', { name: 'Terminal' }).press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  });

  it('can be read in forced colours, its buttons and questions too', async () => {
    page = await pages.open({ forcedColors: 'active' });
    await page.getByRole('tab', { name: 'YAML' }).click();
    await page.getByRole('button', { name: 'Apply' }).waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('button', { name: 'Begin anew' }).waitFor();
    expect(await unreadableInForcedColours(page)).toEqual([]);
  });

  it('has one way to each panel on a phone; what tells of the cluster stands under its picture', async () => {
    page = await pages.open(phone);
    const bar = page.getByRole('navigation', { name: 'Panels', exact: true });
    const tabs = async () =>
      (await page.getByRole('tablist', { name: 'Terminal and files' }).getByRole('tab').all()).length;
    for (const name of ['Terminal', 'YAML']) {
      await bar.getByRole('button', { name }).tap();
      await page.locator(`[data-work=${name.toLowerCase()}]`).waitFor();
      expect([name, await tabs()]).toEqual([name, 0]);
    }
    await bar.getByRole('button', { name: 'Cluster' }).tap();
    await page.getByRole('group', { name: 'Timeline of the Pods' }).waitFor();
    expect(await tabs()).toBe(3);
    await page.getByRole('tab', { name: 'Timeline' }).press('ArrowRight');
    await page.getByRole('list', { name: 'Events, newest first' }).waitFor();
    await page.getByRole('tab', { name: 'Events' }).press('ArrowLeft');
    await page.getByRole('tab', { name: 'Timeline' }).press('ArrowLeft');
    expect(await page.getByRole('tab', { name: 'Details' }).getAttribute('aria-selected')).toBe('true');
    await page.getByRole('list', { name: 'Cluster' }).getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: /^kubectl describe/ }).waitFor();
    expect(await bar.getByRole('button', { name: 'Cluster' }).getAttribute('aria-pressed')).toBe('true');
  });

  it.each([
    ['wide', {}],
    ['on a phone', phone],
  ])('has no fault that axe finds: %s', async (_, options) => {
    // What is on its way in is paler for an instant.
    page = await pages.open({ ...options, reducedMotion: 'reduce' });
    const isPhone = 'isMobile' in options;
    const go = (name: string) =>
      isPhone
        ? page.getByRole('navigation', { name: 'Panels', exact: true }).getByRole('button', { name }).click()
        : undefined;
    const faults = async (rules?: string) => {
      const axe = new AxeBuilder({ page });
      const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
    };
    // A phone shows one panel at a time.
    expect(isPhone ? await faults() : []).toEqual([]);
    await go('Terminal');
    await runCommand(page, 'kubectl get pods');
    await runCommand(page, 'kubectl delete deployment web');
    expect(await faults()).toEqual([]);
    await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
    expect(await faults('color-contrast')).toEqual([]);
    await go('Cluster');
    expect(isPhone ? await faults('color-contrast') : []).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});
