import type { NodeOptions } from '../cluster/ports.ts';

/**
 * The nodes of a cluster, as kind names them.
 * @param count nodes in all: one control plane, the rest workers
 * @param disk how much the disk of each holds; default: more than anything here can write
 */
export function nodeOptions(count: number, disk?: string): NodeOptions[] {
  const workers = Array.from(
    { length: count - 1 },
    (_, index): NodeOptions => ({ name: index === 0 ? 'podlab-worker' : `podlab-worker${index + 1}`, role: 'worker' }),
  );
  const nodes: NodeOptions[] = [{ name: 'podlab-control-plane', role: 'control-plane' }, ...workers];
  return disk === undefined ? nodes : nodes.map((node) => ({ ...node, disk }));
}
