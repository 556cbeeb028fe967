import type { Deployment } from 'kubernetes-types/apps/v1';
import type { LocalApi } from '../apiserver/local-api.ts';
import { helperPod, localPathStorage as at } from './local-path-names.ts';

const { namespace, serviceAccount, configMap } = at;

/**
 * Creates what makes volumes for claims of class `standard` on a kind cluster: a namespace with the provisioner's Pod,
 * and the scripts of the Pods that this one starts.
 * @see sigs.k8s.io/kind v0.33 pkg/build/nodeimage/const_storage.go
 */
export function createLocalPathStorage(api: LocalApi): void {
  const by = { fieldManager: 'kubectl-client-side-apply' };
  api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, by);
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace } } as const;
  api.create('serviceaccounts', account, by);
  const metadata = { name: configMap, namespace };
  api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: settings }, by);
  api.create('deployments', provisioner, by);
}

const settings: Readonly<Record<string, string>> = {
  'config.json': `{
        "nodePathMap":[
        {
                "node":"DEFAULT_PATH_FOR_NON_LISTED_NODES",
                "paths":["${at.directory}"]
        }
        ]
}`,
  setup: '#!/bin/sh\nset -eu\nmkdir -m 0777 -p "$VOL_DIR"',
  teardown: '#!/bin/sh\nset -eu\nrm -rf "$VOL_DIR"',
  'helperPod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: ${helperPod.name}
spec:
  priorityClassName: system-node-critical
  tolerations:
    - operator: Exists
      effect: NoSchedule
    - operator: Exists
      effect: NoExecute
  containers:
  - name: ${helperPod.name}
    image: ${helperPod.image}
    imagePullPolicy: IfNotPresent`,
};

const onControlPlane = ['control-plane', 'master'].map((role) => ({
  key: `node-role.kubernetes.io/${role}`,
  operator: 'Equal',
  effect: 'NoSchedule',
}));

const provisioner: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: at.app, namespace },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: at.app } },
    template: {
      metadata: { labels: { app: at.app } },
      spec: {
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: onControlPlane,
        serviceAccountName: serviceAccount,
        containers: [
          {
            name: at.app,
            image: 'docker.io/kindest/local-path-provisioner:v20260820-69b56db7',
            imagePullPolicy: 'IfNotPresent',
            command: [
              at.app,
              '--debug',
              'start',
              '--helper-image',
              helperPod.image,
              '--config',
              '/etc/config/config.json',
            ],
            volumeMounts: [{ name: 'config-volume', mountPath: '/etc/config/' }],
            env: [
              { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
              { name: 'CONFIG_MOUNT_PATH', value: '/etc/config/' },
            ],
          },
        ],
        volumes: [{ name: 'config-volume', configMap: { name: configMap } }],
      },
    },
  },
};
