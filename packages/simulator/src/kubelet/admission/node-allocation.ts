import type { StoredOf } from '../../apiserver/local-api.ts';
import { addAmounts, type Amounts, amountsOf, podRequests, subtractAmounts } from '../../scheduler/resources.ts';
import { type HostPort, hostPortsOf, specRequestsOf } from '../../scheduler/scheduled-pod.ts';
import { conflictingPorts } from '../../scheduler/node-info.ts';
import { admissionFault, type AdmissionFault, findShortage } from './admit-pod.ts';
import type { StoredPod } from '../pod-types.ts';

interface Allocation {
  requests: Amounts;
  readonly hostPorts: readonly HostPort[];
}

/** What one node has given to its Pods: requests and ports of the host, from admission until a Pod has ended. */
export class NodeAllocation {
  readonly #byPod = new Map<string, Allocation>();
  #used: Amounts = {};
  /** While Pods are stopped to make room for one, the node takes no other on: those that wait for it. */
  waiting: (() => void)[] | undefined;

  /** Takes a Pod on, or says why not. */
  admit(pod: StoredPod, node: StoredOf<'nodes'>): AdmissionFault | undefined {
    const requests = specRequestsOf(pod.spec);
    const hostPorts = hostPortsOf(pod);
    const fault = admissionFault({
      pod,
      requests,
      node,
      allocatable: amountsOf(node.status?.allocatable),
      used: this.#used,
      podCount: this.#byPod.size,
      isPortTaken: hostPorts.length > 0 && this.#isAnyTaken(hostPorts),
    });
    if (fault) return fault;
    this.#give(pod, requests, hostPorts);
    return undefined;
  }

  /** Takes a Pod on that room has been made for, whether it is enough or not. */
  take(pod: StoredPod): void {
    this.#give(pod, podRequests(pod.spec), hostPortsOf(pod));
  }

  holds(podUid: string): boolean {
    return this.#byPod.has(podUid);
  }

  /** Gives a Pod what it asks for now, or says why not. */
  resize(pod: StoredPod, node: StoredOf<'nodes'>): AdmissionFault | undefined {
    const held = this.#byPod.get(pod.metadata.uid);
    if (held === undefined) return undefined;
    const requests = podRequests(pod.spec);
    const others = subtractAmounts(this.#used, held.requests);
    const fault = findShortage({
      requests,
      allocatable: amountsOf(node.status?.allocatable),
      used: others,
      podCount: this.#byPod.size - 1,
    });
    if (fault) return fault;
    held.requests = requests;
    this.#used = addAmounts(others, requests);
    return undefined;
  }

  /** The Pod has ended. @returns whether it held anything */
  release(podUid: string): boolean {
    const held = this.#byPod.get(podUid);
    if (held === undefined) return false;
    this.#byPod.delete(podUid);
    this.#used = subtractAmounts(this.#used, held.requests);
    return true;
  }

  #give({ metadata }: StoredPod, requests: Amounts, hostPorts: readonly HostPort[]): void {
    this.#byPod.set(metadata.uid, { requests, hostPorts });
    this.#used = addAmounts(this.#used, requests);
  }

  #isAnyTaken(wanted: readonly HostPort[]): boolean {
    for (const { hostPorts } of this.#byPod.values()) {
      if (hostPorts.some((taken) => wanted.some((port) => conflictingPorts(taken, port)))) return true;
    }
    return false;
  }
}
