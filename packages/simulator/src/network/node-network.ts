import type { Stored } from '@podlab/apimachinery';
import type { NetworkStack } from '@podlab/shell';
import type { Pod } from 'kubernetes-types/core/v1';
import type { ClusterNetwork } from './cluster-network.ts';

/** What one node's kubelet uses of the network. */
export interface NodeNetwork {
  /** The node's own network: probes come from here, and Pods with `hostNetwork` live in it. */
  readonly host: NetworkStack;
  /** Makes a Pod's network, with the address that the Pod was given. */
  open(pod: Stored<Pod>, ip: string): NetworkStack;
  /** Nobody is at the Pod's address any more. */
  close(stack: NetworkStack): void;
}

/** Attaches a node to the cluster's network. */
export function createNodeNetwork(network: ClusterNetwork, nodeName: string, hostIp: string): NodeNetwork {
  const host = network.addNode(nodeName, hostIp);
  return {
    host,
    open: (pod, ip) => (pod.spec?.hostNetwork ? host : network.addPod(pod, nodeName, ip)),
    close: (stack) => {
      if (stack !== host) network.remove(stack);
    },
  };
}
