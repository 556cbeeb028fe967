import { controllerOf, humanAge } from '@podlab/apimachinery';
import type { StoredPod } from '../resources/pod-of.ts';
import { writeContainers } from './containers.ts';
import { type DescribeWriter, timeText, writeAnnotations, writePairs } from './describe-writer.ts';
import { writeTolerations } from './tolerations.ts';
import { writeVolumes } from './volumes.ts';

/** Writes a Pod as `kubectl describe pod` does, but for its events. */
export function describePod(writer: DescribeWriter, pod: StoredPod, nowMs: number): void {
  const { spec, status } = pod;
  writeHead(writer, pod, nowMs);
  writeAddresses(writer, pod);
  const owner = controllerOf(pod);
  if (owner) writer.line(0, `Controlled By:\t${owner.kind}/${owner.name}`);
  if (status?.nominatedNodeName) writer.line(0, `NominatedNodeName:\t${status.nominatedNodeName}`);
  const { initContainers = [], containers = [], ephemeralContainers = [] } = spec ?? {};
  const context = { pod, isTemplate: false };
  if (initContainers.length > 0) {
    writeContainers(writer, initContainers, {
      ...context,
      title: 'Init Containers',
      statuses: status?.initContainerStatuses,
    });
  }
  writeContainers(writer, containers, { ...context, title: 'Containers', statuses: status?.containerStatuses });
  if (ephemeralContainers.length > 0) {
    writeContainers(writer, ephemeralContainers, {
      ...context,
      title: 'Ephemeral Containers',
      statuses: status?.ephemeralContainerStatuses,
    });
  }
  writeReadinessGates(writer, pod);
  if (status?.conditions && status.conditions.length > 0) {
    writer.line(0, 'Conditions:');
    writer.line(1, 'Type\tStatus');
    for (const condition of status.conditions) writer.line(1, `${condition.type} \t${condition.status} `);
  }
  writeVolumes(writer, spec?.volumes ?? [], false);
  writer.line(0, `QoS Class:\t${status?.qosClass ?? ''}`);
  writePairs(writer, 'Node-Selectors', spec?.nodeSelector);
  writeTolerations(writer, 'Tolerations', spec?.tolerations ?? []);
}

function writeHead(writer: DescribeWriter, { metadata, spec, status }: StoredPod, nowMs: number): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  if (spec?.priority !== undefined) writer.line(0, `Priority:\t${spec.priority}`);
  if (spec?.priorityClassName) writer.line(0, `Priority Class Name:\t${spec.priorityClassName}`);
  if (spec?.runtimeClassName) writer.line(0, `Runtime Class Name:\t${spec.runtimeClassName}`);
  if (spec?.serviceAccountName) writer.line(0, `Service Account:\t${spec.serviceAccountName}`);
  writer.line(0, spec?.nodeName ? `Node:\t${spec.nodeName}/${status?.hostIP ?? ''}` : 'Node:\t<none>');
  if (status?.startTime) writer.line(0, `Start Time:\t${timeText(status.startTime)}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
  const isOver = status?.phase === 'Failed' || status?.phase === 'Succeeded';
  if (metadata.deletionTimestamp !== undefined && !isOver) {
    writer.line(0, `Status:\tTerminating (lasts ${humanAge(metadata.deletionTimestamp, nowMs)})`);
    writer.line(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else writer.line(0, `Status:\t${status?.phase ?? ''}`);
  if (status?.reason) writer.line(0, `Reason:\t${status.reason}`);
  if (status?.message) writer.line(0, `Message:\t${status.message}`);
}

function writeAddresses(writer: DescribeWriter, { status }: StoredPod): void {
  writer.line(0, `IP:\t${status?.podIP ?? ''}`);
  const addresses = status?.podIPs ?? [];
  writer.line(0, addresses.length === 0 ? 'IPs:\t<none>' : 'IPs:');
  for (const { ip } of addresses) writer.line(1, `IP:\t${ip ?? ''}`);
}

function writeReadinessGates(writer: DescribeWriter, { spec, status }: StoredPod): void {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return;
  writer.line(0, 'Readiness Gates:');
  writer.line(1, 'Type\tStatus');
  for (const { conditionType } of gates) {
    const condition = status?.conditions?.find(({ type }) => type === conditionType);
    writer.line(1, `${conditionType} \t${condition?.status ?? '<none>'} `);
  }
}
