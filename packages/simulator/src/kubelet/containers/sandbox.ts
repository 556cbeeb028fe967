import { newHexId } from '@podlab/apimachinery';
import type { PodStatus } from 'kubernetes-types/core/v1';
import { sharedValue } from '../../apiserver/objects/shared-value.ts';
import type { RuntimePod } from '../../runtime/ports.ts';
import { latencies } from '../latencies.ts';
import type { NodeServices, PodRecord } from '../node/node-services.ts';
import type { PodStatusRecord } from '../pod-types.ts';
import { isStaticPod } from '../static-pods/static-pod.ts';
import { withSandboxReady } from '../status/pod-conditions.ts';
import { sleep, type Task } from '../task.ts';
import { podMemoryLimitBytes } from '../volumes/memory-volume.ts';
import { hostnameOf, hostsFile, resolvConf } from './etc-files.ts';
import { runtimeFault } from './runtime-handler.ts';
import { podCpuCores, throttledStartMs, unevenMs } from './throttled-start.ts';

/** Makes a Pod's sandbox: its network, and the files that all of its containers have. @returns false when it could not be made */
export function* createSandbox(node: NodeServices, record: PodRecord, known: RuntimePod): Task<boolean> {
  const mountedForMs = known.sandbox === undefined ? latencies.mountVolumesMs : 0;
  const unlimitedMs = unevenMs(latencies.createSandboxMs, node.random) - mountedForMs;
  yield sleep(node.timers, throttledStartMs(unlimitedMs, podCpuCores(record.allocatedSpec)));
  const fault = sandboxFault(node, record);
  if (fault !== undefined) {
    node.events.event(record.pod, { type: 'Warning', reason: 'FailedCreatePodSandBox', message: fault });
    return false;
  }
  const podUid = record.pod.metadata.uid;
  const { hostNetwork = false, shareProcessNamespace = false } = record.pod.spec;
  if (known.sandbox !== undefined && record.ip !== undefined && !hostNetwork) {
    node.giveIpBack(record.ip);
    record.ip = undefined;
  }
  record.ip ??= hostNetwork ? node.hostIP : node.takeIp();
  const before = node.runtime.networkOf(podUid);
  if (before) node.network.close(before);
  node.runtime.createSandbox(podUid, node.network.open(record.pod, record.ip), shareProcessNamespace);
  record.etc = node.kernel.createVolume();
  const { ip } = record;
  // Without the status: the files may be read long after it has changed.
  const pod = { metadata: record.pod.metadata, spec: record.pod.spec };
  record.etc.writeFile('hosts', () => hostsFile(pod, ip, node.nodeName));
  record.etc.writeFile('resolv.conf', () => resolvConf(pod));
  record.etc.writeFile('hostname', () => `${hostnameOf(pod, node.nodeName)}\n`);
  node.pleg.noteChange(podUid);
  showSandboxReady(node, record);
  return true;
}

/**
 * Told before anything else of the runtime is looked at: of the status only that changes.
 * @see kubernetes v1.36 pkg/kubelet/kubelet.go OnPodSandboxReady
 */
function showSandboxReady(node: NodeServices, record: PodRecord): void {
  const { pod } = record;
  const isStatic = isStaticPod(pod);
  const latest = isStatic ? (pod.status as unknown as PodStatusRecord | undefined) : node.statuses.latest(pod);
  if (latest === undefined) return;
  const conditions = sharedValue(withSandboxReady(pod, latest.conditions ?? [], node.timers.nowMs()));
  const status: PodStatusRecord = { ...latest, conditions };
  node.statuses.write(pod, status, true);
  if (isStatic) record.pod = { ...pod, status: status as unknown as PodStatus };
}

/** What a sandbox and the program that makes it need; a Pod whose containers all have limits has them as its own. */
const smallestPodBytes = 5 * 1024 * 1024;

function sandboxFault(node: NodeServices, { allocatedSpec, pod }: PodRecord): string | undefined {
  const newId = () => newHexId(node.random);
  const ofRuntime = runtimeFault(node.api, pod.spec.runtimeClassName, newId);
  if (ofRuntime !== undefined) return `Failed to create pod sandbox: ${ofRuntime}`;
  const limitBytes = podMemoryLimitBytes(allocatedSpec);
  if (limitBytes === undefined || limitBytes >= smallestPodBytes) return undefined;
  return (
    `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to start sandbox "${newId()}": ` +
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
    'unable to start container process: container init was OOM-killed (memory limit too low?)'
  );
}

/** Takes the network away; the containers have ended. */
export function* stopSandbox(node: NodeServices, podUid: string): Task {
  if (node.runtime.inspect(podUid).sandbox?.state === 'ready') {
    yield sleep(node.timers, unevenMs(latencies.stopSandboxMs, node.random));
  }
  const network = node.runtime.networkOf(podUid);
  if (network) node.network.close(network);
  node.runtime.stopSandbox(podUid);
}
