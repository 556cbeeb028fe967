import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TypingPace } from './typing-pace.ts';

let pace: TypingPace;
let keys: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  keys = new EventTarget();
  vi.stubGlobal('addEventListener', keys.addEventListener.bind(keys));
  pace = new TypingPace();
});
afterEach(() => {
  pace.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const press = () => {
  const key = new Event('keydown');
  Object.defineProperty(key, 'timeStamp', { value: performance.now() });
  keys.dispatchEvent(key);
};

it('lets a state be drawn at once when nobody types', () => {
  const draw = vi.fn();
  pace.next(draw);
  expect(draw).toHaveBeenCalledTimes(1);
});

it('puts a state off for half a second while somebody types', () => {
  const draw = vi.fn();
  press();
  vi.advanceTimersByTime(299);
  pace.next(draw);
  vi.advanceTimersByTime(499);
  expect(draw).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(draw).toHaveBeenCalledTimes(1);
});

it('lets states be drawn at once again when the last key is a while ago', () => {
  const draw = vi.fn();
  press();
  vi.advanceTimersByTime(300);
  pace.next(draw);
  expect(draw).toHaveBeenCalledTimes(1);
});

it('hears no more keys when it is stopped', () => {
  const draw = vi.fn();
  pace.stop();
  press();
  pace.next(draw);
  expect(draw).toHaveBeenCalledTimes(1);
});
