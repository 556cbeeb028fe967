import { formatQuantity, parseQuantity, quantityUnits } from '@podlab/apimachinery';
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { podRequests } from '../../scheduler/resources.ts';
import { limitedContainers } from './eviction-thresholds.ts';
import { containersByRole } from '../pod-types.ts';

/** What a Pod has written to its node's disk, in bytes. */
export interface StorageUsage {
  readonly volumeBytes: (volumeName: string) => number;
  /** Writable layer and logs. */
  readonly containerBytes: (containerName: string) => number;
}

/**
 * Why a Pod that uses so much of its node's disk is evicted: first its emptyDirs, then all together, then each container.
 * @returns the message of the eviction; undefined when it keeps its limits
 * @see kubernetes v1.36 pkg/kubelet/eviction/eviction_manager.go localStorageEviction; fidelity.md 2.10
 */
export function storageFault(spec: PodSpec, usage: StorageUsage): string | undefined {
  for (const { name, emptyDir } of spec.volumes ?? []) {
    const limit = emptyDir?.sizeLimit;
    if (limit === undefined || bytesOf(limit) === 0 || usage.volumeBytes(name) <= bytesOf(limit)) continue;
    return `Usage of EmptyDir volume ${JSON.stringify(name)} exceeds the limit ${JSON.stringify(limit)}. `;
  }
  if (limitedContainers(spec).length === 0) return undefined;
  const { init, apps } = containersByRole(spec);
  const onDisk = (spec.volumes ?? []).filter(({ emptyDir }) => emptyDir && emptyDir.medium !== 'Memory');
  const usedBytes =
    sum(onDisk.map(({ name }) => usage.volumeBytes(name))) +
    sum([...init, ...apps].map(({ name }) => usage.containerBytes(name)));
  const totalBytes = totalLimitBytes(spec);
  if (usedBytes > totalBytes) {
    return `Pod ephemeral local storage usage exceeds the total limit of containers ${binary(totalBytes)}. `;
  }
  const offender = spec.containers.find((container) => {
    const limit = limitBytes(container);
    return limit > 0 && usage.containerBytes(container.name) > limit;
  });
  if (offender === undefined) return undefined;
  const limit = JSON.stringify(binary(limitBytes(offender)));
  return `Container ${offender.name} exceeded its local ephemeral storage limit ${limit}. `;
}

/** What a node can run out of, and the condition that says so. */
export type NodePressure = 'MemoryPressure' | 'DiskPressure';

/** A Pod as the choice of whom to evict sees it. `usedBytes` is of the resource that is short. */
export interface EvictionCandidate {
  readonly uid: string;
  readonly priority: number;
  readonly usedBytes: number;
  readonly requestedBytes: number;
}

/**
 * In which order Pods are evicted when their node is low on memory or disk: those first that use more than they requested, then
 * by priority, then those first that exceed their request by most.
 * @see kubernetes v1.36 pkg/kubelet/eviction/helpers.go rankMemoryPressure, rankDiskPressureFunc
 */
export function rankForEviction(candidates: readonly EvictionCandidate[]): EvictionCandidate[] {
  const exceeds = ({ usedBytes, requestedBytes }: EvictionCandidate) => usedBytes - requestedBytes;
  return [...candidates].sort(
    (a, b) => Number(exceeds(b) > 0) - Number(exceeds(a) > 0) || a.priority - b.priority || exceeds(b) - exceeds(a),
  );
}

/** How little of a resource is left. */
export interface Shortage {
  readonly resource: 'memory' | 'ephemeral-storage';
  readonly thresholdBytes: number;
  readonly availableBytes: number;
}

/**
 * The message of an eviction for what a node is short of.
 * @see kubernetes v1.36 pkg/kubelet/eviction/helpers.go evictionMessage
 */
export function pressureEvictionMessage(
  { resource, thresholdBytes, availableBytes }: Shortage,
  containers: readonly { readonly name: string; readonly usedBytes: number; readonly request: string | undefined }[],
): string {
  const blamed = containers
    .filter(({ usedBytes, request }) => usedBytes > bytesOf(request ?? '0'))
    .map(
      ({ name, usedBytes, request = '0' }) =>
        `Container ${name} was using ${binary(usedBytes)}, request is ${request}, has larger consumption of ${resource}. `,
    );
  const threshold = `Threshold quantity: ${binary(thresholdBytes)}, available: ${binary(availableBytes)}. `;
  return `The node was low on resource: ${resource}. ${threshold}${blamed.join('')}`;
}

/** As exact as a kubelet has it. */
const diskThreshold = Math.fround(0.15);

/**
 * Less than this available is disk pressure: images and what Pods write share one disk, and of the two thresholds that of
 * images (15 %) is met before that of the node (10 %).
 * @see kubernetes v1.36 pkg/kubelet/eviction/defaults_linux.go
 */
export function diskThresholdBytes(capacityBytes: number): number {
  return Math.trunc(capacityBytes * diskThreshold);
}

/** What its containers may write together: as with requests, an init container is gone when the others start. */
function totalLimitBytes(spec: PodSpec): number {
  const asking = (container: Container) => ({
    ...container,
    resources: { requests: container.resources?.limits ?? {} },
  });
  const { initContainers = [], containers, ...rest } = spec;
  const limits = podRequests({
    ...rest,
    containers: containers.map(asking),
    initContainers: initContainers.map(asking),
  });
  return limits['ephemeral-storage'] ?? 0;
}

function limitBytes({ resources }: Container): number {
  return bytesOf(resources?.limits?.['ephemeral-storage'] ?? '0');
}

function bytesOf(quantity: string): number {
  return quantityUnits(parseQuantity(quantity));
}

function binary(bytes: number): string {
  return formatQuantity({ nanos: BigInt(Math.round(bytes)) * 1_000_000_000n, format: 'BinarySI' });
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
