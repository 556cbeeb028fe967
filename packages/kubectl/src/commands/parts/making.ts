/** Commands that make objects without a manifest. */
export { autoscale } from '../autoscale.ts';
export { createConfigMap } from '../create-configmap.ts';
export { createDeployment } from '../create-deployment.ts';
export { createIngress } from '../create-ingress.ts';
export { createCronJob, createJob } from '../create-job.ts';
export { createNamespace } from '../create-namespace.ts';
export { createPdb } from '../create-pdb.ts';
export { createPriorityClass } from '../create-priority-class.ts';
export { createQuota } from '../create-quota.ts';
export { createClusterRole, createRole } from '../create-role.ts';
export { createClusterRoleBinding, createRoleBinding } from '../create-role-binding.ts';
export { createRegistrySecret, createSecret, createTlsSecret } from '../create-secret.ts';
export { createClusterIp, createExternalName, createLoadBalancer, createNodePort } from '../create-service.ts';
export { createServiceAccount } from '../create-service-account.ts';
export { createToken } from '../create-token.ts';
export { expose } from '../expose.ts';
