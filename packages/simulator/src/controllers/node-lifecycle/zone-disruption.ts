import { findCondition } from '@podlab/apimachinery';
import type { Node } from 'kubernetes-types/core/v1';

/** Nodes of a zone are tainted for eviction one after the other. @see kubernetes v1.36 pkg/controller/nodelifecycle/config/v1alpha1 */
const usualIntervalMs = 10_000;
const reducedIntervalMs = 100_000;
const unhealthyPart = 0.55;
/** Up to so many nodes, a zone in trouble evicts nobody. */
const largeZone = 50;

/** How fast nodes are tainted for eviction: one in so many milliseconds, none at all, or those that are tainted no longer. */
export type TaintPace = number | 'none' | 'withdrawn';

/**
 * At which pace the nodes of a zone that are not ready lose their Pods. Where most of them are not, it is taken for a fault
 * of the zone, and where no node at all is ready for one of the control plane: evicting would help nobody.
 * @param nodes all of the cluster
 * @see kubernetes v1.36 pkg/controller/nodelifecycle/node_lifecycle_controller.go handleDisruption, ComputeZoneState
 */
export function taintPace(nodes: readonly Pick<Node, 'metadata' | 'status'>[], zone: string): TaintPace {
  const counted = nodes.filter(
    ({ metadata }) => metadata?.labels?.['node.kubernetes.io/exclude-disruption'] === undefined,
  );
  if (!counted.some(isReady)) return 'withdrawn';
  const inZone = counted.filter((node) => zoneOf(node) === zone);
  const down = inZone.filter((node) => !isReady(node)).length;
  const isDisrupted = down < inZone.length && down > 2 && down / inZone.length >= unhealthyPart;
  if (!isDisrupted) return usualIntervalMs;
  return inZone.length > largeZone ? reducedIntervalMs : 'none';
}

/** Region and zone of a node, as far as its labels tell. */
export function zoneOf({ metadata }: Pick<Node, 'metadata'>): string {
  const label = (name: string) => metadata?.labels?.[`topology.kubernetes.io/${name}`] ?? '';
  return `${label('region')} ${label('zone')}`;
}

function isReady({ status }: Pick<Node, 'status'>): boolean {
  return findCondition(status?.conditions, 'Ready')?.status === 'True';
}
