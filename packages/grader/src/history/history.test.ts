import { describe, expect, it } from 'vitest';
import { RunBuilder } from '../testing/run-builder.ts';
import { createHistory } from './history.ts';
import { createMemoryLog } from './memory-log.ts';
import { versionAt } from './version.ts';

describe('createHistory', () => {
  it('keeps every version of every object by UID', () => {
    const { history } = RunBuilder.threePods().pod({ uid: 'a', ready: false }).gone('a');
    expect(history.lane('pods', 'a')?.versions.map(({ how, gone }) => [how, gone])).toEqual([
      ['added', false],
      ['modified', false],
      ['deleted', true],
    ]);
  });

  it('tells what was there at any moment', () => {
    const run = RunBuilder.threePods();
    const before = run.history.length - 1;
    run.gone('a').pod({ uid: 'd' });
    const names = (n?: number) => run.history.objectsAt('pods', n).map((object) => object.metadata?.uid);
    expect(names(before)).toEqual(['a', 'b', 'c']);
    expect(names()).toEqual(['b', 'c', 'd']);
  });

  it('does not take an object that is listed again unchanged for a new version', () => {
    const { history } = RunBuilder.threePods().unseen((run) => run.pod({ uid: 'b', ready: false }));
    expect(history.lane('pods', 'a')?.versions).toHaveLength(1);
    expect(history.lane('pods', 'b')?.versions.at(-1)).toMatchObject({ how: 'listed', afterGap: true });
  });

  it('is the same when it is read back from its log', () => {
    const { history } = RunBuilder.threePods()
      .answer('q', 'x')
      .unseen((run) => run.gone('a'))
      .step('next');
    const again = createHistory(createMemoryLog(history.log.entries()));
    expect(again.lanes('pods')).toEqual(history.lanes('pods'));
    expect(again.gaps).toEqual(history.gaps);
    expect(again.steps).toEqual(history.steps);
    expect(again.answer('q')).toBe('x');
  });

  it('freezes what it keeps', () => {
    const version = RunBuilder.threePods().history.lane('pods', 'a')?.versions[0];
    expect(Object.isFrozen(version?.object.metadata)).toBe(true);
  });

  it('holds once what versions of an object and objects of one template have in common', () => {
    const { history } = RunBuilder.threePods().pod({ uid: 'a', ready: false });
    const [before, after] = history.lane('pods', 'a')?.versions ?? [];
    expect(after?.object.spec).toBe(before?.object.spec);
    expect(after?.object.metadata?.ownerReferences).toBe(before?.object.metadata?.ownerReferences);
    expect(history.lane('pods', 'b')?.versions[0]?.object.spec).toBe(before?.object.spec);
    const [last] = history.log.entries().slice(-1);
    expect(last && 'object' in last && last.object.spec).toBe(before?.object.spec);
  });

  it('finds the version in force at an entry', () => {
    const { history } = RunBuilder.threePods().pod({ uid: 'a', restarts: 1 });
    const lane = history.lane('pods', 'a');
    expect(lane && versionAt(lane, 0)).toBeUndefined();
    expect(lane && versionAt(lane, history.length)?.how).toBe('modified');
  });
});
