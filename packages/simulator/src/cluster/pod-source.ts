import type { Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import type { LocalApi, ObjectChange } from '../apiserver/local-api.ts';

type PodHandler = (change: ObjectChange<Stored<Pod>>) => void;

/** Pods by the node they are bound to. One watch serves all kubelets: each hears only of its own. */
export interface PodSource {
  onPodsOf(nodeName: string, handler: PodHandler): void;
  stop(): void;
}

/** Starts the watch. */
export function createPodSource(api: LocalApi): PodSource {
  const handlers = new Map<string, PodHandler>();
  const watch = api.watch('pods', (change) => {
    const nodeName = change.object.spec?.nodeName;
    if (nodeName) handlers.get(nodeName)?.(change);
  });
  return {
    onPodsOf: (nodeName, handler) => handlers.set(nodeName, handler),
    stop: () => watch.stop(),
  };
}
