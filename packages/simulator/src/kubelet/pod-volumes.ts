import { formatTime, type Random } from '@podlab/apimachinery';
import type { Kernel, Mount, Volume } from '@podlab/shell';
import type { Container, ServiceAccountTokenProjection, Volume as VolumeSpec } from 'kubernetes-types/core/v1';
import { findClaimVolume } from './claim-volume.ts';
import type { HostDirectories } from './host-directories.ts';
import { MountedTokens } from './mounted-tokens.ts';
import { type NotedReads, noteReads } from './noted-reads.ts';
import { areSameFiles, type ProjectedFiles, projectedFiles, type ProjectionSource } from './projected-files.ts';

interface MountedVolume {
  readonly files: Volume;
  readonly isReadOnly: boolean;
  /** Where `..data` points, and what is there. */
  generation: string | undefined;
  content: ProjectedFiles;
  /** What `content` was made from; undefined for volumes that are not made from the API. */
  reads?: NotedReads;
}

const defaultFileMode = 0o644;

/** One Pod's volumes on its node. They live as long as the Pod does, whatever happens to its containers. */
export class PodVolumes {
  readonly #kernel: Kernel;
  readonly #random: Random;
  readonly #host: HostDirectories;
  readonly #tokens: MountedTokens;
  readonly #volumes = new Map<string, MountedVolume>();

  constructor(kernel: Kernel, random: Random, host: HostDirectories) {
    this.#kernel = kernel;
    this.#random = random;
    this.#host = host;
    this.#tokens = new MountedTokens(random);
  }

  /**
   * Sets volumes up, or brings those that come from the API up to date.
   * @throws VolumeError
   */
  refresh(volume: VolumeSpec, known: Omit<ProjectionSource, 'token'>, nowMs: number): void {
    const source = {
      ...known,
      token: (projection: ServiceAccountTokenProjection) => this.#tokens.get(projection, known, nowMs),
    };
    const mounted = this.#volumes.get(volume.name);
    if (volume.persistentVolumeClaim || volume.ephemeral) {
      if (!mounted) this.#volumes.set(volume.name, this.#openClaim(volume, source));
      return;
    }
    // Every sync asks: working the files out each time was a seventh of what starting a Pod costs.
    if (mounted?.reads?.areUnchanged(source)) return;
    const reads = noteReads(source);
    const content = projectedFiles(volume, reads.source);
    if (mounted) mounted.reads = reads;
    if (mounted && (content === undefined || areSameFiles(mounted.content, content))) return;
    const next: MountedVolume = mounted ?? {
      files: this.#kernel.createVolume(),
      isReadOnly: content !== undefined,
      generation: undefined,
      content: new Map(),
      reads,
    };
    if (content !== undefined) this.#publish(next, content, modeOf(volume), nowMs);
    this.#volumes.set(volume.name, next);
  }

  #openClaim({ name, persistentVolumeClaim }: VolumeSpec, { api, facts }: ProjectionSource): MountedVolume {
    const { namespace = '', name: podName } = facts.pod.metadata;
    const claimName = persistentVolumeClaim?.claimName ?? `${podName}-${name}`;
    const { path } = findClaimVolume(api, { namespace, claimName }, this.#host);
    const isReadOnly = persistentVolumeClaim?.readOnly ?? false;
    return { files: this.#host.open(path), isReadOnly, generation: undefined, content: new Map() };
  }

  mountsOf(container: Container): Mount[] {
    return (container.volumeMounts ?? []).flatMap(({ name, mountPath, subPath, readOnly }) => {
      const volume = this.#volumes.get(name);
      if (volume === undefined) return [];
      return [
        {
          path: mountPath,
          volume: volume.files,
          readOnly: (readOnly ?? false) || volume.isReadOnly,
          ...(subPath && { subPath }),
        },
      ];
    });
  }

  /**
   * Writes a new generation and turns `..data` to it, so that a reader never sees half of it.
   * @see kubernetes v1.36 pkg/volume/util/atomic_writer.go
   */
  #publish(volume: MountedVolume, content: ProjectedFiles, mode: number, nowMs: number): void {
    const stamp = formatTime(nowMs).replace(/[-T:]/g, '_').replace('Z', '');
    const generation = `..${stamp}.${this.#random.uint32()}`;
    const { files } = volume;
    files.makeDirectory(generation);
    for (const [path, bytes] of content) files.writeFile(`${generation}/${path}`, bytes, { mode });
    if (volume.generation !== undefined) files.remove('..data');
    files.makeLink('..data', generation);
    const topLevel = (paths: Iterable<string>) => new Set([...paths].map((path) => path.split('/')[0] ?? path));
    const before = topLevel(volume.content.keys());
    const after = topLevel(content.keys());
    for (const name of before) if (!after.has(name)) files.remove(name);
    for (const name of after) if (!before.has(name)) files.makeLink(name, `..data/${name}`);
    if (volume.generation !== undefined) files.remove(volume.generation);
    volume.generation = generation;
    volume.content = content;
  }
}

function modeOf({ configMap, secret, downwardAPI, projected }: VolumeSpec): number {
  const source = configMap ?? secret ?? downwardAPI ?? projected;
  return source?.defaultMode ?? defaultFileMode;
}
