import { describe, expect, it } from 'vitest';
import { createLine, editLine, type LineAction, type LineState } from './line-editor.ts';

const history = ['kubectl get pods', 'kubectl get nodes', 'kubectl delete pod web'];

function after(actions: readonly LineAction[], from = createLine(history)): LineState {
  return actions.reduce(editLine, from);
}

const typed = (text: string, cursor = text.length): LineAction => ({ type: 'edited', text, cursor });

function completed(line: string, from: number, ...texts: string[]): LineAction {
  return {
    type: 'completed',
    line,
    cursor: line.length,
    completion: { from, candidates: texts.map((text) => ({ text })) },
  };
}

describe('the history of a line', () => {
  it.each<[string, LineAction[], string]>([
    ['goes back from the newest', [{ type: 'older' }], 'kubectl delete pod web'],
    ['stays at the oldest', Array.from({ length: 9 }, () => ({ type: 'older' })), 'kubectl get pods'],
    ['comes back to what was being typed', [typed('mine'), { type: 'older' }, { type: 'newer' }], 'mine'],
    [
      'keeps what was being typed through several lines',
      [typed('mine'), { type: 'older' }, { type: 'older' }, { type: 'newer' }, { type: 'newer' }],
      'mine',
    ],
    ['has nothing newer than the own line', [typed('mine'), { type: 'newer' }], 'mine'],
    [
      'goes on from an edited line as an own one',
      [{ type: 'older' }, typed('changed'), { type: 'older' }],
      'kubectl delete pod web',
    ],
  ])('%s', (_, actions, text) => {
    expect(after(actions)).toMatchObject({ text, cursor: text.length });
  });

  it.each<[string, string, number]>([
    ['takes in what was run', 'kubectl get svc', 4],
    ['takes the same line twice in a row in once', 'kubectl delete pod web', 3],
    ['takes no empty line in', '  ', 3],
  ])('%s', (_, line, length) => {
    expect(after([typed(line), { type: 'taken' }])).toMatchObject({ text: '', history: { length } });
  });

  it('is cut at its oldest end', () => {
    const long = createLine(Array.from({ length: 500 }, (_, index) => `echo ${index}`));
    const { history: kept } = after([typed('last'), { type: 'taken' }], long);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([500, 'echo 1', 'last']);
  });
});

describe('search in the history', () => {
  const query = (text: string): LineAction => ({ type: 'searchEdited', query: text });
  it.each<[string, LineAction[], string]>([
    ['finds the newest', [query('get'), { type: 'searchAccepted' }], 'kubectl get nodes'],
    ['goes on to older ones', [query('get'), { type: 'searchOlder' }, { type: 'searchAccepted' }], 'kubectl get pods'],
    ['stays at the oldest', [query('nodes'), { type: 'searchOlder' }, { type: 'searchAccepted' }], 'kubectl get nodes'],
    ['gives back the words when it finds nothing', [query('helm'), { type: 'searchAccepted' }], 'helm'],
    ['leaves the line alone when it is given up', [query('get'), { type: 'escaped' }], 'mine'],
  ])('%s', (_, actions, text) => {
    expect(after([typed('mine'), { type: 'searchBegan' }, ...actions])).toMatchObject({ text, search: undefined });
  });
});

describe('completion', () => {
  it.each<[string, LineAction[], string]>([
    [
      'puts the only candidate in, with a space',
      [typed('kubectl ge'), completed('kubectl ge', 8, 'get')],
      'kubectl get ',
    ],
    ['puts no space behind a folder', [typed('cat et'), completed('cat et', 4, 'etc/')], 'cat etc/'],
    ['puts in what all have in common', [typed('get w'), completed('get w', 4, 'web-1', 'web-2')], 'get web-'],
    [
      'is of no use any more when the line has changed',
      [typed('get w'), typed('get we'), completed('get w', 4, 'web')],
      'get we',
    ],
    ['changes nothing without candidates', [typed('get x'), completed('get x', 4)], 'get x'],
  ])('%s', (_, actions, text) => {
    expect(after(actions)).toMatchObject({ text, menu: undefined });
  });

  const offered = [typed('get web-'), completed('get web-', 4, 'web-1', 'web-2', 'web-3')];
  it.each<[string, LineAction[], string]>([
    ['the first one', [{ type: 'menuAccepted' }], 'get web-1 '],
    ['the next one', [{ type: 'menuMoved', by: 1 }, { type: 'menuAccepted' }], 'get web-2 '],
    ['the last one, backwards', [{ type: 'menuMoved', by: -1 }, { type: 'menuAccepted' }], 'get web-3 '],
    ['the one pointed at', [{ type: 'menuAccepted', index: 1 }], 'get web-2 '],
    ['none, when it is closed', [{ type: 'escaped' }], 'get web-'],
  ])('offers several: %s', (_, actions, text) => {
    expect(after(offered).menu?.candidates).toHaveLength(3);
    expect(after([...offered, ...actions])).toMatchObject({ text, menu: undefined });
  });

  it('keeps what stands behind the cursor', () => {
    const line = after([typed('get po -o wide', 6)]);
    const next = editLine(line, {
      type: 'completed',
      line: 'get po -o wide',
      cursor: 6,
      completion: { from: 4, candidates: [{ text: 'pods' }] },
    });
    expect(next).toMatchObject({ text: 'get pods -o wide', cursor: 8 });
  });
});

it('lets Escape, then Tab leave, until something is typed', () => {
  expect(after([typed('get'), { type: 'escaped' }]).leaving).toBe(true);
  expect(after([typed('get'), { type: 'escaped' }, typed('get p')]).leaving).toBe(false);
});
