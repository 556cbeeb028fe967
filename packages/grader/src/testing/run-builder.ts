import type { KubeObject } from '@podlab/apimachinery';
import { createHistory, type History } from '../history/history.ts';
import { createMemoryLog } from '../history/memory-log.ts';

/** What a test says of a Pod; everything else is as it usually is. */
export interface PodSketch {
  readonly uid: string;
  readonly name?: string;
  /** UID of the controller, or null for none. Default: `rs`. */
  readonly owner?: string | null;
  readonly ownerKind?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly restarts?: number;
  readonly containerID?: string;
  readonly ip?: string;
  readonly ready?: boolean;
  readonly phase?: string;
  readonly reason?: string;
  readonly terminating?: boolean;
  readonly disruption?: string;
  readonly node?: string;
  readonly image?: string;
  readonly generation?: number;
  readonly lastReason?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
}

/** Writes the record of a run as a cluster would have shown it: one second and one resourceVersion per event. */
export class RunBuilder {
  readonly history: History = createHistory(createMemoryLog());
  readonly #pods = new Map<string, PodSketch>();
  readonly #others = new Map<string, KubeObject>();
  #version = 100;
  #nowMs = 0;
  #hidden = false;

  /** The Deployment `web`, its ReplicaSet `rs` and three ready Pods a, b and c; then the step begins. */
  static threePods(): RunBuilder {
    return new RunBuilder()
      .deployment('web', 3)
      .replicaSet('rs', 3)
      .pod({ uid: 'a' })
      .pod({ uid: 'b' })
      .pod({ uid: 'c' })
      .step('step');
  }

  pod(sketch: PodSketch): this {
    const before = this.#pods.get(sketch.uid);
    const merged = { ...before, ...sketch };
    this.#pods.set(sketch.uid, merged);
    return this.#see(before ? 'modified' : 'added', 'pods', podFrom(merged, this.#next()));
  }

  gone(uid: string): this {
    const sketch = this.#pods.get(uid) ?? { uid };
    this.#pods.delete(uid);
    return this.#see('deleted', 'pods', podFrom({ ...sketch, terminating: true }, this.#next()));
  }

  /** Deletes a Pod as the API does: first the timestamp, later the object. */
  deletePod(uid: string, more: Partial<PodSketch> = {}): this {
    return this.pod({ ...this.#pods.get(uid), uid, ...more, terminating: true });
  }

  deployment(uid: string, replicas: number, generation = 1, name = 'web'): this {
    const object = workload('Deployment', { uid, name, replicas, generation }, this.#next());
    return this.#other('deployments', object);
  }

  replicaSet(uid: string, replicas: number, generation = 1, owner = 'web'): this {
    const object = workload('ReplicaSet', { uid, name: uid, replicas, generation, owner }, this.#next());
    return this.#other('replicasets', object);
  }

  statefulSet(uid: string, replicas: number): this {
    const object = workload('StatefulSet', { uid, name: 'db', replicas, generation: 1 }, this.#next());
    return this.#other('statefulsets', object);
  }

  node(name: string, unschedulable = false): this {
    const version = this.#next();
    const spec = unschedulable ? { unschedulable } : {};
    const metadata = { name, uid: `node-${name}`, resourceVersion: version, creationTimestamp: '' };
    return this.#other('nodes', { apiVersion: 'v1', kind: 'Node', metadata, spec });
  }

  /** Time goes by in which nothing is observed. */
  wait(ms: number): this {
    this.#nowMs += ms;
    return this;
  }

  removed(resource: 'deployments' | 'replicasets', uid: string): this {
    const object = this.#others.get(`${resource}/${uid}`);
    this.#others.delete(`${resource}/${uid}`);
    if (!object) return this;
    const metadata = { ...object.metadata, resourceVersion: this.#next() };
    return this.#see('deleted', resource, { ...object, metadata });
  }

  answer(check: string, given: string): this {
    this.history.append({ type: 'answer', check, given, observedAtMs: this.#nowMs });
    return this;
  }

  step(step: string): this {
    this.history.append({ type: 'step', step, observedAtMs: this.#nowMs });
    return this;
  }

  /** What `during` does happens while nobody watches; then everything is listed again. */
  unseen(during: (run: this) => void): this {
    for (const resource of ['pods', 'replicasets', 'deployments']) {
      this.history.append({ type: 'gap', resource, reason: 'expired', observedAtMs: this.#nowMs });
    }
    this.#hidden = true;
    during(this);
    this.#hidden = false;
    const resourceVersion = this.#next();
    const objects = (resource: string) =>
      [...this.#others].filter(([key]) => key.startsWith(`${resource}/`)).map(([, object]) => object);
    const pods = [...this.#pods.values()].map((sketch) => podFrom(sketch, this.#versions.get(sketch.uid) ?? '0'));
    const lists = { pods, replicasets: objects('replicasets'), deployments: objects('deployments') };
    for (const [resource, items] of Object.entries(lists)) {
      this.history.append({ type: 'snapshot', resource, resourceVersion, objects: items, observedAtMs: this.#nowMs });
    }
    return this;
  }

  readonly #versions = new Map<string, string>();

  #next(): string {
    this.#version += 1;
    this.#nowMs += 1000;
    return String(this.#version);
  }

  #other(resource: string, object: KubeObject): this {
    const key = `${resource}/${object.metadata?.uid}`;
    const known = this.#others.has(key);
    this.#others.set(key, object);
    return this.#see(known ? 'modified' : 'added', resource, object);
  }

  #see(type: 'added' | 'modified' | 'deleted', resource: string, object: KubeObject): this {
    if (resource === 'pods') this.#versions.set(object.metadata?.uid ?? '', object.metadata?.resourceVersion ?? '');
    if (!this.#hidden) this.history.append({ type, resource, object, observedAtMs: this.#nowMs });
    return this;
  }
}

function podFrom(sketch: PodSketch, resourceVersion: string): KubeObject {
  const { uid, owner = 'rs', ownerKind = 'ReplicaSet', restarts = 0, phase = 'Running', ready = true } = sketch;
  const name = sketch.name ?? `web-${uid}`;
  const containerID = phase === 'Pending' ? '' : (sketch.containerID ?? `containerd://${uid}-${restarts}`);
  const last = restarts > 0 ? { terminated: { exitCode: 0, reason: sketch.lastReason ?? 'Completed' } } : {};
  const state =
    phase === 'Pending' ? { waiting: {} } : phase === 'Running' ? { running: {} } : { terminated: { exitCode: 0 } };
  const status = { name: 'app', restartCount: restarts, containerID, ready, state, lastState: last };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid,
      resourceVersion,
      generation: sketch.generation ?? 1,
      labels: { app: 'web', ...sketch.labels },
      ...(sketch.annotations ? { annotations: sketch.annotations } : {}),
      ...(owner === null ? {} : { generateName: `${owner}-` }),
      ...(owner === null
        ? {}
        : { ownerReferences: [{ apiVersion: 'apps/v1', kind: ownerKind, name: owner, uid: owner, controller: true }] }),
      ...(sketch.terminating ? { deletionTimestamp: '2099-01-01T00:00:00Z' } : {}),
    },
    spec: { nodeName: sketch.node ?? 'worker', containers: [{ name: 'app', image: sketch.image ?? 'busybox:1.37' }] },
    status: {
      phase,
      podIP: sketch.ip ?? `10.0.0.${uid.charCodeAt(0)}`,
      ...(sketch.reason ? { reason: sketch.reason } : {}),
      conditions: [
        { type: 'Ready', status: ready ? 'True' : 'False' },
        ...(sketch.disruption ? [{ type: 'DisruptionTarget', status: 'True', reason: sketch.disruption }] : []),
        ...(sketch.conditions ?? []),
      ],
      containerStatuses: [status],
    },
  };
}

interface WorkloadSketch {
  readonly uid: string;
  readonly name: string;
  readonly replicas: number;
  readonly generation: number;
  readonly owner?: string;
}

function workload(kind: string, sketch: WorkloadSketch, resourceVersion: string): KubeObject {
  const { uid, name, replicas, generation, owner } = sketch;
  const reference = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: owner ?? '',
    uid: owner ?? '',
    controller: true,
  };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {
      name,
      uid,
      resourceVersion,
      generation,
      ...(owner === undefined ? {} : { ownerReferences: [reference] }),
    },
    spec: { replicas, template: { spec: { containers: [{ name: 'app', image: 'busybox:1.37' }] } } },
    status: {},
  };
}
