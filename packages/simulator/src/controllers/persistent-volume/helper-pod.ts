import { parseQuantity, quantityUnits } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import { helperPod, localPathStorage } from '../../system/local-path-names.ts';

/** What a helper Pod does, and the script of the ConfigMap that does it. */
const scripts = { create: 'setup', delete: 'teardown' } as const;
export type HelperAction = keyof typeof scripts;

/** A directory of a node that is, or is to be, a volume. */
export interface LocalPathVolume {
  readonly name: string;
  readonly node: string;
  /** Below `localPathStorage.directory`. */
  readonly path: string;
  /** As in its claim, such as `64Mi`. */
  readonly storage: string;
}

/** Longer names are cut. */
const longestName = 128;

/** The name of the helper Pod for one volume. */
export function helperPodName(action: HelperAction, volume: string): string {
  return `${helperPod.name}-${action}-${volume}`.slice(0, longestName);
}

/**
 * The Pod that makes or removes the directory of a volume, on its node and without the scheduler.
 * @see github.com/rancher/local-path-provisioner v0.0.30 provisioner.go createHelperPod
 */
export function helperPodFor(action: HelperAction, { name, node, path, storage }: LocalPathVolume): Pod {
  const { namespace, configMap, serviceAccount, directory } = localPathStorage;
  const bytes = String(quantityUnits(parseQuantity(storage)));
  const parent = `${directory}/`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: helperPodName(action, name), namespace },
    spec: {
      nodeName: node,
      serviceAccountName: serviceAccount,
      restartPolicy: 'Never',
      priorityClassName: 'system-node-critical',
      tolerations: [
        { operator: 'Exists', effect: 'NoSchedule' },
        { operator: 'Exists', effect: 'NoExecute' },
        { operator: 'Exists' },
      ],
      containers: [
        {
          name: helperPod.name,
          image: helperPod.image,
          imagePullPolicy: 'IfNotPresent',
          command: ['/bin/sh', `/script/${scripts[action]}`],
          args: ['-p', path, '-s', bytes, '-m', 'Filesystem', '-a', action],
          env: [
            { name: 'VOL_DIR', value: path },
            { name: 'VOL_MODE', value: 'Filesystem' },
            { name: 'VOL_SIZE_BYTES', value: bytes },
          ],
          volumeMounts: [
            { name: 'script', mountPath: '/script' },
            { name: 'data', mountPath: parent },
          ],
        },
      ],
      volumes: [
        { name: 'data', hostPath: { path: parent, type: 'DirectoryOrCreate' } },
        {
          name: 'script',
          configMap: { name: configMap, items: Object.values(scripts).map((key) => ({ key, path: key })) },
        },
      ],
    },
  };
}
