import { FakeClock } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { CleanupError } from '../errors.ts';
import type { Action, ActionEvent } from './action.ts';
import { runActions } from './run-actions.ts';

const clock = new FakeClock();

function record(log: string[], name: string, outcome: 'works' | 'fails' | 'cannot be undone' = 'works'): Action {
  return {
    name,
    run: async ({ note }) => {
      log.push(`run ${name}`);
      note('half-way');
      if (outcome === 'fails') throw new Error(`${name} broke`);
    },
    undo: async ({ signal }) => {
      signal.throwIfAborted();
      log.push(`undo ${name}`);
      if (outcome === 'cannot be undone') throw new Error(`${name} stays`);
    },
  };
}

describe('runActions', () => {
  it('runs actions in order and tells what happens', async () => {
    const log: string[] = [];
    const events: ActionEvent[] = [];
    const { signal } = new AbortController();
    await runActions([record(log, 'a'), record(log, 'b')], { clock, signal, onEvent: (event) => events.push(event) });
    expect(log).toEqual(['run a', 'run b']);
    expect(events).toEqual([
      { type: 'started', name: 'a', index: 0, count: 2 },
      { type: 'noted', name: 'a', detail: 'half-way' },
      { type: 'finished', name: 'a', durationMs: 0 },
      { type: 'started', name: 'b', index: 1, count: 2 },
      { type: 'noted', name: 'b', detail: 'half-way' },
      { type: 'finished', name: 'b', durationMs: 0 },
    ]);
  });

  it('undoes the failed action and those before it, last first, and throws the failure', async () => {
    const log: string[] = [];
    const actions = [record(log, 'a'), record(log, 'b', 'fails'), record(log, 'c')];
    const run = runActions(actions, { clock, signal: new AbortController().signal });
    await expect(run).rejects.toThrow('b broke');
    expect(log).toEqual(['run a', 'run b', 'undo b', 'undo a']);
  });

  it('undoes with a live signal what was made before it was cancelled', async () => {
    const log: string[] = [];
    const abort = new AbortController();
    const waits: Action = {
      name: 'wait',
      run: ({ signal }) => clock.sleep(1000, { signal }),
    };
    const run = runActions([record(log, 'a'), waits, record(log, 'b')], { clock, signal: abort.signal });
    queueMicrotask(() => abort.abort());
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(log).toEqual(['run a', 'undo a']);
  });

  it('gives the reason when it is cancelled, whatever the action made of that', async () => {
    const abort = new AbortController();
    const action: Action = {
      name: 'run a program',
      run: async () => {
        abort.abort();
        throw new Error('the program was ended by a signal');
      },
    };
    const run = runActions([action], { clock, signal: abort.signal });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('undoes everything when it is cancelled just as the last action ends', async () => {
    const log: string[] = [];
    const abort = new AbortController();
    const last: Action = { name: 'last', run: async () => abort.abort() };
    await expect(runActions([record(log, 'a'), last], { clock, signal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(log).toEqual(['run a', 'undo a']);
  });

  it('goes on undoing when something cannot be undone, and says what is left', async () => {
    const log: string[] = [];
    const actions = [record(log, 'a'), record(log, 'b', 'cannot be undone'), record(log, 'c', 'fails')];
    const error = await runActions(actions, { clock, signal: new AbortController().signal }).catch((e: unknown) => e);
    expect(log).toEqual(['run a', 'run b', 'run c', 'undo c', 'undo b', 'undo a']);
    expect(error).toBeInstanceOf(CleanupError);
    expect(error).toMatchObject({ message: expect.stringContaining('b: b stays'), cause: new Error('c broke') });
  });
});
