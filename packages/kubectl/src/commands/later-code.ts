import { loadOnce } from './load-once.ts';

/** Parts of commands that are here from the start which few uses of them need. */
export const laterCode = {
  attachToPod: loadOnce(() => import('./attach-to-pod.ts')),
  describeLimits: loadOnce(() => import('../describe/describe-limits.ts')),
  describeRare: loadOnce(() => import('../describe/describe-rare.ts')),
};
