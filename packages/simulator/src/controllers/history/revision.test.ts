import { describe, expect, it } from 'vitest';
import { aStatefulSet, meta } from '../testing/objects.ts';
import { planRevision, planTruncation, revisionData, type Revision, templateOf } from './revision.ts';

const template = (image: string) => ({ spec: { containers: [{ name: 'app', image }] } });
const revision = (number: number, image: string): Revision => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: meta({ name: `db-${number}` }),
  data: revisionData(template(image)),
  revision: number,
});

describe('planRevision', () => {
  it.each([
    ['makes the first', 'a', [], 'create 1'],
    ['keeps the newest when it is the same', 'b', [revision(1, 'a'), revision(2, 'b')], 'keep 2'],
    [
      'gives an earlier one that is the same the highest number',
      'a',
      [revision(1, 'a'), revision(2, 'b')],
      'renumber 1 to 3',
    ],
    ['makes another for another template', 'c', [revision(1, 'a'), revision(2, 'b')], 'create 3'],
  ])('%s', (_, image, revisions, text) => {
    const plan = planRevision(aStatefulSet({ template: template(image) }), revisions);
    const words =
      plan.action === 'create'
        ? `create ${plan.number}`
        : `${plan.action} ${plan.revision.revision}${plan.action === 'renumber' ? ` to ${plan.number}` : ''}`;
    expect(words).toBe(text);
  });
});

it('gives the template back that a revision holds', () => {
  expect(templateOf(revision(1, 'a'))).toEqual(template('a'));
});

it('drops the oldest beyond the limit, but none that is in use', () => {
  const all = [1, 2, 3, 4].map((number) => revision(number, String(number)));
  const dropped = planTruncation(aStatefulSet({ revisionHistoryLimit: 1 }), all, new Set(['db-1', 'db-4']));
  expect(dropped.map(({ metadata }) => metadata.name)).toEqual(['db-2']);
});
