import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ConceptPage, readConceptPage } from './concept-page.ts';
import { playConceptRecording, readConceptRecording } from './concept-recording.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'docs', 'concepts');

const slugs = [
  'what-is-a-pod',
  'scaling-by-pods',
  'ready-pods',
  'pod-lifecycle',
  'replaced-not-revived',
  'what-can-change',
  'workload-controllers',
  'multi-container-pods',
  'init-containers',
  'native-sidecars',
  'shared-network-and-volumes',
  'resources-qos-oom',
  'probes',
  'termination',
  'scheduling',
  'disruption',
  'jobs',
  'labels-and-services',
  'downward-api-and-service-accounts',
  'security-context',
  'debugging-pods',
];

/** All but the page that lists them. */
const names = filesIn(folder, '.mdx').filter((name) => name !== 'index');
const pages = new Map(names.map((name) => [name, readConceptPage(readFileSync(join(folder, `${name}.mdx`), 'utf8'))]));
const recordings = filesIn(join(folder, 'recordings'), '.yaml');

describe('the concept pages', () => {
  it('are these, in this order', () => {
    const byPosition = [...pages].toSorted(([, a], [, b]) => positionOf(a) - positionOf(b));
    expect(byPosition.map(([name]) => name)).toEqual(slugs);
    expect(byPosition.map(([, page]) => positionOf(page))).toEqual(slugs.map((_, index) => index + 1));
  });

  it('show each recording', () => {
    const shown = new Set([...pages.values()].flatMap((page) => page.recordings));
    expect([...shown].toSorted()).toEqual(recordings);
  });
});

describe.each([...pages])('%s', (name, page) => {
  it('says in its front matter what the site shows of it', () => {
    expect(page.frontMatter).toMatchObject({
      slug: name,
      title: expect.any(String) as unknown,
      description: expect.stringMatching(/[.?]$/) as unknown,
      promise: expect.stringMatching(/^You .*\.$/) as unknown,
      minutes: expect.any(Number) as unknown,
      since: expect.stringMatching(/^1\.\d+$/) as unknown,
      keywords: expect.arrayContaining([expect.any(String)]) as unknown,
    });
  });

  it('needs only pages that come before it, and labs that are there', () => {
    const { needs, lab } = page.frontMatter as { needs: string[]; lab?: string };
    const earlier = slugs.slice(0, slugs.indexOf(name));
    expect(needs.filter((slug) => !earlier.includes(slug))).toEqual([]);
    expect(lab === undefined || existsSync(join(root, 'labs', lab))).toBe(true);
  });

  it('has its sections in the order that readers know', () => {
    expect(page.opening).toMatch(/^\n<(MiniCluster|PodTimeline) recording="[^"]*" \/>\n\n\S/);
    expect(page.headings[0]).toBe('Predict');
    expect(page.headings.length).toBeGreaterThanOrEqual(7);
    expect(page.headings.slice(-4)).toEqual(['Try it', 'What people believe', 'Check yourself', 'Next']);
  });

  it('has what a page needs', () => {
    expect(page.words).toBeGreaterThanOrEqual(900);
    expect(page.words).toBeLessThanOrEqual(1600);
    expect(page.consoles).toBeGreaterThanOrEqual(2);
    expect(page.count('Predict')).toBe(1);
    expect(page.count('SelfCheck')).toBe(1);
    expect(page.count('Question')).toBe(3);
    expect([2, 3, 4]).toContain(page.count('Belief'));
  });

  it('links to pages that are there', () => {
    const known = [...slugs.map((slug) => `/concepts/${slug}`), '/labs/replaced-not-restarted'];
    expect(page.links.filter((link) => !known.includes(link))).toEqual([]);
    expect(page.links.length).toBeGreaterThan(0);
  });
});

describe('the recordings of the concept pages', () => {
  it.each(recordings)('%s: each command does what it should', async (name) => {
    const recording = readConceptRecording(readFileSync(join(folder, 'recordings', `${name}.yaml`), 'utf8'));
    expect(recording.title).not.toBe('');
    // What records pictures has no shell.
    for (const { run } of recording.steps) expect(run).toMatch(/^kubectl [^|$;<>&`]+$/);
    expect(await playConceptRecording(recording)).toEqual([]);
  });
});

function positionOf({ frontMatter }: ConceptPage): number {
  return Number(frontMatter['sidebar_position']);
}

function filesIn(path: string, ending: string): string[] {
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .toSorted();
}
