import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { writeContainers } from './containers.ts';
import { type DescribeWriter, writeAnnotations, writePairs } from './describe-writer.ts';
import { writeTolerations } from './tolerations.ts';
import { writeVolumes } from './volumes.ts';

/** Writes a workload's Pod template. */
export function writePodTemplate(writer: DescribeWriter, { metadata, spec }: PodTemplateSpec): void {
  writer.line(0, 'Pod Template:');
  writePairs(writer, '  Labels', metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0)
    writeAnnotations(writer, '  Annotations', metadata?.annotations);
  if (spec?.serviceAccountName) writer.line(1, `Service Account:\t${spec.serviceAccountName}`);
  const { initContainers = [], containers = [], volumes = [] } = spec ?? {};
  if (initContainers.length > 0)
    writeContainers(writer, initContainers, { title: 'Init Containers', isTemplate: true });
  writeContainers(writer, containers, { title: 'Containers', isTemplate: true });
  writeVolumes(writer, volumes, true);
  if (spec?.priorityClassName) writer.line(1, `Priority Class Name:\t${spec.priorityClassName}`);
  writePairs(writer, '  Node-Selectors', spec?.nodeSelector);
  writeTolerations(writer, '  Tolerations', spec?.tolerations ?? []);
}
