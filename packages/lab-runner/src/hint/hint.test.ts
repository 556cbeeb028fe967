import { describe, expect, it } from 'vitest';
import { chooseHint, createHintMemory, hintNote } from './hint.ts';

const source = (near?: string) => ({ step: 'one', near, tiers: ['vague', 'clearer', 'complete'] });

/** Asks for hints one after the other, as a learner does. */
function askThrough(nears: readonly (string | undefined)[]): string[] {
  const notes: string[] = ['fast-forward 60 s'];
  return nears.map((near) => {
    const hint = chooseHint(source(near), createHintMemory(notes));
    notes.push(hintNote(hint));
    return hint.text;
  });
}

describe('hints', () => {
  it('come from vague to complete, and stay complete', () => {
    expect(askThrough([undefined, undefined, undefined, undefined])).toEqual([
      'vague',
      'clearer',
      'complete',
      'complete',
    ]);
  });

  it('react to the state first, once for each state', () => {
    expect(askThrough(['you scaled', 'you scaled', 'you deleted all', undefined])).toEqual([
      'you scaled',
      'vague',
      'you deleted all',
      'clearer',
    ]);
  });

  it('of one step do not use up those of another', () => {
    const note = hintNote({ step: 'other', kind: 'tier', text: 'vague' });
    expect(chooseHint(source(), createHintMemory([note]))).toMatchObject({ text: 'vague', tier: 1, tiers: 3 });
  });
});
