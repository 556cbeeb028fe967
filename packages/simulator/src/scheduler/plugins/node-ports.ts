import { conflictingPorts } from '../node-info.ts';
import { hostPortsOf } from '../scheduled-pod.ts';
import { type FilterPlugin, reject } from './plugin.ts';

const reason = "node(s) didn't have free ports for the requested pod ports";

/** Keeps two Pods from taking the same port of a host. @see pkg/scheduler/framework/plugins/nodeports */
export const nodePorts: FilterPlugin = {
  name: 'NodePorts',
  forPod: ({ hostPorts }) => {
    if (hostPorts.length === 0) return undefined;
    return (node) => (hostPorts.some((port) => node.isPortTaken(port)) ? reject(reason, false) : undefined);
  },
  mayHelp: (change, { hostPorts }) => {
    if (change.kind !== 'podGone') return change.kind === 'nodeAdded';
    const freed = hostPortsOf(change.pod);
    return hostPorts.some((wanted) => freed.some((port) => conflictingPorts(port, wanted)));
  },
};
