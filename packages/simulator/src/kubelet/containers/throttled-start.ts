import type { Random } from '@podlab/apimachinery';
import type { PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { cpuCoresOf } from '../../runtime/cgroup-limits.ts';
import { containersByRole } from '../pod-types.ts';

/**
 * What the container runtime computes inside the new cgroup, under its limit, before the program begins; milliseconds
 * of one core, as measured on the recorded clusters: 3.3 to 3.9 s at 10m, 0.4 s at 100m.
 */
const starterCpuMs = 36;

/**
 * How long a start takes in a cgroup with a limit of cpu.
 * @param unlimitedMs how long it takes without
 * @param cores the limit; undefined: none
 */
export function throttledStartMs(unlimitedMs: number, cores: number | undefined): number {
  if (cores === undefined || cores >= 1) return unlimitedMs;
  return unlimitedMs + Math.round(starterCpuMs / cores - starterCpuMs);
}

/** How much longer than at best a step may take, as chance has it: Pods that come together do not start together. */
const longestDelay = 0.7;

/** What a step takes that takes `atBestMs` at least. @param random from 0 to below 1 */
export function unevenMs(atBestMs: number, random: Random): number {
  return Math.round(atBestMs * (1 + longestDelay * random.float()));
}

/** The limit of a Pod's own cgroup, in which its sandbox starts: undefined when one of its containers has none. */
export function podCpuCores(spec: PodSpec): number | undefined {
  const { init, sidecars, apps } = containersByRole(spec);
  if ([...init, ...apps].some(({ resources }) => cpuCoresOf(resources) === undefined)) return undefined;
  const coresOf = ({ resources }: { resources?: ResourceRequirements }) => cpuCoresOf(resources) ?? 0;
  const running = [...sidecars, ...apps].reduce((sum, container) => sum + coresOf(container), 0);
  return Math.max(running, ...init.map(coresOf));
}
