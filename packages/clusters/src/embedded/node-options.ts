import type { NodeOptions } from '@podlab/simulator';

/** The nodes of a cluster, as kind names them. @param count nodes in all: one control plane, the rest workers */
export function nodeOptions(count: number): NodeOptions[] {
  const workers = Array.from(
    { length: count - 1 },
    (_, index): NodeOptions => ({ name: index === 0 ? 'podlab-worker' : `podlab-worker${index + 1}`, role: 'worker' }),
  );
  return [{ name: 'podlab-control-plane', role: 'control-plane' }, ...workers];
}
