import { parseQuantity, quantityUnits, type Stored } from '@podlab/apimachinery';
import type { Kernel, Volume } from '@podlab/shell';
import type { Pod } from 'kubernetes-types/core/v1';
import type { UsageSource } from '../metrics/metrics-server.ts';
import type { EventRecorder } from '../events/event-recorder.ts';
import type { KubeletApi } from '../apiserver/exchange.ts';
import type { ObjectChange } from '../apiserver/local-api.ts';
import type { PodSource } from '../cluster/pod-source.ts';
import type { ClusterContext, Component } from '../cluster/ports.ts';
import type { Image } from '../images/image.ts';
import { type NodeImages, nodeImages } from '../images/node-images.ts';
import type { ClusterNetwork } from '../network/cluster-network.ts';
import { createNodeNetwork } from '../network/node-network.ts';
import { ContainerRuntime } from '../runtime/container-runtime.ts';
import { PodIps } from '../runtime/pod-ips.ts';
import { createKubeletApi, unreachableKubelet } from './kubelet-api.ts';
import { pressureFault } from './admission/admit-pod.ts';
import { NodeAllocation } from './admission/node-allocation.ts';
import { NodeHeartbeat } from './node/node-heartbeat.ts';
import { usedDisk } from './eviction/disk-usage.ts';
import { EvictionManager } from './eviction/eviction-manager.ts';
import { HostDirectories } from './volumes/host-directories.ts';
import { capacityOf, hostIp } from './node/node-object.ts';
import type { NodeServices } from './node/node-services.ts';
import { Pleg } from './pleg.ts';
import type { StoredPod } from './pod-types.ts';
import { PodWorker } from './pod-worker.ts';
import { compareResizes, type PendingResize } from './resize/resize-decision.ts';
import { isMirrorPod, isStaticPod } from './static-pods/static-pod.ts';
import { StaticPods } from './static-pods/static-pods.ts';
import { StatusManager } from './status/status-manager.ts';

/** Which node a kubelet is. */
export interface KubeletNode {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  /** From 0; decides addresses. */
  readonly index: number;
  readonly isTainted: boolean;
  /** How much its disk holds, as a quantity. */
  readonly disk?: string;
}

/** What a kubelet is given beside the cluster. */
export interface KubeletDependencies {
  readonly kernel: Kernel;
  readonly imageFiles: (image: Image) => Volume;
  readonly pods: PodSource;
  readonly network: ClusterNetwork;
  /** See `EmbeddedCluster.skewMs`: times in logs are shown as the client's. */
  readonly skewMs: () => number;
  /** Default: the whole catalogue. */
  readonly images?: NodeImages;
  /** Static Pods that are there from the start; default none. */
  readonly staticPods?: readonly StoredPod[];
}

export interface Kubelet extends Component, KubeletApi, UsageSource {
  /** The node's containers and what they have printed, as text; part of the cluster's snapshot. */
  snapshot(): string;
  /**
   * Stops or starts its process, as `systemctl` on the node does: containers go on without it, and when it is back it
   * begins with what it finds. Idempotent.
   */
  setRunning(isRunning: boolean): void;
}

/** From a Pod's end to the next look at resizes that wait for room. @see kubernetes v1.36 pkg/kubelet/kubelet.go housekeepingPeriod */
const resizeRetryMs = 2_000;
/** @see kubernetes v1.36 pkg/kubelet/pod_workers.go backOffPeriod, workerBackOffPeriodJitterFactor */
const staticRetryMs = 10_000;
const longestStretch = 0.5;

/** Creates one node's kubelet. `start` registers the node. */
export function createKubelet(node: KubeletNode, context: ClusterContext, dependencies: KubeletDependencies): Kubelet {
  const { api, timers } = context;
  const random = context.random.fork(`kubelet ${node.name}`);
  const workers = new Map<string, PodWorker>();
  const ips = new PodIps(node.index);
  const capacity = capacityOf(node);
  let recorder = context.eventRecorder('kubelet', node.name);
  const events: EventRecorder = { event: (regarding, event) => recorder.event(regarding, event) };
  const memory = dependencies.kernel.createNodeMemory(quantityUnits(parseQuantity(capacity.memory)));
  const diskBytes = quantityUnits(parseQuantity(capacity['ephemeral-storage']));
  const runtime = new ContainerRuntime({
    memory,
    disk: { sizeBytes: diskBytes, usedBytes: () => usedDisk(services) },
    kernel: dependencies.kernel,
    timers,
    random: random.fork('containers'),
    imageFiles: dependencies.imageFiles,
    onExit: (podUid, instanceId) => {
      workers.get(podUid)?.containerEnded(instanceId);
      pleg.noteChange(podUid);
    },
  });
  const pleg = new Pleg({
    timers,
    phaseMs: random.below(1000),
    inspect: (podUid) => runtime.inspect(podUid),
    onChange: (podUid) => workers.get(podUid)?.requestSync(),
  });
  const hostDirectories = new HostDirectories(dependencies.kernel, node.name);
  const allocation = new NodeAllocation();
  const pendingResizes = new Map<string, PendingResize>();
  const retryResizes = () => {
    const inOrder = [...pendingResizes.values()].sort(compareResizes);
    for (const { pod } of inOrder) workers.get(pod.metadata.uid)?.requestSync();
  };
  const services: NodeServices = {
    nodeName: node.name,
    hostIP: hostIp(node.index),
    allocatable: capacity,
    api,
    timers,
    random: random.fork('pods'),
    kernel: dependencies.kernel,
    hostDirectories,
    tokens: context.tokens,
    events,
    runtime,
    images: dependencies.images ?? nodeImages,
    pleg,
    statuses: new StatusManager(api, timers, random.fork('statuses')),
    network: createNodeNetwork(dependencies.network, node.name, hostIp(node.index)),
    memory,
    allocation,
    pods: () => workers.values(),
    pressureFault: (pod) => pressureFault(pod, evictions.pressures),
    pendingResizes,
    retryResizes: () => {
      if (pendingResizes.size > 0) timers.schedule(resizeRetryMs, retryResizes);
    },
    release: (podUid) => {
      pendingResizes.delete(podUid);
      if (allocation.release(podUid)) services.retryResizes();
    },
    takeIp: () => ips.take(),
    giveIpBack: (ip) => ips.giveBack(ip),
  };
  const evictions = new EvictionManager({
    node: services,
    diskBytes,
    onPressure: (pressure, isThere) => heartbeat.setPressure(pressure, isThere),
    onThresholdMet: (resource) => heartbeat.noteThreshold(resource),
  });
  const heartbeat = new NodeHeartbeat({
    api,
    timers,
    events,
    facts: { ...node, random: random.fork('node') },
    onPodCidr: (cidr) => ips.moveTo(cidr),
  });

  const staticPods = new StaticPods({
    api,
    timers,
    nodeName: node.name,
    files: hostDirectories,
    given: dependencies.staticPods ?? [],
    onAdded: (pod) => startStatic(pod),
    onRemoved: (podUid) => workers.get(podUid)?.removeStatic(),
  });

  /** A static Pod waits for the one that had its name. @see pkg/kubelet/pod_workers.go allowStaticPodStart */
  function startStatic(pod: StoredPod): void {
    const { namespace, name, uid } = pod.metadata;
    if (!isRunning || !staticPods.has(uid) || workers.has(uid)) return;
    const isNameTaken = [...workers.values()].some(
      ({ pod: { metadata } }) => metadata.namespace === namespace && metadata.name === name,
    );
    if (isNameTaken) {
      const delayMs = Math.ceil(staticRetryMs * (1 + random.float() * longestStretch));
      timers.schedule(delayMs, () => startStatic(pod));
      return;
    }
    const worker = new PodWorker(services, pod, () => {
      workers.delete(uid);
      staticPods.forgetMirror(namespace, name);
    });
    workers.set(uid, worker);
    worker.requestSync();
  }

  /** Whoever deletes a mirror deletes what is shown of the Pod, not the Pod. */
  function onMirror({ type, object }: Pick<ObjectChange<Stored<Pod>>, 'type' | 'object'>): void {
    const { namespace, name, deletionTimestamp } = object.metadata;
    const shown = staticPods.find(namespace, name);
    if (!shown) {
      if (type !== 'DELETED') staticPods.forgetMirror(namespace, name);
    } else if (type === 'DELETED' || deletionTimestamp !== undefined) workers.get(shown.metadata.uid)?.requestSync();
  }

  let isRunning = false;
  const listening = createKubeletApi({
    api,
    timers,
    runtime,
    random: random.fork('exec'),
    skewMs: dependencies.skewMs,
  });
  const unreachable = unreachableKubelet(`${hostIp(node.index)}:10250`);

  const onPod = ({ type, object }: ObjectChange<Stored<Pod>>) => {
    if (!isRunning) return;
    const { uid } = object.metadata;
    if (isMirrorPod(object)) {
      onMirror({ type, object });
      return;
    }
    const known = workers.get(uid);
    if (type === 'DELETED') {
      known?.remove();
      return;
    }
    if (object.spec === undefined) return;
    const pod = object as StoredPod;
    const worker = known ?? new PodWorker(services, pod, () => workers.delete(uid));
    workers.set(uid, worker);
    worker.update(pod);
  };

  function setRunning(wanted: boolean): void {
    if (isRunning === wanted) return;
    isRunning = wanted;
    if (!wanted) {
      heartbeat.stop();
      evictions.stop();
      pendingResizes.clear();
      staticPods.stop();
      services.statuses.stop();
      for (const worker of workers.values()) worker.pause();
      return;
    }
    // A new process knows of no Events that it could count on.
    recorder = context.eventRecorder('kubelet', node.name);
    heartbeat.restart();
    evictions.start();
    const found = new Map(api.listPodsOnNode(node.name).map((pod) => [pod.metadata.uid, pod]));
    for (const [uid, worker] of workers) {
      worker.resume(isStaticPod(worker.pod) ? worker.pod : (found.get(uid) as StoredPod | undefined));
    }
    staticPods.start();
    for (const [uid, object] of found) if (!workers.has(uid)) onPod({ type: 'ADDED', object });
  }

  return {
    name: `kubelet ${node.name}`,
    logs: (request) => (isRunning ? listening : unreachable).logs(request),
    exec: (request) => (isRunning ? listening : unreachable).exec(request),
    portForward: (request) => (isRunning ? listening : unreachable).portForward(request),
    setRunning,
    start: () => {
      isRunning = true;
      heartbeat.start();
      evictions.start();
      staticPods.start();
      dependencies.pods.onPodsOf(node.name, onPod);
    },
    stop: () => {
      heartbeat.stop();
      evictions.stop();
      staticPods.stop();
      services.statuses.stop();
      for (const worker of workers.values()) worker.stop();
      workers.clear();
    },
    usage: () =>
      (isRunning ? [...workers.values()] : []).map(({ pod }) => ({
        namespace: pod.metadata.namespace ?? '',
        name: pod.metadata.name,
        containers: runtime.usage(pod.metadata.uid),
      })),
    snapshot: () => [...workers.values()].map(({ pod }) => describeContainers(runtime, pod)).join(''),
  };
}

function describeContainers(runtime: ContainerRuntime, pod: StoredPod): string {
  return runtime
    .inspect(pod.metadata.uid)
    .instances.map(({ log, ...instance }) => {
      const output = new TextDecoder().decode(log.read({ timestamp: String }));
      return `${pod.metadata.uid} ${JSON.stringify(instance)}\n${output}`;
    })
    .join('');
}
