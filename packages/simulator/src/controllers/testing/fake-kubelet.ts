import { formatTime, keyOf, type Timers } from '@podlab/apimachinery';
import type { LocalApi, ObjectChange, StoredOf } from '../../apiserver/local-api.ts';

type Pod = StoredOf<'pods'>;

const kubeletConditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

/** Stands for all kubelets in tests: bound Pods run and are ready after a while, deleted ones end and go. */
export class FakeKubelet {
  readonly #api: LocalApi;
  readonly #timers: Timers;
  readonly #seen = new Set<string>();
  readonly #ending = new Set<string>();
  #address = 1;
  /** Whether Pods of this name become ready. Default: all do. */
  becomesReady: (pod: Pod) => boolean = () => true;
  /** From binding until Running and ready. */
  startMs = 500;
  /** From the deletion until the containers have stopped. */
  stopMs = 1000;
  /** How far apart neighbours start and stop. */
  staggerMs = 60;
  /** Nodes whose kubelets have stopped. */
  readonly silentNodes = new Set<string>();
  #count = 0;

  constructor(api: LocalApi, timers: Timers) {
    this.#api = api;
    this.#timers = timers;
    api.watch('pods', (change) => this.#onPod(change));
  }

  #onPod({ type, object: pod }: ObjectChange<Pod>): void {
    const { uid, deletionTimestamp } = pod.metadata;
    if (type === 'DELETED' || !pod.spec?.nodeName || this.silentNodes.has(pod.spec.nodeName)) return;
    if (deletionTimestamp) {
      if (this.#ending.has(uid)) return;
      this.#ending.add(uid);
      this.#timers.schedule(this.stopMs + this.#stagger(), () => this.#end(pod));
    } else if (!this.#seen.has(uid)) {
      this.#seen.add(uid);
      this.#write(pod, 'Pending', false);
      this.#timers.schedule(this.startMs + this.#stagger(), () => this.#write(pod, 'Running', this.becomesReady(pod)));
    }
  }

  /** Keeps nodes alive, until told otherwise. */
  renewLease(nodeName: string): void {
    if (this.silentNodes.has(nodeName)) return;
    const name = nodeName;
    const spec = { holderIdentity: name, renewTime: formatTime(this.#timers.nowMs()) };
    const lease = this.#api.get('leases', 'kube-node-lease', name);
    if (lease) this.#api.update('leases', { ...lease, spec });
    else this.#api.create('leases', { metadata: { name, namespace: 'kube-node-lease' }, spec });
    this.#timers.schedule(10_000, () => this.renewLease(nodeName));
  }

  /** Real kubelets do not finish several Pods in the same instant either. */
  #stagger(): number {
    this.#count += 1;
    return (this.#count % 3) * this.staggerMs;
  }

  #end(pod: Pod): void {
    const { namespace, name, uid } = pod.metadata;
    if (this.silentNodes.has(pod.spec?.nodeName ?? '')) return;
    this.#write(pod, 'Succeeded', false);
    this.#timers.schedule(50, () => {
      if (this.#api.get('pods', namespace, name)?.metadata.uid !== uid) return;
      this.#api.delete('pods', namespace, name, { gracePeriodSeconds: 0 });
    });
  }

  #write({ metadata }: Pod, phase: string, ready: boolean): void {
    const pod = this.#api.get('pods', metadata.namespace, metadata.name);
    if (pod?.metadata.uid !== metadata.uid) return;
    if (pod.metadata.deletionTimestamp && phase === 'Running') return;
    const others = pod.status?.conditions?.filter(({ type }) => !kubeletConditions.includes(type)) ?? [];
    const conditions = kubeletConditions.map((type) => {
      const isTrue = type.endsWith('Ready') ? ready : type !== 'PodReadyToStartContainers' || phase === 'Running';
      const status = isTrue ? 'True' : 'False';
      const known = pod.status?.conditions?.find((condition) => condition.type === type);
      const since = known?.status === status ? known.lastTransitionTime : undefined;
      return { type, status, lastTransitionTime: since ?? formatTime(this.#timers.nowMs()) };
    });
    const podIP = pod.status?.podIP ?? (phase === 'Running' ? `10.244.0.${(this.#address += 1)}` : undefined);
    const status = { ...pod.status, phase, conditions: [...others, ...conditions], ...(podIP ? { podIP } : {}) };
    this.#api.updateStatus('pods', { ...pod, status }, { fieldManager: `kubelet of ${keyOf(pod)}` });
  }
}
