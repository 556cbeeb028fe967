/** @see pkg/scheduler/schedule_one.go minFeasibleNodesToFind, minFeasibleNodesPercentageToFind (v1.36) */
const fewestNodes = 100;
const lowestPercentage = 5;

/**
 * How many nodes that a Pod may go to are enough, of so many: in a large cluster not all are looked at.
 * @see pkg/scheduler/schedule_one.go numFeasibleNodesToFind (v1.36), without percentageOfNodesToScore
 */
export function enoughNodes(allNodes: number): number {
  if (allNodes < fewestNodes) return allNodes;
  const percentage = Math.max(lowestPercentage, 50 - Math.floor(allNodes / 125));
  return Math.max(fewestNodes, Math.floor((allNodes * percentage) / 100));
}

/** Where the search for nodes begins: each goes on where the one before has ended, so that all nodes have their turn. */
export class NodeSampling {
  #next = 0;

  /** The nodes, from where it is now their turn. */
  order<T>(nodes: readonly T[]): readonly T[] {
    const first = nodes.length === 0 ? 0 : this.#next % nodes.length;
    return first === 0 ? nodes : [...nodes.slice(first), ...nodes.slice(0, first)];
  }

  /** @param looked at so many of them, from the first of `order` */
  lookedAt(looked: number, nodes: number): void {
    this.#next = nodes === 0 ? 0 : (this.#next + looked) % nodes;
  }
}
