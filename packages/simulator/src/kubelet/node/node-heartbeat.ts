import { deepEqual, formatMicroTime, formatTime, type Timers } from '@podlab/apimachinery';
import type { Node, NodeCondition } from 'kubernetes-types/core/v1';
import type { LocalApi } from '../../apiserver/local-api.ts';
import type { EventRecorder } from '../../events/event-recorder.ts';
import type { NodePressure } from '../eviction/eviction-decision.ts';
import { nextPodCidr } from '../../runtime/pod-ips.ts';
import { newNode, nodeConditions, type NodeFacts, nodeResources } from './node-object.ts';

/** @see kubernetes v1.36 pkg/kubelet/kubelet.go NewMainKubelet: a quarter of the lease's 40 s; nodeStatusReportFrequency */
const leaseRenewMs = 10_000;
const leaseSeconds = 40;
const statusReportMs = 300_000;
/** @see pkg/kubelet/apis/config/v1beta1/defaults.go nodeStatusUpdateFrequency */
const statusLookMs = 10_000;
/** From registration to Ready: the network has to come up first. */
const readyAfterMs = 2_000;

export interface HeartbeatOptions {
  readonly api: LocalApi;
  readonly timers: Timers;
  readonly events: EventRecorder;
  readonly facts: NodeFacts;
  /** The node has another range of addresses from now on. */
  readonly onPodCidr?: (cidr: string) => void;
}

/** Registers a node and keeps it alive: its status every five minutes, its Lease every ten seconds. */
export class NodeHeartbeat {
  readonly #options: HeartbeatOptions;
  #timers: { cancel(): void }[] = [];
  readonly #pressures = new Set<NodePressure>();
  /** When it was looked last; a kubelet that starts takes its node for schedulable. */
  #wasUnschedulable = false;
  /** At which moment of the ten seconds the status is looked at: not when evictions are. */
  readonly #phaseMs: number;
  /** As it was first registered. */
  #made: Node | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#phaseMs = options.facts.random.fork('status').below(statusLookMs);
  }

  start(): void {
    this.#register(newNode(this.#options.facts, this.#options.timers.nowMs()));
    this.#event('Starting', 'Starting kubelet.');
    for (const reason of nodeSufficiency) this.#becameEvent(reason);
    this.#event('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
    this.#later(readyAfterMs, () => {
      this.#reportStatus();
      this.#becameEvent('NodeReady');
    });
    this.#renewLease();
  }

  /** Makes the node, or takes the one that is there. */
  #register(made: Node): void {
    const { api, facts } = this.#options;
    const { status, ...node } = made;
    this.#made = made;
    const created = api.get('nodes', undefined, facts.name) ?? api.create('nodes', node, { fieldManager: 'kubelet' });
    api.updateStatus('nodes', { ...created, ...(status && { status }) }, { fieldManager: 'kubelet' });
  }

  /** The kubelet runs again: it says at once how the node is, and registers it if it has been deleted. */
  restart(): void {
    const { api, facts } = this.#options;
    if (this.#made && !api.get('nodes', undefined, facts.name)) this.#registerAgain(this.#made);
    const before = api.get('nodes', undefined, facts.name)?.status?.conditions ?? [];
    this.#pressures.clear();
    this.#wasUnschedulable = false;
    this.#event('Starting', 'Starting kubelet.');
    this.#event('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
    for (const reason of restartEvents(before)) this.#becameEvent(reason);
    this.#reportStatus();
    this.#renewLease();
  }

  #registerAgain(made: Node): void {
    const { api, onPodCidr } = this.#options;
    const known = [made, ...api.list('nodes')].flatMap(({ spec }) => spec?.podCIDR || []);
    const podCIDR = nextPodCidr(known);
    this.#register(withoutRole({ ...made, spec: { ...made.spec, podCIDR, podCIDRs: [podCIDR] } }));
    onPodCidr?.(podCIDR);
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel();
  }

  /** The node has become short of something, or has it again: that is said when its status is looked at next. */
  setPressure(pressure: NodePressure, isThere: boolean): void {
    const { timers } = this.#options;
    this.#later(untilNextMs(timers.nowMs(), { everyMs: statusLookMs, phaseMs: this.#phaseMs }), () => {
      if (this.#pressures.has(pressure) === isThere) return;
      if (isThere) this.#pressures.add(pressure);
      else this.#pressures.delete(pressure);
      this.#becameEvent(pressureReasons[pressure][isThere ? 'short' : 'enough']);
      this.#writeStatus();
    });
  }

  /** Pods are being evicted for what is short. */
  noteThreshold(resource: string): void {
    this.#event('EvictionThresholdMet', `Attempting to reclaim ${resource}`, 'Warning');
  }

  #reportStatus(): void {
    this.#writeStatus();
    this.#later(statusReportMs, () => this.#reportStatus());
  }

  #writeStatus(): void {
    const { api, timers, facts } = this.#options;
    const node = api.get('nodes', undefined, facts.name);
    if (node !== undefined) {
      const nowMs = timers.nowMs();
      const conditions = nodeConditions(nowMs, nowMs, true, this.#pressures).map((condition) => ({
        ...condition,
        lastTransitionTime:
          node.status?.conditions?.find(({ type, status }) => type === condition.type && status === condition.status)
            ?.lastTransitionTime ?? condition.lastTransitionTime,
      }));
      api.updateStatus('nodes', { ...node, status: { ...node.status, conditions } }, { fieldManager: 'kubelet' });
    }
  }

  /** What others have written there is looked at every ten seconds, and that it is cordoned is told. @see `nodeStatusUpdateFrequency` */
  #lookAtNode(): void {
    const { api, facts } = this.#options;
    const node = api.get('nodes', undefined, facts.name);
    if (node === undefined) return;
    const isUnschedulable = node.spec?.unschedulable ?? false;
    if (isUnschedulable !== this.#wasUnschedulable) {
      const reason = isUnschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable';
      this.#becameEvent(reason);
      this.#wasUnschedulable = isUnschedulable;
    }
    const status = { ...node.status, ...nodeResources(node.status, facts) };
    if (!deepEqual(status, node.status)) api.updateStatus('nodes', { ...node, status }, { fieldManager: 'kubelet' });
  }

  #renewLease(): void {
    const { api, timers, facts } = this.#options;
    const renewTime = formatMicroTime(timers.nowMs());
    const lease = api.get('leases', leaseNamespace, facts.name);
    const node = api.get('nodes', undefined, facts.name);
    if (lease !== undefined) {
      api.update('leases', { ...lease, spec: { ...lease.spec, renewTime } }, { fieldManager: 'kubelet' });
    } else if (node !== undefined) {
      const { name, uid } = node.metadata;
      const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
      api.create(
        'leases',
        {
          metadata: { name, namespace: leaseNamespace, ownerReferences },
          spec: { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime },
        },
        { fieldManager: 'kubelet' },
      );
    }
    this.#lookAtNode();
    this.#later(leaseRenewMs, () => this.#renewLease());
  }

  #becameEvent(reason: string): void {
    this.#event(reason, `Node ${this.#options.facts.name} status is now: ${reason}`);
  }

  /**
   * Events of a kubelet say the node's name and no UID, so that `kubectl describe node` does not find them.
   * @see pkg/kubelet/kubelet.go nodeRef (v1.36)
   */
  #event(reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    const { events, facts, timers } = this.#options;
    const creationTimestamp = formatTime(timers.nowMs());
    const metadata = { name: facts.name, uid: '', resourceVersion: '', creationTimestamp };
    events.event({ apiVersion: 'v1', kind: 'Node', metadata }, { type, reason, message });
  }

  #later(delayMs: number, run: () => void): void {
    const timer = this.#options.timers.schedule(delayMs, () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
      run();
    });
    this.#timers.push(timer);
  }
}

/** A kubelet that registers its node again does not know what kubeadm had added to it. */
function withoutRole({ spec, metadata, ...node }: Node): Node {
  const { taints: _, ...rest } = spec ?? {};
  const labels = Object.entries(metadata?.labels ?? {}).filter(([name]) => !/^node(-role)?\./.test(name));
  return { ...node, metadata: { ...metadata, labels: Object.fromEntries(labels) }, spec: rest };
}

const leaseNamespace = 'kube-node-lease';

const pressureReasons = {
  MemoryPressure: { short: 'NodeHasInsufficientMemory', enough: 'NodeHasSufficientMemory' },
  DiskPressure: { short: 'NodeHasDiskPressure', enough: 'NodeHasNoDiskPressure' },
} as const;

const nodeSufficiency = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'] as const;

/** Milliseconds, at least 1, until a moment that comes again and again. */
export function untilNextMs(
  nowMs: number,
  { everyMs, phaseMs }: { readonly everyMs: number; readonly phaseMs: number },
): number {
  return everyMs - ((((nowMs - phaseMs) % everyMs) + everyMs) % everyMs);
}

/**
 * What a kubelet that starts again says of its node: first as of a new one, then what has changed in the API's eyes.
 * Seen on a real cluster (v1.36.3).
 * @param before the conditions as the API has them
 */
export function restartEvents(before: readonly Pick<NodeCondition, 'type' | 'status'>[]): string[] {
  const hadStatus = (type: string, status: string) =>
    before.some((known) => known.type === type && known.status === status);
  const changed = [
    hadStatus('MemoryPressure', 'False') ? [] : ['NodeHasSufficientMemory'],
    hadStatus('DiskPressure', 'False') ? [] : ['NodeHasNoDiskPressure'],
    hadStatus('PIDPressure', 'False') ? [] : ['NodeHasSufficientPID'],
    hadStatus('Ready', 'True') ? [] : ['NodeReady'],
  ];
  return [...nodeSufficiency, ...changed.flat()];
}
