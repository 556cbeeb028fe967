import { fieldErrorText } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { validatePodAnnotations } from './pod-annotations.ts';

const key = 'controller.kubernetes.io/pod-deletion-cost';

it.each(['0', '7', '-3', '-03', '2147483647', '-2147483648'])('takes %s as the cost of deleting a Pod', (cost) => {
  expect(validatePodAnnotations({ [key]: cost }, 'metadata.annotations')).toEqual([]);
});

it.each(['', 'abc', '+5', '05', '1.5', '2147483648', '-2147483649'])('refuses "%s"', (cost) => {
  expect(validatePodAnnotations({ [key]: cost }, 'metadata.annotations').map(fieldErrorText)).toEqual([
    `metadata.annotations[${key}]: Invalid value: "${cost}": must be a 32bit integer`,
  ]);
});
