/**
 * The entry `@podlab/simulator/decisions`: what the cluster decides, as pure functions, for pages that explain a decision
 * without running a cluster. Nothing here may import the engine: a page pays for every line of it.
 */
export { qosClassOf, type QosClass } from './apiserver/defaults/qos-class.ts';
export { fencepostsOf, type Fenceposts } from './controllers/deployment/fenceposts.ts';
export { newReplicaSetSize, planScaleDown } from './controllers/deployment/rolling.ts';
export type { StoredDeployment, StoredReplicaSet } from './controllers/deployment/types.ts';
export {
  type BackoffDecision,
  type BackoffEntry,
  decideBackoff,
  initialBackoffMs,
  isBackoffForgotten,
  maxBackoffMs,
} from './kubelet/restarts/crash-loop-backoff.ts';
export { type EvictionCandidate, rankForEviction } from './kubelet/eviction/eviction-decision.ts';
export { oomScoreAdjustment } from './kubelet/eviction/oom-score.ts';
export { containerShouldRestart } from './kubelet/restarts/restart-decision.ts';
