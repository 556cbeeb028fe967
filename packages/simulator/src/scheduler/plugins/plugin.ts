import { deepEqual, type Selector } from '@podlab/apimachinery';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { ClusterState } from '../cluster-state.ts';
import type { NodeInfo } from '../node-info.ts';
import type { StorageView } from '../pod-volumes.ts';
import type { PodInfo } from '../scheduled-pod.ts';

/** Why a Pod may not go to a node. */
export interface Rejection {
  /** As the FailedScheduling message words them. */
  readonly reasons: readonly string[];
  /** Whether it would be the same were all other Pods gone. */
  readonly isUnresolvable: boolean;
}

/** Something that happened in the cluster and may let a Pod fit that did not. */
export type ClusterChange =
  | { readonly kind: 'nodeAdded'; readonly node: StoredOf<'nodes'> }
  | { readonly kind: 'nodeChanged'; readonly node: StoredOf<'nodes'>; readonly old: StoredOf<'nodes'> }
  | { readonly kind: 'claimChanged'; readonly claim: StoredOf<'persistentvolumeclaims'> }
  | { readonly kind: 'volumeChanged' | 'storageClassAdded' }
  /** Of the Pod that waits: nobody else is helped by it. */
  | { readonly kind: 'podItself'; readonly pod: StoredOf<'pods'>; readonly old: StoredOf<'pods'> }
  /** Of one on a node: it has other labels, or needs less of something than before. */
  | { readonly kind: 'podRelabelled' | 'podShrunk'; readonly pod: StoredOf<'pods'>; readonly old: StoredOf<'pods'> }
  | { readonly kind: 'podAssigned' | 'podGone'; readonly pod: StoredOf<'pods'> };

/** What a plugin may ask besides the node. */
export interface SchedulingContext {
  readonly cluster: ClusterState;
  /** What spreads a Pod that says nothing about it: its Services' and its owner's selector. */
  readonly defaultSelector: (pod: StoredOf<'pods'>) => Selector | undefined;
  /** Claims, volumes and classes as they are now. */
  readonly storage: StorageView;
  readonly namespaceLabels: (namespace: string) => Readonly<Record<string, string>> | undefined;
}

/** Asks whether a Pod may go to a node. @returns why not */
export type NodeFilter = (node: NodeInfo) => Rejection | undefined;

/** Says which nodes a Pod may go to. */
export interface FilterPlugin {
  /** As upstream names the plugin. */
  readonly name: string;
  /**
   * Names of the only nodes that are worth a look; undefined: all. Nodes that are left out give this as their reason, and
   * no other. @see pkg/scheduler/framework/interface.go PreFilterResult
   */
  readonly onlyNodes?: (info: PodInfo) => ReadonlySet<string> | undefined;
  /** Looks at the Pod once. @returns undefined when the Pod leaves the plugin nothing to say */
  forPod(info: PodInfo, context: SchedulingContext): NodeFilter | undefined;
  /** Whether a Pod that this plugin rejected is worth another try after the change. */
  mayHelp(change: ClusterChange, info: PodInfo): boolean;
}

/** Says which of the nodes that a Pod may go to suits it best. */
export interface ScorePlugin {
  readonly name: string;
  readonly weight: number;
  /** @returns a score from 0 to 100 per node, in order; undefined when the plugin makes no difference */
  score(info: PodInfo, nodes: readonly NodeInfo[], context: SchedulingContext): readonly number[] | undefined;
}

/** Whether a change brings a node of which `holds` is true, or makes it true of one. */
export function becomesTrue(change: ClusterChange, holds: (node: StoredOf<'nodes'>) => boolean): boolean {
  if (change.kind === 'nodeAdded') return holds(change.node);
  return change.kind === 'nodeChanged' && !holds(change.old) && holds(change.node);
}

/** Whether a change moves Pods, or nodes from one of the groups that these labels make to another. */
export function changesTopology(change: ClusterChange, topologyKeys: readonly string[]): boolean {
  if (change.kind === 'nodeChanged') {
    const [before = {}, after = {}] = [change.old.metadata.labels, change.node.metadata.labels];
    return topologyKeys.some((key) => before[key] !== after[key]);
  }
  if (change.kind === 'podItself') return relabelsItself(change);
  if (change.kind === 'podShrunk') return false;
  return change.kind === 'nodeAdded' || 'pod' in change;
}

/** Whether a change is one of the labels of the Pod that waits. */
export function relabelsItself(change: ClusterChange): boolean {
  return change.kind === 'podItself' && !deepEqual(change.old.metadata.labels, change.pod.metadata.labels);
}

/** Whether a change is one of the tolerations of the Pod that waits. */
export function toleratesOtherwise(change: ClusterChange): boolean {
  return change.kind === 'podItself' && !deepEqual(change.old.spec?.tolerations, change.pod.spec?.tolerations);
}

/** A rejection for one reason. */
export function reject(reason: string, isUnresolvable: boolean): Rejection {
  return { reasons: [reason], isUnresolvable };
}

/** Scales scores so that the highest becomes 100. @param options.reverse the highest becomes 0 instead */
export function normalise(scores: readonly number[], options: { readonly reverse?: boolean } = {}): number[] {
  const max = Math.max(0, ...scores);
  if (max === 0) return scores.map(() => (options.reverse ? 100 : 0));
  return scores.map((score) => {
    const scaled = Math.floor((score * 100) / max);
    return options.reverse ? 100 - scaled : scaled;
  });
}
