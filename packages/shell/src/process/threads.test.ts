import { expect, it } from 'vitest';
import type { ProcessContext } from './context.ts';
import type { Coroutine } from './process.ts';
import { Threads } from './threads.ts';

it('goes on where a turn was that waited for code, before any other thread has its turn', () => {
  const process = { wakes: 0, stepsLeft: 100, isHeld: false, wake: () => undefined };
  const threads = new Threads({ process } as unknown as ProcessContext);
  const seen: string[] = [];
  function* waiting(): Coroutine<void> {
    seen.push('waits for code');
    process.isHeld = true;
    yield;
    seen.push('has the code');
  }
  function* other(): Coroutine<void> {
    seen.push('other');
  }
  function* main(): Coroutine<void> {
    threads.start(waiting());
    threads.start(other());
    yield;
    seen.push('main');
  }
  const running = threads.run(main());
  running.next();
  expect(seen).toEqual(['waits for code']);
  process.isHeld = false;
  running.next();
  expect(seen).toEqual(['waits for code', 'has the code', 'other']);
  running.next();
  expect(seen.at(-1)).toBe('main');
});
