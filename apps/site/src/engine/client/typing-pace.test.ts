import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TypingPace } from './typing-pace.ts';

let pace: TypingPace;
let keys: EventTarget;
let frames: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers();
  keys = new EventTarget();
  frames = [];
  vi.stubGlobal('addEventListener', keys.addEventListener.bind(keys));
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => frames.push(draw));
  pace = new TypingPace();
});
afterEach(() => {
  pace.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const press = (key: string) => keys.dispatchEvent(Object.assign(new Event('keydown'), { key }));
const frame = () => {
  for (const draw of frames.splice(0)) draw();
};
const log = () => {
  const drawn: string[] = [];
  return { drawn, next: (name: string) => pace.next(() => drawn.push(name)) };
};

it('lets a state be drawn at once when nobody types', () => {
  const { drawn, next } = log();
  next('a');
  press('k');
  vi.advanceTimersByTime(300);
  next('b');
  expect(drawn).toEqual(['a', 'b']);
});

it('while somebody types, draws what waits after the frame that shows a letter, in its order', () => {
  const { drawn, next } = log();
  press('k');
  next('a');
  next('b');
  vi.advanceTimersByTime(100);
  expect(drawn).toEqual([]);
  press('u');
  frame();
  expect(drawn).toEqual([]);
  vi.advanceTimersByTime(0);
  expect(drawn).toEqual(['a', 'b']);
});

it('while somebody types, draws not oftener than twice a second', () => {
  const { drawn, next } = log();
  next('a');
  const drawnAfter = (ms: number) => {
    vi.advanceTimersByTime(ms);
    press('k');
    frame();
    vi.advanceTimersByTime(0);
    return drawn.length;
  };
  press('k');
  next('b');
  expect([drawnAfter(200), drawnAfter(200), drawnAfter(99), drawnAfter(1)]).toEqual([1, 1, 1, 2]);
});

it('draws what waits when no key has come for a while', () => {
  const { drawn, next } = log();
  press('k');
  next('a');
  vi.advanceTimersByTime(200);
  press('u');
  vi.advanceTimersByTime(299);
  expect(drawn).toEqual([]);
  vi.advanceTimersByTime(301);
  expect(drawn).toEqual(['a']);
});

it('draws what waits when a line is ended, or when it is told to', () => {
  const { drawn, next } = log();
  press('k');
  next('a');
  press('Enter');
  expect(drawn).toEqual(['a']);
  next('b');
  expect(drawn).toEqual(['a', 'b']);
  press('k');
  next('c');
  pace.drawNow();
  expect(drawn).toEqual(['a', 'b', 'c']);
});

it('draws nothing any more when it is stopped', () => {
  const { drawn, next } = log();
  press('k');
  next('a');
  pace.stop();
  vi.advanceTimersByTime(1000);
  expect(drawn).toEqual([]);
});
