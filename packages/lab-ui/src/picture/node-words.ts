import type { NodePicture } from './cluster-picture.ts';

/** What is to be said of a node beside its name: nothing, when it is ready and takes every Pod. */
export function nodeWords(node: NodePicture): readonly string[] {
  return [...(node.ready ? [] : ['NotReady']), ...(node.unschedulable ? ['SchedulingDisabled'] : []), ...node.taints];
}
