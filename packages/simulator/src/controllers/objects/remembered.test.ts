import { describe, expect, it } from 'vitest';
import { aPod } from '../testing/objects.ts';
import { Remembered } from './remembered.ts';

const pod = (uid: string) => aPod({ metadata: { name: uid, uid } });

describe('Remembered', () => {
  it('works out again only what has changed, gone or come', () => {
    const [a, b, c, d] = [pod('a'), pod('b'), pod('c'), pod('d')];
    const remembered = new Remembered<typeof a, string>();
    const workedOut: string[] = [];
    const look = (...items: (typeof a)[]) => {
      workedOut.length = 0;
      const values = remembered.of(items, ({ metadata }) => {
        workedOut.push(metadata.uid);
        return `value of ${metadata.uid}`;
      });
      expect(values).toEqual(items.map(({ metadata }) => `value of ${metadata.uid}`));
      return [...workedOut];
    };
    expect(look(a, b, c)).toEqual(['a', 'b', 'c']);
    expect(look(a, b, c)).toEqual([]);
    expect(look(a, pod('b'), c, d)).toEqual(['b', 'd']);
    expect(look(c, d)).toEqual([]);
    expect(look(d, c)).toEqual(['c']);
    expect(look()).toEqual([]);
  });
});
