import type { Attempt } from '@podlab/lab-format';

/** Whether all of an attempt can be typed; raw requests to the API cannot. */
export function canBeTyped({ steps }: Attempt): boolean {
  return steps.every(({ request }) => request === undefined);
}
