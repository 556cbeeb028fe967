import { expect, it } from 'vitest';
import { frontMatterFaults } from './front-matter.ts';

const known = { pages: new Set(['probes', 'what-is-a-pod']), labs: new Set(['replaced-not-restarted']) };
const whole = {
  title: 'Probes',
  description: 'What a probe asks.',
  promise: 'You can choose one.',
  sidebar_position: 4,
  minutes: 8,
  needs: ['what-is-a-pod'],
  since: '1.20',
  lab: 'replaced-not-restarted',
};

it('finds nothing in front matter that is right', () => {
  expect(frontMatterFaults('probes', whole, known)).toEqual([]);
});

it.each([
  [{ since: 1.3 }, 'since: must be a Kubernetes version in quotes'],
  [{ needs: ['pods'] }, "needs: names 'pods', which is no file in docs/concepts"],
  [{ lab: 'gone' }, "lab: names 'gone', which is no folder in labs"],
  [{ minutes: '8' }, 'minutes: must be a whole number above 0'],
  [{ promise: '' }, 'promise: must be a text that is not empty'],
  [{ slug: 'probe' }, "slug: must be 'probes', as the file is named, or be left out"],
  [{ minuts: 8 }, 'minuts: is no field of a concept page; there are title'],
])('%j: names the field and what it must be', (change, fault) => {
  expect(frontMatterFaults('probes', { ...whole, ...change }, known)).toEqual([expect.stringContaining(fault)]);
});

it('names what is missing', () => {
  const { minutes: _, ...rest } = whole;
  expect(frontMatterFaults('probes', rest, known)).toEqual(['minutes: is missing']);
});
