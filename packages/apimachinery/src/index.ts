export type { Clock } from './clock/clock.ts';
export type { Timer, Timers } from './clock/timers.ts';
export { createRandom, newHexId, newNameSuffix, newUid, type Random } from './random.ts';
export {
  type GroupVersionResource,
  keyOf,
  type KubeObject,
  splitKey,
  type Stored,
  type StoredMeta,
} from './object/object.ts';
export { type Status, type StatusCause, StatusError, type StatusReason } from './status-error.ts';
