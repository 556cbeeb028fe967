import type { KubeObject } from '@podlab/apimachinery';
import type { LabFault } from '../faults.ts';
import { parseYaml } from './yaml-document.ts';

/** Reads a manifest as kubectl would: YAML 1.1, several documents, Lists unpacked, empty documents skipped. */
export function parseManifest(text: string, file: string, faults: LabFault[]): readonly KubeObject[] {
  const objects = parseYaml(text, file, 'kubectl', faults).flatMap((document): KubeObject[] => {
    const value = document.value;
    if (value === null || value === undefined) return [];
    if (typeof value !== 'object' || Array.isArray(value)) {
      faults.push(document.fault([], 'This is not a Kubernetes object: it must be a map.'));
      return [];
    }
    const object = value as KubeObject & { items?: unknown };
    if (typeof object.kind === 'string' && object.kind.endsWith('List') && Array.isArray(object.items)) {
      return object.items as KubeObject[];
    }
    const missing = [
      typeof object.apiVersion === 'string' ? [] : ['`apiVersion`'],
      typeof object.kind === 'string' ? [] : ['`kind`'],
      typeof object.metadata?.name === 'string' ? [] : ['`metadata.name`'],
    ].flat();
    if (missing.length > 0) {
      faults.push(document.fault([], `This is not a Kubernetes object: ${missing.join(', ')} must be a text.`));
      return [];
    }
    return [object];
  });
  if (objects.length === 0 && !faults.some((fault) => fault.file === file)) {
    faults.push({ file, line: undefined, column: undefined, message: 'The manifest holds no object.' });
  }
  return objects;
}
