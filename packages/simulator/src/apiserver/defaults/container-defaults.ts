import type { Container, EphemeralContainer, LifecycleHandler, Probe } from 'kubernetes-types/core/v1';
import { parseImageReference } from '../../images/image-reference.ts';

type AnyContainer = Container | EphemeralContainer;

/**
 * Fills in what a container leaves out. Changes it in place.
 * @see pkg/apis/core/v1/defaults.go (v1.36)
 */
export function defaultContainer(container: AnyContainer): void {
  container.resources ??= {};
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  container.imagePullPolicy ||= defaultPullPolicy(container.image ?? '');
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const variable of container.env ?? []) {
    if (variable.valueFrom?.fieldRef) variable.valueFrom.fieldRef.apiVersion ||= 'v1';
    const inFile = (variable.valueFrom as { fileKeyRef?: { optional?: boolean } } | undefined)?.fileKeyRef;
    if (inFile) inFile.optional ??= false;
    const divisible = variable.valueFrom?.resourceFieldRef;
    if (divisible) divisible.divisor ??= '0';
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) defaultProbe(probe);
  defaultHandler(container.lifecycle?.postStart);
  defaultHandler(container.lifecycle?.preStop);
}

/** A container in its node's network listens on the node's ports. Holds for Pods, not for templates of Pods. */
export function defaultHostPorts({ ports = [] }: Container): void {
  for (const port of ports) port.hostPort ||= port.containerPort;
}

/** Requests are the limits where only limits are given. Holds for Pods, not for templates of Pods. */
export function defaultRequests(container: AnyContainer): void {
  const { resources } = container;
  if (!resources?.limits) return;
  resources.requests = { ...resources.limits, ...resources.requests };
}

/** `Always` for the tag `latest` and for no tag, else `IfNotPresent`; so too for a name that is none. */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  const reference = parseImageReference(image);
  if ('invalid' in reference || reference.digest !== undefined) return 'IfNotPresent';
  return reference.tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultProbe(probe: Probe | undefined): void {
  if (!probe) return;
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.grpc) probe.grpc.service ??= '';
  defaultHandler(probe);
}

function defaultHandler(handler: LifecycleHandler | Probe | undefined): void {
  if (!handler?.httpGet) return;
  handler.httpGet.path ||= '/';
  handler.httpGet.scheme ||= 'HTTP';
}
