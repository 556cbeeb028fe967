/** What the provisioner of class `standard` and its controller agree on. */
export const localPathStorage = {
  namespace: 'local-path-storage',
  /** Deployment, its label `app`, and container. */
  app: 'local-path-provisioner',
  serviceAccount: 'local-path-provisioner-service-account',
  configMap: 'local-path-config',
  /** Below it, on each node, are the volumes. */
  directory: '/var/local-path-provisioner',
} as const;

/** The Pods that make and remove directories. */
export const helperPod = {
  name: 'helper-pod',
  image: 'docker.io/kindest/local-path-helper:v20260131-7181c60a',
} as const;
