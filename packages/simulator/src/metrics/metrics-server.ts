import type { Timer, Timers } from '@podlab/apimachinery';
import type { Component } from '../cluster/ports.ts';
import type { ContainerUsage } from '../runtime/ports.ts';

/** How often usage is read; a rate is taken between two readings. @see metrics-server `--metric-resolution` */
const resolutionMs = 15_000;

/** What the Pods of one node have used. */
export interface UsageSource {
  usage(): readonly {
    readonly namespace: string;
    readonly name: string;
    readonly containers: readonly ContainerUsage[];
  }[];
}

export interface ContainerMetrics {
  readonly name: string;
  readonly cpuNanoCores: number;
  readonly memoryBytes: number;
}

/** A Pod's usage between the two latest readings. */
export interface PodMetrics {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
  /** When the later reading was. */
  readonly timeMs: number;
  readonly windowMs: number;
  readonly containers: readonly ContainerMetrics[];
}

/** Where usage is looked up. */
export interface MetricsSource {
  podMetrics(): readonly PodMetrics[];
}

/** What a cluster without kubelets has. */
export const noMetrics: MetricsSource = { podMetrics: () => [] };

interface Reading {
  readonly timeMs: number;
  /** By container instance. */
  readonly cpuUsedMs: ReadonlyMap<string, number>;
}

/** Reads what containers use every 15 s. A container is known from its second reading on. */
export function createMetricsServer(options: {
  readonly timers: Timers;
  /** By node name. */
  readonly kubelets: ReadonlyMap<string, UsageSource>;
}): Component & MetricsSource {
  const { timers, kubelets } = options;
  let timer: Timer | undefined;
  let before: Reading = { timeMs: timers.nowMs(), cpuUsedMs: new Map() };
  let latest: readonly PodMetrics[] = [];

  function read(): void {
    const nowMs = timers.nowMs();
    const windowMs = nowMs - before.timeMs;
    const cpuUsedMs = new Map<string, number>();
    const metrics: PodMetrics[] = [];
    for (const [nodeName, kubelet] of kubelets) {
      for (const { namespace, name, containers } of kubelet.usage()) {
        const measured = containers.flatMap((container) => {
          cpuUsedMs.set(container.id, container.cpuUsedMs);
          const known = before.cpuUsedMs.get(container.id);
          if (known === undefined) return [];
          const cpuNanoCores = Math.round(((container.cpuUsedMs - known) / windowMs) * 1e9);
          return [{ name: container.name, cpuNanoCores, memoryBytes: container.memoryBytes }];
        });
        // A Pod is shown only when all its running containers are.
        if (measured.length > 0 && measured.length === containers.length) {
          metrics.push({ namespace, name, nodeName, timeMs: nowMs, windowMs, containers: measured.slice() });
        }
      }
    }
    before = { timeMs: nowMs, cpuUsedMs };
    latest = metrics;
    timer = timers.schedule(resolutionMs, read);
  }

  return {
    name: 'metrics-server',
    start: () => {
      timer ??= timers.schedule(resolutionMs, read);
    },
    stop: () => {
      timer?.cancel();
      timer = undefined;
    },
    podMetrics: () => latest,
  };
}
