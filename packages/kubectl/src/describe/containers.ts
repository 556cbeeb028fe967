import type { Container, ContainerState, ContainerStatus, EnvVar, Probe } from 'kubernetes-types/core/v1';
import { findByPath, valueText } from '../print/jsonpath.ts';
import { boolText, type DescribeWriter, timeText } from './describe-writer.ts';
import { resourceFieldText } from './resource-field.ts';

/** What is known of a Pod's containers besides their spec. */
export interface ContainersContext {
  /** `Init Containers` and so on. */
  readonly title: string;
  readonly statuses?: readonly ContainerStatus[] | undefined;
  /** The Pod, to resolve `fieldRef`; left out for a template. */
  readonly pod?: unknown;
  /** Inside of a template: two blanks further in. */
  readonly isTemplate: boolean;
}

/** Writes containers as `kubectl describe` does. @see k8s.io/kubectl/pkg/describe/describe.go (v1.36) */
export function writeContainers(
  writer: DescribeWriter,
  containers: readonly Container[],
  context: ContainersContext,
): void {
  const { title, statuses, isTemplate } = context;
  writer.line(isTemplate ? 1 : 0, containers.length === 0 ? `${title}:\t<none>` : `${title}:`);
  for (const container of containers) {
    const status = statuses?.find(({ name }) => name === container.name);
    writer.line(1, `${isTemplate ? ' ' : ''}${container.name}:`);
    writeBasics(writer, container, status);
    writeWords(writer, 'Command', container.command);
    writeWords(writer, 'Args', container.args);
    if (status) writeStatus(writer, status);
    writeResources(writer, 'Limits', container.resources?.limits);
    writeResources(writer, 'Requests', container.resources?.requests);
    if (container.livenessProbe) writer.line(2, `Liveness:\t${probeText(container.livenessProbe)}`);
    if (container.readinessProbe) writer.line(2, `Readiness:\t${probeText(container.readinessProbe)}`);
    if (container.startupProbe) writer.line(2, `Startup:\t${probeText(container.startupProbe)}`);
    writeEnvironment(writer, container, context.pod);
    writeMounts(writer, container);
  }
}

function writeBasics(writer: DescribeWriter, container: Container, status: ContainerStatus | undefined): void {
  if (status) writer.line(2, `Container ID:\t${status.containerID ?? ''}`);
  writer.line(2, `Image:\t${container.image ?? ''}`);
  if (status) writer.line(2, `Image ID:\t${status.imageID}`);
  const ports = container.ports ?? [];
  const plural = ports.length > 1 ? 'Ports' : 'Port';
  const name = (port: { name?: string }) => (port.name ? ` (${port.name})` : '');
  const listOf = (texts: readonly string[]) => (texts.length === 0 ? '<none>' : texts.join(', '));
  writer.line(
    2,
    `${plural}:\t${listOf(ports.map((port) => `${port.containerPort}/${port.protocol ?? 'TCP'}${name(port)}`))}`,
  );
  writer.line(
    2,
    `Host ${plural}:\t${listOf(ports.map((port) => `${port.hostPort ?? 0}/${port.protocol ?? 'TCP'}${name(port)}`))}`,
  );
}

function writeWords(writer: DescribeWriter, title: string, words: readonly string[] | undefined): void {
  if (!words || words.length === 0) return;
  writer.line(2, `${title}:`);
  for (const word of words) for (const line of word.split('\n')) writer.line(3, line);
}

function writeStatus(writer: DescribeWriter, status: ContainerStatus): void {
  writeState(writer, 'State', status.state);
  if (status.lastState?.terminated) writeState(writer, 'Last State', status.lastState);
  writer.line(2, `Ready:\t${boolText(status.ready)}`);
  writer.line(2, `Restart Count:\t${status.restartCount}`);
}

function writeState(writer: DescribeWriter, title: string, state: ContainerState | undefined): void {
  if (state?.running) {
    writer.line(2, `${title}:\tRunning`);
    writer.line(3, `Started:\t${timeText(state.running.startedAt)}`);
  } else if (state?.terminated) {
    const { reason, message, exitCode, signal, startedAt, finishedAt } = state.terminated;
    writer.line(2, `${title}:\tTerminated`);
    if (reason) writer.line(3, `Reason:\t${reason}`);
    if (message) writer.line(3, `Message:\t${message}`);
    writer.line(3, `Exit Code:\t${exitCode}`);
    if (signal) writer.line(3, `Signal:\t${signal}`);
    writer.line(3, `Started:\t${timeText(startedAt)}`);
    writer.line(3, `Finished:\t${timeText(finishedAt)}`);
  } else {
    writer.line(2, `${title}:\tWaiting`);
    if (state?.waiting?.reason) writer.line(3, `Reason:\t${state.waiting.reason}`);
  }
}

function writeResources(
  writer: DescribeWriter,
  title: string,
  resources: Readonly<Record<string, unknown>> | undefined,
): void {
  const names = Object.keys(resources ?? {}).toSorted();
  if (names.length === 0) return;
  writer.line(2, `${title}:`);
  for (const name of names) writer.line(3, `${name}:\t${String(resources?.[name])}`);
}

/** `http-get http://:8080/ delay=0s timeout=1s period=2s #success=1 #failure=3` */
export function probeText(probe: Probe): string {
  const {
    initialDelaySeconds = 0,
    timeoutSeconds = 1,
    periodSeconds = 10,
    successThreshold = 1,
    failureThreshold = 3,
  } = probe;
  const numbers = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(' ')}] ${numbers}`;
  if (probe.httpGet) {
    const { scheme = 'HTTP', host = '', port, path = '' } = probe.httpGet;
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path} ${numbers}`;
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port} ${numbers}`;
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${numbers}`;
  return `unknown ${numbers}`;
}

function writeEnvironment(writer: DescribeWriter, container: Container, pod: unknown): void {
  const { env = [], envFrom = [] } = container;
  if (envFrom.length > 0) writer.line(2, 'Environment Variables from:');
  for (const { configMapRef, secretRef, prefix } of envFrom) {
    const source = configMapRef ?? secretRef;
    const withPrefix = prefix ? ` with prefix '${prefix}'` : '';
    writer.line(
      3,
      `${source?.name ?? ''}\t${configMapRef ? 'ConfigMap' : 'Secret'}${withPrefix}\tOptional: ${source?.optional ?? false}`,
    );
  }
  writer.line(2, env.length === 0 ? 'Environment:\t<none>' : 'Environment:');
  for (const variable of env) writeVariable(writer, variable, container, pod);
}

function writeVariable(
  writer: DescribeWriter,
  { name, value = '', valueFrom }: EnvVar,
  container: Container,
  pod: unknown,
): void {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom ?? {};
  if (fieldRef) {
    const resolved = /^metadata\.\w+$/.test(fieldRef.fieldPath)
      ? findByPath(fieldRef.fieldPath, pod).map(valueText).join('')
      : '';
    writer.line(3, `${name}:\t${resolved} (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})`);
  } else if (resourceFieldRef) {
    writer.line(3, `${name}:\t${resourceFieldText(resourceFieldRef, container)} (${resourceFieldRef.resource})`);
  } else if (secretKeyRef) {
    writer.line(
      3,
      `${name}:\t<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>\tOptional: ${secretKeyRef.optional ?? false}`,
    );
  } else if (configMapKeyRef) {
    writer.line(
      3,
      `${name}:\t<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ''}'>\tOptional: ${configMapKeyRef.optional ?? false}`,
    );
  } else {
    value.split('\n').forEach((line, index) => writer.line(3, `${index === 0 ? `${name}:` : ''}\t${line}`));
  }
}

function writeMounts(writer: DescribeWriter, { volumeMounts = [] }: Container): void {
  writer.line(2, volumeMounts.length === 0 ? 'Mounts:\t<none>' : 'Mounts:');
  for (const mount of volumeMounts.toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1))) {
    const flags = [mount.readOnly ? 'ro' : 'rw', ...(mount.subPath ? [`path=${JSON.stringify(mount.subPath)}`] : [])];
    writer.line(3, `${mount.mountPath} from ${mount.name} (${flags.join(',')})`);
  }
}
