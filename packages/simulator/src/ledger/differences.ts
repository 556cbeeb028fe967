import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { nodeImages } from '../images/node-images.ts';
import type { Difference } from './difference.ts';
import { networkDifferences } from './network-differences.ts';
import { programDifferences } from './program-differences.ts';
import { refusalDifferences } from './refusal-differences.ts';
import { supportedVolumes } from '../kubelet/admission/unsupported-features.ts';

/**
 * The fidelity ledger: every way in which the embedded cluster differs from a real one of the same version. A new
 * difference is a new entry here, and nothing else: `pnpm structure --write` draws the tables of fidelity.md from it.
 */
export const differences: readonly Difference[] = [
  {
    id: 'F-02',
    kind: 'refused',
    here: '`hostPID` and `hostIPC`',
    why: 'a node has no processes of its own',
    sentence:
      'This cluster cannot share the processes of the node with a Pod: it will wait with reason NotSimulated. Use a real cluster: --engine kind.',
    metBy: { podSpec: ({ hostPID, hostIPC }) => hostPID === true || hostIPC === true },
  },
  {
    id: 'F-03',
    kind: 'refused',
    here: 'volumes other than emptyDir, configMap, secret, downwardAPI, projected, hostPath, claims and ephemeral claims; raw block volumes',
    why: 'not built yet',
    sentence:
      'This cluster has no volumes of that kind: the Pod will wait with reason NotSimulated. Use emptyDir, configMap, secret, downwardAPI, projected, hostPath or a claim, or a real cluster: --engine kind.',
    metBy: { podSpec: hasOtherVolumes },
  },
  {
    id: 'F-30',
    kind: 'refused',
    here: 'PersistentVolumes other than `hostPath` and `local`: the Pod says `FailedMount` with the reason',
    why: 'there is no storage behind them',
    sentence:
      'This cluster can mount PersistentVolumes of kind hostPath and local only. Use a claim of class standard, or a real cluster: --engine kind.',
    metBy: { object: ({ kind, spec }) => kind === 'PersistentVolume' && !hasOneOf(spec, ['hostPath', 'local']) },
  },
  {
    id: 'F-04',
    kind: 'refused',
    here: 'upgrades (WebSocket) through the API proxy; port-forward in the protocol `v4.channel.k8s.io`, which no kubectl speaks',
    why: 'not built yet',
    sentence:
      'This cluster forwards ports to kubectl only, and its API proxy passes on plain HTTP only. Use kubectl port-forward, or a real cluster: --engine kind.',
  },
  {
    id: 'F-05',
    kind: 'refused',
    here: "kinds beyond those that `kubectl api-resources` lists: kinds of the control plane's own and of drivers (admission policies and webhooks, CustomResourceDefinitions, API services, certificate requests, flow schemas, `resource.k8s.io`, CSI kinds, volume attributes classes, service CIDRs)",
    why: 'not built yet',
    sentence:
      'This cluster does not have every kind: kubectl api-resources lists those that it has. Use a real cluster for others: --engine kind.',
  },
  {
    id: 'F-116',
    kind: 'refused',
    here: '`/metrics`, `/debug/pprof`, `/statusz` and `/flagz` of the API server, and all that a kubelet serves (`/api/v1/nodes/NODE/proxy/…`): nothing is there',
    there: 'they answer',
    why: 'they tell how the programs of the control plane fare, and there are none here',
    sentence:
      'The control plane and the kubelets have no metrics of their own here: kubectl top tells what Pods use. Use a real cluster for the rest: --engine kind.',
  },
  {
    id: 'F-06',
    kind: 'refused',
    here: 'images other than those of the catalogue: they fail to pull, as a missing image does',
    why: 'what runs in a container is simulated, image by image',
    sentence: `This cluster has these images only: ${imageNames()}. Others fail to pull, as an image does that is missing. Use one of these, or a real cluster: --engine kind.`,
    metBy: { podSpec: (spec) => containersOf(spec).some(({ image }) => image !== undefined && !isInCatalogue(image)) },
  },
  {
    id: 'F-07',
    kind: 'different',
    here: "the document of OpenAPI v2 holds no schemas, so kubectl 1.27 and 1.28 leave all checks to the server; `kubectl explain` shows fewer descriptions, and other words, than upstream's",
    there: 'all schemas',
    why: 'version 2 is large, and newer clients ask for version 3',
    sentence: 'Versions of kubectl before 1.29 check no fields themselves here: the API server does.',
  },
  {
    id: 'F-20',
    kind: 'different',
    here: 'of the Pods in `kube-system`, only CoreDNS is needed for anything, and kube-apiserver by programs in containers that call it: the others answer their probes and print a line or two, and what they stand for goes on without them. The manifests of the static ones are not under `/etc/kubernetes/manifests`, the ConfigMap of kube-proxy is short. What kubeadm and the control plane keep of their own (roles, service accounts, ConfigMaps, leases) is there when somebody looks: it has the first resourceVersion, and a watch does not see the leases renewed',
    there: 'they do the work of the control plane and of the nodes',
    why: 'the simulator does that work itself',
    sentence:
      'The Pods of kube-system only stand for the control plane here: without kube-proxy or the scheduler all goes on.',
    metBy: { path: /^\/api\/v1\/namespaces\/kube-system\/pods\/[^/]+\/(log|exec|attach)\b/ },
  },
  {
    id: 'F-22',
    kind: 'different',
    here: '`kube-root-ca.crt` holds a real certificate, the same in every cluster and of an elliptic curve. Inside the cluster nothing is encrypted: a TLS handshake only tells who answers, and a client is believed to have checked what it says that it checks',
    there: "a certificate of each cluster's own, with an RSA key",
    why: 'nothing here can be listened to',
    sentence:
      'The certificate in kube-root-ca.crt is the same in every cluster here; on a real one each cluster has its own.',
    metBy: { path: /\/configmaps\/kube-root-ca\.crt$/ },
  },
  {
    id: 'F-23',
    kind: 'different',
    here: 'container logs are cut at 1 MiB',
    there: '10 MiB',
    why: 'memory',
    sentence: 'The log of a container is cut at 1 MiB here; a real kubelet cuts it at 10 MiB.',
  },
  {
    id: 'F-24',
    kind: 'different',
    here: "a namespace's deletion looks again after half the longest grace period",
    there: 'the same, with other pauses',
    why: 'timing only',
    sentence: 'A namespace may take a little longer or shorter to go than on a real cluster.',
  },
  {
    id: 'F-50',
    kind: 'different',
    here: "the kubelet looks at a container and ends a back-off at the moments that the cluster's seed gives",
    there: 'it looks once a second and stretches its waits by up to a half, as chance has it',
    why: 'the same seed gives the same bytes',
    sentence:
      'At which moment a container is started again is chance on a real cluster; here the same lab always goes the same way.',
  },
  {
    id: 'F-110',
    kind: 'different',
    here: 'after a fast-forward, or while time runs faster than yours, the clock in containers (`date`, dates that programs log) is ahead of that of your machine by what was passed over, and behind it where time stood still; times that the API tells are not',
    there: 'both are the same',
    why: "the history moves into the past so that ages are honest, and a running program's clock must not go back: one that waits until a moment would wait for it twice",
    sentence:
      'After a fast-forward, date in a container is ahead of your own clock: go by the ages that kubectl shows.',
  },
  {
    id: 'F-52',
    kind: 'different',
    here: 'starting a container uses up eight process numbers, and an exec five',
    there: "a few more or less: they are the threads of the runtime's starter",
    why: 'the same seed gives the same bytes',
    sentence: 'The process numbers that ps shows in a container differ by a few from those on a real cluster.',
  },
  {
    id: 'F-53',
    kind: 'different',
    here: '`kubectl auth whoami` names no credential',
    there: 'it names the client certificate',
    why: 'clients of this cluster come with a token',
    sentence: 'The command kubectl auth whoami shows no client certificate here, as clients use a token.',
  },
  {
    id: 'F-55',
    kind: 'different',
    here: 'a node has the kernel, ids and images of a machine that is imagined, and no Events from the time before the lab',
    there: 'those of its machine',
    why: 'there is no machine',
    sentence:
      'The kernel, the ids and the images that a node tells of are made up here; on a real cluster they are those of its machine.',
  },
  {
    id: 'F-56',
    kind: 'different',
    here: 'a Pod that fits nowhere is tried again when something of the lab changes',
    there: 'whatever else goes on in the cluster has it tried again too, so that its `FailedScheduling` counts up',
    why: 'nothing else goes on in a cluster of its own',
    sentence:
      'On a busy real cluster the FailedScheduling of a Pod counts up more often than here, as the Pods of others come and go.',
  },
  {
    id: 'F-57',
    kind: 'different',
    here: 'what races within a fraction of a second ends in one way each time',
    there:
      'it ends in one of several: two writes are seen as one, a controller has looked once or twice, two answers come in another order',
    why: 'the same seed gives the same bytes',
    sentence:
      'Where two parts of the cluster race, the same one wins each time here; on a real cluster chance decides.',
  },
  {
    id: 'F-25',
    kind: 'different',
    here: 'which similar Event is forgotten first when many are merged is fixed',
    there: 'it is a matter of chance',
    why: 'the same seed gives the same bytes',
    sentence:
      'Where many similar Events are merged, the same one is always forgotten first here; on a real cluster that is chance.',
  },
  {
    id: 'F-32',
    kind: 'different',
    here: 'policy `Recycle` fails (`No recycler plugin found`)',
    there: 'a helper Pod empties a `hostPath` volume',
    why: 'deprecated',
    sentence: 'A volume with policy Recycle fails here instead of being emptied. Use Retain or Delete.',
    metBy: { object: ({ kind, spec }) => kind === 'PersistentVolume' && isRecycled(spec) },
  },
  {
    id: 'F-33',
    kind: 'different',
    here: "service account tokens are signed by a key that follows from the cluster's seed; one that is bound to something is worth nothing as soon as that is gone; their use is not counted (`kubernetes.io/legacy-token-last-used`)",
    there: 'the key is drawn by chance; what the API server has found out of a token, it believes for up to 10 s more',
    why: 'the same seed gives the same bytes',
    sentence:
      'A token is worth nothing here as soon as its Pod is gone; a real API server may believe it for ten seconds more.',
    metBy: { path: /\/serviceaccounts\/[^/]+\/token$/ },
  },
  {
    id: 'F-34',
    kind: 'different',
    here: "`kubectl top` and autoscalers by cpu and memory work from the start; a node's usage is that of its Pods",
    there: "kind has no metrics server until one is installed; a node's usage includes the system",
    why: 'labs on usage need it',
    sentence: 'Metrics are there from the start here; on a kind cluster a metrics server must be installed first.',
    metBy: { path: /^\/apis\/metrics\.k8s\.io\// },
  },
  {
    id: 'F-37',
    kind: 'different',
    here: 'roles hold for whoever shows the token of a service account, and whoever is impersonated (`kubectl --as`); whoever has the kubeconfig is the administrator, also when the bindings that make it one are gone. An aggregated role has its new rules at once. `managedFields` of access reviews are left out',
    there:
      'the kubeconfig of kind holds a client certificate, which counts more than `--token`; a controller aggregates a moment later',
    why: 'there is one kubeconfig, and the parts of the control plane ask nobody',
    sentence: 'Without --as and --token every client is the administrator here, whatever the bindings say.',
    metBy: { path: /^\/apis\/rbac\.authorization\.k8s\.io\/v1\/.+/ },
  },
  {
    id: 'F-38',
    kind: 'different',
    here: 'Ingresses are kept and get no address',
    there: 'the same, until an ingress controller is installed',
    why: 'none can be installed here yet',
    sentence: 'No ingress controller can be installed here: Ingresses are kept, and nothing answers for them.',
    metBy: { path: /^\/apis\/networking\.k8s\.io\/v1\/.*ingresses/ },
  },
  {
    id: 'F-28',
    kind: 'different',
    here: '`managedFields` of nodes name the kubelet alone',
    there: 'kubeadm and the controller manager own labels, `podCIDR` and taints',
    why: 'nobody joins a node here',
    sentence: 'The managedFields of a node name the kubelet alone here.',
  },
  {
    id: 'F-103',
    kind: 'different',
    here: '`managedFields` name no new owner of a field that the API server takes back from a request: one behind a feature gate in an update, anything but resources in the `resize` of a Pod',
    there: 'whoever sent the field owns it from then on',
    why: 'they are worked out from what is stored',
    sentence: 'A field that the API server did not take from a request has no new owner in managedFields here.',
  },
  {
    id: 'F-105',
    kind: 'different',
    here: 'the roles of whoever is impersonated need `create` on `pods/exec`, `pods/attach` and `pods/portforward`, and nothing else',
    there:
      'a session over a WebSocket begins with a GET, so that `get` is asked for too; kubectl without it falls back to a POST, which needs `create` only',
    why: 'every session that kubectl can open is open to it here too',
    sentence:
      'A role needs create alone for exec, attach and port-forward here; over a WebSocket a real cluster asks for get as well.',
  },
  {
    id: 'F-106',
    kind: 'different',
    here: 'a role or binding that gives more than its writer has is refused after everything else has been checked',
    there: 'before its fields are checked, and before a name that is taken is noticed',
    why: 'what an object becomes is known here only once it has been admitted',
    sentence:
      'Where a role is wrong and gives too much as well, another of its faults may be told of first than on a real cluster.',
  },
  ...programDifferences,
  ...networkDifferences,
  ...refusalDifferences,
  {
    id: 'F-70',
    kind: 'different',
    here: 'when a container is out of memory, its largest process is killed',
    there: 'the same on cgroup v1; on cgroup v2 the kubelet has all processes of the container killed',
    why: 'the recordings are of cgroup v1',
    sentence:
      'Out of memory, one process of a container is killed here; on most real clusters (cgroup v2) all of them are.',
  },
  {
    id: 'F-71',
    kind: 'different',
    here: 'a container without a memory limit is OOM killed at 512 MiB of what it really stores',
    there: 'the memory of the node is the limit',
    why: 'all containers live in the memory of one program',
    sentence: 'A container without a memory limit cannot store more than 512 MiB here; on a real node it can use all.',
  },
  {
    id: 'F-72',
    kind: 'different',
    here: 'memory limits below 5 MiB for a whole Pod always fail with `container init was OOM-killed`',
    there: 'they fail with one of several texts, as chance has it',
    why: 'the same seed gives the same bytes',
    sentence: 'Why a far too small memory limit fails is always worded the same here.',
  },
  {
    id: 'F-73',
    kind: 'different',
    here: '`status.resources` of a Pod without limits is `{}`',
    there:
      'on cgroup v1 it can hold a memory limit of `9007199254740988Ki`, which comes a second or so after a start: `get -w` prints one more line then',
    why: 'that is a fault of the real one',
    sentence: 'On an old real node the status of a Pod may show an absurd memory limit; here it does not.',
  },
  {
    id: 'F-74',
    kind: 'different',
    here: 'containers of an evicted Pod end as `Error`',
    there: 'on a busy node they may read `ContainerStatusUnknown`, because they were removed first',
    why: 'a matter of chance there',
    sentence: 'Containers of an evicted Pod always end as Error here; a busy real node may not know how they ended.',
  },
  {
    id: 'F-76',
    kind: 'different',
    here: "a node's own files, seen through `hostPath`, are a few directories and `/etc/hostname`",
    there: 'a whole system, with the logs of Pods in `/var/log/pods`',
    why: 'nothing else would be true',
    sentence: 'A node has next to no files of its own here: a hostPath volume shows what Pods have put there.',
    metBy: { podSpec: (spec) => (spec.volumes ?? []).some((volume) => hasOneOf(volume, ['hostPath'])) },
  },
  {
    id: 'F-67',
    kind: 'different',
    here: 'a full disk of a node (`lab sandbox --disk`) takes more all the same, until a Pod is evicted',
    there: 'writing fails with `No space left on device`',
    why: 'every write would have to measure the disk',
    sentence: 'Writing to a full disk does not fail here; the kubelet evicts Pods for it, as a real one does.',
  },
  {
    id: 'F-68',
    kind: 'different',
    here: 'the time zones of CronJobs are those of Node or the browser, with their rules as old as these are; other names of a zone, such as `US/Eastern`, are found in any case',
    there: 'those of the IANA database that the control plane was built with, by their exact names',
    why: 'a database of its own would have to be shipped and kept up to date',
    sentence:
      'The time zones of CronJobs are those that Node or your browser knows: a zone with very new rules may be an hour off.',
    metBy: { object: ({ kind, spec }) => kind === 'CronJob' && hasOneOf(spec, ['timeZone']) },
  },
  {
    id: 'F-104',
    kind: 'missing',
    here: 'a resize that waits for room is tried again when a Pod of its node ends or gets less',
    there: 'also half a minute or three minutes later, and whenever a Pod of the node comes or changes',
    why: 'nothing else makes room on a node here, so that only the text of its condition would be newer',
    sentence: 'A resize that is deferred is looked at again only when room has appeared on its node.',
  },
];

function imageNames(): string {
  return nodeImages
    .list()
    .map(({ name }) => name.replace(/^docker\.io\/(library\/)?/, ''))
    .join(', ');
}

function isInCatalogue(reference: string): boolean {
  return nodeImages.lookUp(reference).kind !== 'absent';
}

function containersOf(spec: PodSpec): readonly Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
}

function hasOtherVolumes(spec: PodSpec): boolean {
  return (
    (spec.volumes ?? []).some((volume) => !hasOneOf(volume, supportedVolumes)) ||
    containersOf(spec).some(({ volumeDevices }) => (volumeDevices?.length ?? 0) > 0)
  );
}

function hasOneOf(value: unknown, fields: readonly string[]): boolean {
  return fields.some((field) => (value as Record<string, unknown> | undefined)?.[field] !== undefined);
}

function isRecycled(spec: unknown): boolean {
  return (spec as { persistentVolumeReclaimPolicy?: string } | undefined)?.persistentVolumeReclaimPolicy === 'Recycle';
}
