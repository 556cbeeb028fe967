import { createRandom, newUid } from '@podlab/apimachinery';
import { rareKinds } from '#parts';
import { createKernel } from '@podlab/shell';
import { createApiServer } from '../apiserver/create-api-server.ts';
import type { ApiEndpoint } from '../apiserver/api-endpoint.ts';
import { anonymous } from '../apiserver/authorization/user-info.ts';
import type { ApiConnection, ApiRequest } from '../apiserver/exchange.ts';
import { createControllers } from '../controllers/create-controllers.ts';
import { createEventRecorder } from '../events/create-event-recorder.ts';
import { createImageFiles } from '../images/node-images.ts';
import { hostIp } from '../kubelet/node/node-object.ts';
import { createKubelet, type Kubelet } from '../kubelet/kubelet.ts';
import { DifferenceNotices } from '../ledger/notice-differences.ts';
import { ClusterNetwork } from '../network/cluster-network.ts';
import { staticControlPlane } from '../system/control-plane-pods.ts';
import { createLocalPathStorage } from '../system/local-path-storage.ts';
import { createSystemWorkloads } from '../system/system-workloads.ts';
import { createEventLoop } from '../time/event-loop.ts';
import { createMetricsServer } from '../metrics/metrics-server.ts';
import { createPodSource } from './pod-source.ts';
import type { ClusterContext, EmbeddedCluster, EmbeddedClusterOptions, KubeletState, VirtualTime } from './ports.ts';
import { concernsRareKinds, loadCodeFor } from './needed-code.ts';
import { takeSnapshot } from './snapshot.ts';

/** Nodes join a control plane that runs: so CoreDNS finds room on that one before there is another. */
const joiningMs = 5000;

/**
 * Puts an embedded cluster together: API server, controllers, scheduler, and a kubelet per node. It is empty but for
 * what every cluster has, and nothing has happened yet: let its time pass for the nodes to become Ready.
 */
export function createEmbeddedCluster(options: EmbeddedClusterOptions): EmbeddedCluster {
  const time = createEventLoop(options.startTimeMs);
  const random = createRandom(options.seed);
  const kubelets = new Map<string, Kubelet>();
  const metrics = createMetricsServer({ timers: time, kubelets });
  const server = createApiServer({
    timers: time,
    random: random.fork('apiserver'),
    findKubelet: (nodeName) => (server.local.get('nodes', undefined, nodeName) ? kubelets.get(nodeName) : undefined),
    network: () => network.stackAt(hostIp(0)),
    metrics,
  });
  const context: ClusterContext = {
    api: server.local,
    timers: time,
    startedMs: time.nowMs(),
    random,
    metrics,
    tokens: server.tokens,
    eventRecorder: (component, host) =>
      createEventRecorder({
        api: server.local,
        timers: time,
        random: random.fork(`events of ${component} ${host ?? ''}`),
        component,
        ...(host !== undefined && { host }),
      }),
  };
  const kernel = createKernel({ timers: time, random: random.fork('kernel') });
  const imageFiles = createImageFiles(kernel, apiEndpoint());
  const pods = createPodSource(server.local);
  const network = new ClusterNetwork({
    api: server.local,
    timers: time,
    random: random.fork('network'),
    hasDnsPods: options.systemPods === true,
    ...(options.network && { conditions: options.network }),
  });
  network.start();
  const hasWorkers = options.nodes.some(({ role }) => role !== 'control-plane');
  for (const [index, { name, role = 'worker', disk }] of options.nodes.entries()) {
    const isTainted = role === 'control-plane' && hasWorkers;
    const node = { name, role, index, isTainted, ...(disk !== undefined && { disk }) };
    const isControlPlane = options.systemPods === true && role === 'control-plane';
    const staticPods = isControlPlane ? staticControlPlane(name, hostIp(index), time.nowMs()) : [];
    kubelets.set(
      name,
      createKubelet(node, context, { kernel, imageFiles, pods, network, staticPods, skewMs: () => server.skewMs }),
    );
  }
  for (const component of [...createControllers(context), metrics]) component.start();
  for (const { name, role } of options.nodes) {
    const kubelet = kubelets.get(name);
    if (role === 'control-plane' || !options.systemPods) kubelet?.start();
    else time.schedule(joiningMs, () => kubelet?.start());
  }
  if (options.systemPods) {
    createSystemWorkloads(server.local);
    createLocalPathStorage(server.local);
  }
  let hasRareControllers = false;
  const prepareFor = (request: ApiRequest) => {
    if (hasRareControllers || !concernsRareKinds(request)) return;
    hasRareControllers = true;
    for (const component of rareKinds.code.createRareControllers(context)) component.start();
  };
  const notices = new DifferenceNotices();
  function apiEndpoint(): ApiEndpoint {
    const requests = random.fork('requests from inside');
    const known = (request: ApiRequest) =>
      request.headers['authorization'] ? request : { ...request, caller: anonymous };
    return {
      loadCodeFor: (request) => loadCodeFor(known(request), 'handle'),
      handle: (request) => {
        prepareFor(request);
        return server.handleInside(known(request));
      },
      uidOf: (what) => newUid(requests.fork(what)),
      nextAuditId: () => newUid(requests),
    };
  }
  return {
    options,
    time,
    loadCodeFor,
    identify: (request) => atNow(time, () => server.identify(request)),
    handle: (request) => {
      const response = atNow(time, () => {
        prepareFor(request);
        return server.handle(request);
      });
      notices.look(request, response);
      return response;
    },
    open: (request, protocols) => {
      const answer = atNow(time, () => server.open(request, protocols));
      if (!('status' in answer)) return connectionAtNow(answer, time);
      notices.look(request, answer);
      return answer;
    },
    skewMs: () => server.skewMs,
    setSkew: (skewMs) => atNow(time, () => (server.skewMs = skewMs)),
    setKubelet: (nodeName, state) => atNow(time, () => switchKubelet(kubelets.get(nodeName), state)),
    onDifference: (listener) => notices.onDifference(listener),
    snapshot: () => takeSnapshot(server.local, kubelets.values()),
  };
}

function switchKubelet(kubelet: Kubelet | undefined, state: KubeletState): boolean {
  kubelet?.setRunning(state === 'running');
  return kubelet !== undefined;
}

/**
 * What is due by now comes before what is asked now, also when time stands still: a journal knows of the order of calls
 * from outside only their time.
 */
function atNow<T>(time: VirtualTime, call: () => T): T {
  time.runUntil(time.nowMs());
  return call();
}

function connectionAtNow(connection: ApiConnection, time: VirtualTime): ApiConnection {
  return {
    protocol: connection.protocol,
    receive: (message) => atNow(time, () => connection.receive(message)),
    clientClosed: () => atNow(time, () => connection.clientClosed()),
    subscribe: (sink) => connection.subscribe(sink),
  };
}
