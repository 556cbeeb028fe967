import type { KubeObject } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { RunBuilder } from '../testing/run-builder.ts';
import { type Concern, gapIsHarmless } from './gap-is-harmless.ts';

/** The Pods before and after something happened to them. */
function around(act: (run: RunBuilder) => RunBuilder): [readonly KubeObject[], readonly KubeObject[]] {
  const run = RunBuilder.threePods();
  const before = run.history.objectsAt('pods');
  return [before, act(run).history.objectsAt('pods')];
}

describe('gapIsHarmless', () => {
  it.each<[string, (run: RunBuilder) => RunBuilder, Concern[], string | undefined]>([
    ['nothing changed', (run) => run, ['everything'], undefined],
    [
      'a status was written, and nothing rests on it',
      (run) => run.pod({ uid: 'a', ready: false }),
      ['existence', 'containers', 'spec'],
      undefined,
    ],
    [
      'a status was written, and everything matters',
      (run) => run.pod({ uid: 'a', ready: false }),
      ['everything'],
      'web-a·a was written to',
    ],
    ['a Pod went', (run) => run.gone('a'), ['existence'], 'web-a·a is gone'],
    ['a Pod came', (run) => run.pod({ uid: 'd' }), ['containers'], 'web-d·d is new'],
    ['a Pod is on its way out', (run) => run.deletePod('a'), ['existence'], 'web-a·a is being deleted'],
    [
      'a Pod lost its controller',
      (run) => run.pod({ uid: 'a', owner: null }),
      ['existence'],
      'web-a·a has another controller',
    ],
    [
      'a container restarted',
      (run) => run.pod({ uid: 'a', restarts: 1 }),
      ['containers'],
      'web-a·a has restarted a container',
    ],
    [
      'a container restarted and its count began again',
      (run) => run.pod({ uid: 'a', containerID: 'containerd://x' }),
      ['containers'],
      'web-a·a has restarted a container',
    ],
    [
      'the sandbox changed',
      (run) => run.pod({ uid: 'a', ip: '10.9.9.9' }),
      ['containers'],
      'web-a·a has restarted a container',
    ],
    ['the spec changed', (run) => run.pod({ uid: 'a', generation: 2 }), ['spec'], 'web-a·a was changed'],
    [
      'the spec changed, and nothing rests on it',
      (run) => run.pod({ uid: 'a', generation: 2 }),
      ['containers'],
      undefined,
    ],
  ])('%s', (_, act, concerns, because) => {
    const proof = gapIsHarmless(...around(act), concerns);
    expect(proof.harmless ? undefined : proof.because).toBe(because);
  });

  it('believes nothing about the spec of a kind without a generation that was written to', () => {
    const node = (resourceVersion: string): KubeObject => ({
      metadata: { name: 'n', uid: 'n', resourceVersion },
      spec: {},
    });
    expect(gapIsHarmless([node('1')], [node('1')], ['spec']).harmless).toBe(true);
    expect(gapIsHarmless([node('1')], [node('2')], ['spec']).harmless).toBe(false);
  });
});
