import { formatTime, LateMap, type Random } from '@podlab/apimachinery';
import { rareKinds } from '#parts';
import type { Kernel, Mount, Volume } from '@podlab/shell';
import type {
  Container,
  HostPathVolumeSource,
  ServiceAccountTokenProjection,
  Volume as VolumeSpec,
} from 'kubernetes-types/core/v1';
import type { HostDirectories } from './host-directories.ts';
import { checkHostPath } from './host-path.ts';
import { MountedTokens } from './mounted-tokens.ts';
import type { NodeServices } from '../node/node-services.ts';
import { NotedReads } from '../noted-reads.ts';
import {
  areSameFiles,
  type ProjectedFiles,
  projectedFiles,
  type ProjectionSource,
  VolumeError,
} from './projected-files.ts';
import { makeSubPath, subPathOf } from './sub-path.ts';
import type { PodFacts } from '../containers/field-reference.ts';
import {
  projectedDirectoryAttributes,
  projectedFileAttributes,
  type VolumeOwner,
  volumeOwnerOf,
  volumeRootAttributes,
} from './file-attributes.ts';
import { memoryVolumeBytes } from './memory-volume.ts';

interface MountedVolume {
  readonly files: Volume;
  readonly isReadOnly: boolean;
  /** The volume is this one file of `files`. */
  readonly file?: string;
  /** Where `..data` points, and what is there. */
  generation: string | undefined;
  content: ProjectedFiles;
  /** What `content` was made from; undefined for volumes that are not made from the API. */
  reads?: NotedReads;
}

type VolumeServices = Pick<NodeServices, 'kernel' | 'random' | 'hostDirectories' | 'tokens'>;

/** One Pod's volumes on its node. They live as long as the Pod does, whatever happens to its containers. */
export class PodVolumes {
  readonly #kernel: Kernel;
  readonly #random: Random;
  readonly #host: HostDirectories;
  readonly #tokens: MountedTokens;
  readonly #volumes = new LateMap<string, MountedVolume>();

  constructor({ kernel, random, hostDirectories, tokens }: VolumeServices) {
    this.#kernel = kernel;
    this.#random = random;
    this.#host = hostDirectories;
    this.#tokens = new MountedTokens(random, tokens);
  }

  /**
   * Sets volumes up, or brings those that come from the API up to date.
   * @throws VolumeError
   */
  refresh(volume: VolumeSpec, known: Omit<ProjectionSource, 'token'>, nowMs: number): void {
    const { api, facts } = known;
    const source = {
      api,
      facts,
      token: (projection: ServiceAccountTokenProjection) => this.#tokens.get(projection, known, nowMs),
    };
    const mounted = this.#volumes.get(volume.name);
    if (volume.persistentVolumeClaim || volume.ephemeral) {
      if (!mounted) this.#volumes.set(volume.name, this.#openClaim(volume, source));
      return;
    }
    if (volume.hostPath) {
      if (!mounted) this.#volumes.set(volume.name, this.#openHostPath(volume.hostPath));
      return;
    }
    // Every sync asks: working the files out each time was a seventh of what starting a Pod costs.
    if (mounted?.reads?.areUnchanged(source)) return;
    const { result: content, reads } = NotedReads.of(source, (noted) => projectedFiles(volume, noted));
    if (mounted) mounted.reads = reads;
    if (mounted && (content === undefined || areSameFiles(mounted.content, content))) return;
    const next: MountedVolume = mounted ?? {
      files: this.#create(volume, source.facts),
      isReadOnly: content !== undefined,
      generation: undefined,
      content: new Map(),
      reads,
    };
    if (content !== undefined)
      this.#publish(next, content, { volume, owner: volumeOwnerOf(source.facts.pod.spec) }, nowMs);
    this.#volumes.set(volume.name, next);
  }

  #openHostPath({ path, type = '' }: HostPathVolumeSource): MountedVolume {
    const verdict = checkHostPath(path, type, this.#host.kindOf(path));
    if ('fault' in verdict) throw new VolumeError(verdict.fault);
    const shared = { isReadOnly: false, generation: undefined, content: new Map<string, Uint8Array>() };
    if (verdict.mount === 'directory') return { files: this.#host.open(path), ...shared };
    if (verdict.isMadeFirst) this.#host.makeFile(path);
    const at = path.lastIndexOf('/');
    return { files: this.#host.open(path.slice(0, at)), file: path.slice(at + 1), ...shared };
  }

  #openClaim({ name, persistentVolumeClaim }: VolumeSpec, { api, facts }: ProjectionSource): MountedVolume {
    const { namespace = '', name: podName } = facts.pod.metadata;
    const claimName = persistentVolumeClaim?.claimName ?? `${podName}-${name}`;
    const { path } = rareKinds.code.findClaimVolume(api, { namespace, claimName }, this.#host);
    const isReadOnly = persistentVolumeClaim?.readOnly ?? false;
    return { files: this.#host.open(path), isReadOnly, generation: undefined, content: new Map() };
  }

  /** Bytes in a volume's files; 0 when it is not set up. */
  usedBytes(volumeName: string): number {
    return this.#volumes.get(volumeName)?.files.usedBytes() ?? 0;
  }

  readFile(volumeName: string, path: string): Uint8Array | undefined {
    return this.#volumes.get(volumeName)?.files.readFile(path);
  }

  /**
   * @param env the container's own variables
   * @throws ContainerConfigError when a part of a volume cannot be made or named
   */
  mountsOf(container: Container, env: Readonly<Record<string, string>>): Mount[] {
    return (container.volumeMounts ?? []).flatMap((mount) => {
      const { name, mountPath, readOnly } = mount;
      const volume = this.#volumes.get(name);
      if (volume === undefined) return [];
      const subPath = subPathOf(mount, env);
      const path = [volume.file, subPath].filter(Boolean).join('/');
      if (subPath) makeSubPath(volume.files, path, { volume: name, container: container.name });
      return [
        {
          path: mountPath,
          volume: volume.files,
          readOnly: (readOnly ?? false) || volume.isReadOnly,
          ...(path && { subPath: path }),
        },
      ];
    });
  }

  #create(volume: VolumeSpec, { pod, allocatable }: PodFacts): Volume {
    const { emptyDir, configMap } = volume;
    const isInMemory = emptyDir ? emptyDir.medium === 'Memory' : configMap === undefined;
    const files = this.#kernel.createVolume(
      isInMemory ? { inMemory: true, sizeBytes: memoryVolumeBytes(pod.spec, emptyDir?.sizeLimit, allocatable) } : {},
    );
    files.setAttributes('', volumeRootAttributes(isInMemory, volumeOwnerOf(pod.spec)));
    return files;
  }

  /**
   * Writes a new generation and turns `..data` to it, so that a reader never sees half of it. The first generation is
   * written when somebody first reads: most Pods never look at their token.
   * @see kubernetes v1.36 pkg/volume/util/atomic_writer.go
   */
  #publish(mounted: MountedVolume, content: ProjectedFiles, of: VolumeFacts, nowMs: number): void {
    const stamp = formatTime(nowMs).replace(/[-T:]/g, '_').replace('Z', '');
    // Joined, as a text put together with others would keep all of its parts; here and in other texts of each Pod.
    const generation = ['..', stamp, '.', this.#random.uint32()].join('');
    const { files, generation: before, content: old } = mounted;
    mounted.generation = generation;
    mounted.content = content;
    const paths = [...content.keys()];
    if (before === undefined && paths.every((path) => !path.includes('/'))) {
      // The generation and `..data`, and a file and a link for each path.
      files.fillLater(2 + 2 * paths.length, (late) => writeFirst(late, { generation, content, of }));
      return;
    }
    writeGeneration(files, { generation, content, of });
    if (before !== undefined) files.remove('..data');
    files.makeLink('..data', generation, linkOwner(of));
    const topLevel = (all: Iterable<string>) => new Set([...all].map((path) => path.split('/')[0] ?? path));
    const [had, has] = [topLevel(old.keys()), topLevel(paths)];
    for (const name of had) if (!has.has(name)) files.remove(name);
    for (const name of has) if (!had.has(name)) files.makeLink(name, `..data/${name}`, linkOwner(of, name));
    if (before !== undefined) files.remove(before);
  }
}

interface VolumeFacts {
  readonly volume: VolumeSpec;
  readonly owner: VolumeOwner;
}

interface Generation {
  /** Name of its directory. */
  readonly generation: string;
  readonly content: ProjectedFiles;
  readonly of: VolumeFacts;
}

function writeFirst(files: Volume, first: Generation): void {
  writeGeneration(files, first);
  files.makeLink('..data', first.generation, linkOwner(first.of));
  for (const name of first.content.keys()) files.makeLink(name, `..data/${name}`, linkOwner(first.of, name));
}

function writeGeneration(files: Volume, { generation, content, of: { volume, owner } }: Generation): void {
  const directory = projectedDirectoryAttributes(owner);
  files.makeDirectory(generation, directory);
  for (const [path, bytes] of content) {
    for (const parent of parentsOf(path)) files.makeDirectory(`${generation}/${parent}`, directory);
    files.writeFile(`${generation}/${path}`, bytes, projectedFileAttributes(volume, path, owner));
  }
}

/** @param path of the file that it leads to; default: none of the Pod's own */
function linkOwner({ volume, owner }: VolumeFacts, path = ''): { readonly uid: number; readonly gid: number } {
  return { uid: projectedFileAttributes(volume, path, owner).uid, gid: owner.group ?? 0 };
}

function parentsOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
