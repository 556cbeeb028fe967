import { AxeBuilder } from '@axe-core/playwright';
import type { RecordingData } from '@podlab/lab-ui/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GalleryBrowser, recordData, startGallery } from './open-gallery.ts';

const yaml = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 5
      containers:
      - name: app
        image: busybox:1.37
        command: [sh, -c, "trap 'exit 1' TERM; while true; do sleep 1; done"]
`;

describe('the pictures in Chromium', () => {
  let gallery: GalleryBrowser;
  let recording: RecordingData;
  beforeAll(async () => {
    gallery = await startGallery();
    recording = await recordData({
      yaml,
      seconds: 30,
      commands: [
        { at: 6, run: 'kubectl exec $1 -- kill 1' },
        { at: 14, run: 'kubectl delete pod $2' },
      ],
    });
  });
  afterAll(() => gallery.close());

  it('are complete before any script, and taken over without a complaint', async () => {
    const { html, page, complaints } = await gallery.open({ show: 'mini', recording });
    for (const { name } of recording.pods.filter(({ uid }) =>
      recording.frames.at(-1)?.nodes.some(([, pods]) => pods.some((place) => recording.pods[place]?.uid === uid)),
    )) {
      expect(html).toContain(`Pod ${name}`);
    }
    expect(html.match(/data-uid=/g)).toHaveLength(3);
    await page.getByRole('button', { name: 'Play' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('let the keyboard walk through the objects, and mark in the picture where it is', async () => {
    const { page } = await gallery.open({ show: 'picture', recording });
    const marked = page.locator('[data-marked]');
    await page.keyboard.press('Tab');
    const pod = await focusedObject(page);
    expect(await marked.getAttribute('data-uid')).toBe(pod);
    await page.keyboard.press('ArrowUp');
    expect(await focusedObject(page)).toBe(`Node/${await marked.innerText()}`);
    await page.keyboard.press('Home');
    expect(await marked.innerText()).toMatch(/^ReplicaSet web-/);
    await page.keyboard.press('End');
    expect(await marked.count()).toBe(1);
    expect(await focusedObject(page)).not.toBe(pod);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Show as a list');
    await page.context().close();
  });

  it('are stepped through by comma and full stop, and played by Space', async () => {
    const { page } = await gallery.open({ show: 'mini', recording });
    const handle = page.getByRole('slider');
    await handle.focus();
    await page.keyboard.press('Home');
    expect(await page.locator('[data-uid]').count()).toBe(0);
    await page.keyboard.press('.');
    await expect.poll(() => page.locator('[data-uid]').count()).toBe(3);
    const later = await handle.getAttribute('aria-valuetext');
    await page.keyboard.press('.');
    await page.keyboard.press(',');
    expect(await handle.getAttribute('aria-valuetext')).toBe(later);
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await expect.poll(() => handle.getAttribute('aria-valuetext')).not.toBe(later);
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await page.context().close();
  });

  it('draw anew only the Pod that has changed', async () => {
    const { page } = await gallery.open({ show: 'mini', recording });
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    const changed: number[] = [];
    for (let step = 0; step < recording.frames.length; step += 1) {
      await page.evaluate(() => {
        const seen = new Set<string>();
        const observer = new MutationObserver((records) => {
          for (const { target } of records) {
            const element = target instanceof Element ? target : target.parentElement;
            const uid = element?.closest('[data-uid]')?.getAttribute('data-uid');
            if (uid) seen.add(uid);
          }
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        Object.assign(globalThis, { changedPods: () => [observer.takeRecords(), seen.size][1] });
      });
      await page.keyboard.press('.');
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      changed.push(await page.evaluate(() => (globalThis as unknown as { changedPods(): number }).changedPods()));
    }
    // The restart changes one Pod in a step of its own, and the other two keep every node of theirs.
    expect(changed).toContain(1);
    expect(Math.max(...changed.slice(4))).toBeLessThanOrEqual(2);
    await page.context().close();
  });

  it.each(['no-preference', 'reduce'] as const)('explain by motion, with %s motion', async (reducedMotion) => {
    const { page } = await gallery.open({ show: 'mini', recording }, { reducedMotion });
    await page.evaluate(() => {
      const seen: { name: string; duration: number }[] = [];
      document.addEventListener('animationstart', (event) => {
        for (const animation of (event.target as Element).getAnimations()) {
          const duration = Number(animation.effect?.getComputedTiming().duration);
          seen.push({ name: event.animationName, duration });
        }
      });
      Object.assign(globalThis, { seen });
    });
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < recording.frames.length + 4; step += 1) {
      await page.keyboard.press('.');
      await page.waitForTimeout(250);
    }
    const seen = await page.evaluate(
      () => (globalThis as unknown as { seen: { name: string; duration: number }[] }).seen,
    );
    const names = ['pop', 'roll-in', 'drop-off'].filter((name) => seen.some((one) => one.name.includes(name)));
    expect(names).toEqual(reducedMotion === 'reduce' ? [] : ['pop', 'roll-in', 'drop-off']);
    expect(seen.filter(({ duration }) => duration > 300)).toEqual([]);
    await page.context().close();
  });

  it.each(['picture', 'mini', 'demos'])('fit 320 px: %s', async (show) => {
    const { page } = await gallery.open({ show, recording }, { viewport: { width: 320, height: 640 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.context().close();
  });

  it.each(['picture', 'mini', 'demos'])('have nothing that axe finds, in light and dark: %s', async (show) => {
    const { page } = await gallery.open({ show, recording });
    for (const theme of ['light', 'dark']) {
      await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
      const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      expect(violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
    await page.context().close();
  });

  it('tell a screen reader what happens while a run plays', async () => {
    const { page } = await gallery.open({ show: 'mini', recording });
    await page.getByRole('button', { name: /kubectl delete/ }).click();
    await page.getByRole('button', { name: 'Play' }).click();
    await expect
      .poll(() => page.getByRole('status').textContent(), { timeout: 20_000 })
      .toContain('takes the place of');
    await page.context().close();
  });

  it('refuse what the API server refuses, at the field', async () => {
    const { page } = await gallery.open({ show: 'demos', recording });
    const limit = page.getByLabel('cpu limit');
    await limit.fill('100m');
    await page.getByText('The API server refuses this Pod').waitFor();
    expect(await page.getByLabel('cpu request').getAttribute('aria-invalid')).toBe('true');
    await limit.fill('250m');
    await page.getByLabel('memory request').fill('128Mi');
    await page.getByText('Guaranteed', { exact: true }).waitFor();
    await page.context().close();
  });
});

function focusedObject(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-object'));
}
