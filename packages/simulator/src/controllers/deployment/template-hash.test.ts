import { expect, it } from 'vitest';
import { isSameTemplate, templateHash } from './template-hash.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'v1' }] } };

it('is short, in the alphabet of names, and does not depend on the order of keys', () => {
  const reordered = { spec: { containers: [{ image: 'v1', name: 'app' }] }, metadata: { labels: { app: 'web' } } };
  expect(templateHash(template)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
  expect(templateHash(reordered)).toBe(templateHash(template));
});

it('differs for another template and after a collision', () => {
  const other = { ...template, spec: { containers: [{ name: 'app', image: 'v2' }] } };
  expect(new Set([templateHash(template), templateHash(other), templateHash(template, 1)]).size).toBe(3);
});

it('compares templates without the hash label', () => {
  const labelled = { ...template, metadata: { labels: { app: 'web', 'pod-template-hash': 'x' } } };
  expect(isSameTemplate(template, labelled)).toBe(true);
  expect(isSameTemplate(template, { ...template, metadata: { labels: { app: 'api' } } })).toBe(false);
});
