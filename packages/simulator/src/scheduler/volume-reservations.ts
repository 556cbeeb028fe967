import type { Timer, Timers } from '@podlab/apimachinery';
import type { LocalApi, StoredOf } from '../apiserver/local-api.ts';
import { annotations } from '../controllers/persistent-volume/binding.ts';
import { claimsUsedBy } from '../controllers/persistent-volume/claims-used-by.ts';
import { annotate, promise } from '../controllers/persistent-volume/promise.ts';
import { isFullyBound, type StorageView, type VolumePlan } from './pod-volumes.ts';

type Pod = StoredOf<'pods'>;

/** How long a Pod's volumes may take. @see pkg/scheduler/apis/config/v1/defaults.go `BindTimeoutSeconds` (v1.36) */
const bindTimeoutMs = 600_000;
const fieldManager = 'kube-scheduler';

interface Reservation {
  readonly pod: Pod;
  readonly nodeName: string;
  readonly timeout: Timer;
}

/** Pods for which a node has been found, and whose volumes are being bound or made. */
export class VolumeReservations {
  readonly #api: LocalApi;
  readonly #timers: Timers;
  readonly #storage: StorageView;
  readonly #bind: (pod: Pod, nodeName: string) => void;
  readonly #giveUp: (pod: Pod, reason: string) => void;
  readonly #reserved = new Map<string, Reservation>();

  constructor(options: {
    readonly api: LocalApi;
    readonly timers: Timers;
    readonly storage: StorageView;
    /** Called once all volumes of a Pod are bound. */
    readonly bind: (pod: Pod, nodeName: string) => void;
    /** Called when that takes too long. */
    readonly giveUp: (pod: Pod, reason: string) => void;
  }) {
    this.#api = options.api;
    this.#timers = options.timers;
    this.#storage = options.storage;
    this.#bind = options.bind;
    this.#giveUp = options.giveUp;
  }

  has(uid: string): boolean {
    return this.#reserved.has(uid);
  }

  /** Asks for a Pod's volumes, on a node that will be its own. */
  reserve(pod: Pod, node: StoredOf<'nodes'>, plan: VolumePlan): void {
    const nodeName = node.metadata.name;
    const timeout = this.#timers.schedule(bindTimeoutMs, () => {
      this.#reserved.delete(pod.metadata.uid);
      this.#giveUp(pod, 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded');
    });
    this.#reserved.set(pod.metadata.uid, { pod, nodeName, timeout });
    this.#nominate(pod, nodeName);
    for (const { claim, volume } of plan.bindings) promise(this.#api, volume, claim);
    for (const claim of plan.provisions) annotate(this.#api, claim, { [annotations.selectedNode]: nodeName });
  }

  /** Binds the Pods whose volumes are there. */
  check(): void {
    for (const [uid, { pod, nodeName, timeout }] of this.#reserved) {
      const { namespace = '' } = pod.metadata;
      const isReady = claimsUsedBy(pod).every((name) => {
        const claim = this.#storage.findClaim(namespace, name);
        return claim !== undefined && isFullyBound(claim);
      });
      if (!isReady) continue;
      timeout.cancel();
      this.#reserved.delete(uid);
      this.#bind(pod, nodeName);
    }
  }

  drop(uid: string): void {
    this.#reserved.get(uid)?.timeout.cancel();
    this.#reserved.delete(uid);
  }

  stop(): void {
    for (const uid of this.#reserved.keys()) this.drop(uid);
  }

  /** While it waits, a Pod says where it will go. */
  #nominate(pod: Pod, nodeName: string): void {
    const current = this.#api.get('pods', pod.metadata.namespace, pod.metadata.name);
    if (current?.metadata.uid !== pod.metadata.uid) return;
    const status = { ...current.status, nominatedNodeName: nodeName };
    this.#api.updateStatus('pods', { ...current, status }, { fieldManager });
  }
}
