import { decodeUtf8, StatusError, type Timer, type Timers } from '@podlab/apimachinery';
import { allRequests, manifestReader, rareKinds } from '#parts';
import type { LocalApi } from '../../apiserver/local-api.ts';
import type { HostDirectories } from '../volumes/host-directories.ts';
import type { StoredPod } from '../pod-types.ts';
import { isMirrorPod, mirrorAnnotation, shows } from './static-pod.ts';

/** A manifest may hold whatever a Pod may. */
const neededParts = [manifestReader, rareKinds, allRequests];
/** @see `staticPodPath` of kubeadm's kubelets */
export const manifestDirectory = '/etc/kubernetes/manifests';
/** A file that is being written is read when nothing has changed for this long. */
const settledMs = 5;
/** @see kubernetes v1.36 pkg/kubelet/kubelet.go housekeepingPeriod */
const housekeepingMs = 2_000;

export interface StaticPodsOptions {
  readonly api: LocalApi;
  readonly timers: Timers;
  readonly nodeName: string;
  readonly files: HostDirectories;
  /** Those that are there whatever the directory holds: a control plane's own. */
  readonly given: readonly StoredPod[];
  readonly onAdded: (pod: StoredPod) => void;
  readonly onRemoved: (podUid: string) => void;
}

/** The Pods that a node has from the start, and those that the files in its directory of manifests describe. */
export class StaticPods {
  readonly #options: StaticPodsOptions;
  readonly #byUid = new Map<string, StoredPod>();
  #isWatching = false;
  #timer: Timer | undefined;

  constructor(options: StaticPodsOptions) {
    this.#options = options;
  }

  /** Reads the directory, and again whenever something in it has changed. */
  start(): void {
    const { files } = this.#options;
    if (!this.#isWatching) files.watch(manifestDirectory, () => this.#isWatching && this.#lookSoon());
    this.#isWatching = true;
    this.#look();
  }

  stop(): void {
    this.#isWatching = false;
    this.#timer?.cancel();
  }

  has(podUid: string): boolean {
    return this.#byUid.has(podUid);
  }

  /** The static Pod of a name; names are those of its mirror. */
  find(namespace: string | undefined, name: string): StoredPod | undefined {
    return [...this.#byUid.values()].find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  }

  /** A mirror whose Pod is not there any more goes at the next housekeeping. */
  forgetMirror(namespace: string | undefined, name: string): void {
    const { api, timers } = this.#options;
    timers.schedule(housekeepingMs, () => {
      const mirror = api.get('pods', namespace, name);
      if (mirror && isMirrorPod(mirror) && !this.find(namespace, name)) deleteMirror(api, mirror);
    });
  }

  #lookSoon(): void {
    this.#timer?.cancel();
    this.#timer = this.#options.timers.schedule(settledMs, () => this.#look());
  }

  #look(): void {
    const { files, given, nodeName, timers, onAdded, onRemoved } = this.#options;
    const names = files.isMade ? files.names(manifestDirectory).filter((name) => !name.startsWith('.')) : [];
    if (names.length > 0 && neededParts.some(({ isHere }) => !isHere)) {
      const loading = Promise.all(neededParts.map((part) => part.load()));
      timers.holdUntil?.(
        loading.then(() => undefined),
        () => this.#look(),
      );
      return;
    }
    const found = new Map(given.map((pod) => [pod.metadata.uid, pod]));
    for (const name of names) {
      const bytes = files.readFile(`${manifestDirectory}/${name}`);
      if (bytes === undefined) continue;
      const path = `${manifestDirectory}/${name}`;
      const verdict = manifestReader.code.readManifest({ path, text: decodeUtf8(bytes) }, nodeName, timers.nowMs());
      if ('pod' in verdict) found.set(verdict.pod.metadata.uid, verdict.pod);
    }
    for (const uid of [...this.#byUid.keys()]) {
      if (found.has(uid)) continue;
      this.#byUid.delete(uid);
      onRemoved(uid);
    }
    for (const [uid, pod] of found) {
      if (this.#byUid.has(uid)) continue;
      this.#byUid.set(uid, pod);
      onAdded(pod);
    }
  }
}

/**
 * Makes the API show a static Pod: a mirror that is being deleted, or shows what the file said before, is replaced.
 * @see kubernetes v1.36 pkg/kubelet/kubelet.go SyncPod, pod/mirror_client.go
 */
export function syncMirror(api: LocalApi, pod: StoredPod): void {
  const { namespace, name, uid, labels, annotations } = pod.metadata;
  const mirror = api.get('pods', namespace, name);
  if (mirror && !isMirrorPod(mirror)) return;
  if (mirror && mirror.metadata.deletionTimestamp === undefined && shows(mirror, pod)) return;
  const node = api.get('nodes', undefined, pod.spec.nodeName ?? '');
  if (mirror) deleteMirror(api, mirror);
  if (!node) return;
  const owner = { apiVersion: 'v1', kind: 'Node', name: node.metadata.name, uid: node.metadata.uid, controller: true };
  const metadata = {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels }),
    annotations: { ...annotations, [mirrorAnnotation]: uid },
    ownerReferences: [owner],
  };
  try {
    api.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec: pod.spec }, { fieldManager: 'kubelet' });
  } catch (error) {
    // Without a mirror (its namespace is missing, say) the Pod runs all the same.
    if (!(error instanceof StatusError)) throw error;
  }
}

function deleteMirror(api: LocalApi, { metadata }: Pick<StoredPod, 'metadata'>): void {
  const { namespace, name, uid } = metadata;
  api.delete('pods', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid }, fieldManager: 'kubelet' });
}
