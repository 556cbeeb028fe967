import { expect, it } from 'vitest';
import { Course } from './course.ts';

it('holds each value from its order on', () => {
  const course = new Course<number>();
  for (const [order, value] of [
    [10, 3],
    [20, 3],
    [30, 2],
  ] as const)
    course.add(order, value);
  expect([5, 10, 29, 30, 99].map((order) => course.at(order))).toEqual([undefined, 3, 3, 2, 2]);
});

it('says when what comes late makes an answer another one', () => {
  const course = new Course<number>();
  course.add(10, 3);
  expect(course.at(25)).toBe(3);
  expect(course.add(30, 4)).toBe(false);
  expect(course.add(20, 2)).toBe(true);
  expect(course.at(25)).toBe(2);
});
