import type { Container } from 'kubernetes-types/core/v1';
import {
  allContainers,
  containersThat,
  named,
  type PodCheck,
  plural,
  quoted,
  settersOf,
  sortedSet,
  uses,
} from './pod-check.ts';

export const checkHostNamespaces: PodCheck = ({ spec }) => {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field]);
  if (shared.length === 0) return undefined;
  return { reason: 'host namespaces', detail: shared.map((field) => `${field}=true`).join(', ') };
};

export const checkHostPathVolumes: PodCheck = ({ spec }) => {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => name);
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: named('volume', names) };
};

export const checkHostPorts: PodCheck = (pod) => {
  const portsOf = ({ ports }: Container) => (ports ?? []).flatMap(({ hostPort }) => (hostPort ? [`${hostPort}`] : []));
  const names = containersThat(pod, (container) => portsOf(container).length > 0);
  if (names.length === 0) return undefined;
  const ports = sortedSet(allContainers(pod.spec).flatMap(portsOf));
  return {
    reason: 'hostPort',
    detail: `${named('container', names)} ${uses(names)} ${plural('hostPort', ports)} ${ports.join(', ')}`,
  };
};

export const checkProbeHosts: PodCheck = (pod) => {
  const hostsOf = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container) =>
    [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap((handler) =>
      [handler?.httpGet?.host, handler?.tcpSocket?.host].filter((host) => host !== undefined && host !== ''),
    ) as string[];
  const names = sortedSet(containersThat(pod, (container) => hostsOf(container).length > 0));
  if (names.length === 0) return undefined;
  const hosts = sortedSet(allContainers(pod.spec).flatMap(hostsOf));
  const what = named('probe or lifecycle host', hosts);
  return { reason: 'probe or lifecycle host', detail: `${named('container', names)} ${uses(names)} ${what}` };
};

export const checkPrivileged: PodCheck = (pod) => {
  const names = containersThat(pod, ({ securityContext }) => securityContext?.privileged === true);
  if (names.length === 0) return undefined;
  return { reason: 'privileged', detail: `${named('container', names)} must not set securityContext.privileged=true` };
};

export const checkProcMount: PodCheck = (pod) => {
  const mountsOf = ({ securityContext: { procMount } = {} }: Container) =>
    procMount === undefined || procMount === 'Default' ? [] : [procMount];
  const names = containersThat(pod, (container) => mountsOf(container).length > 0);
  if (names.length === 0) return undefined;
  const mounts = quoted(sortedSet(allContainers(pod.spec).flatMap(mountsOf)));
  return {
    reason: 'procMount',
    detail: `${named('container', names)} must not set securityContext.procMount to ${mounts}`,
  };
};

export const checkWindowsHostProcess: PodCheck = (pod) => {
  const setters = settersOf(pod, ({ windowsOptions }) => windowsOptions?.hostProcess === true);
  if (setters.length === 0) return undefined;
  const detail = `${setters.join(' and ')} must not set securityContext.windowsOptions.hostProcess=true`;
  return { reason: 'hostProcess', detail };
};
