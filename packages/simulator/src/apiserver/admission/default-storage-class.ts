import { parseTime, type Stored } from '@podlab/apimachinery';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { betaDefaultClassAnnotation, defaultClassAnnotation } from './storage-names.ts';

/** The default class; of several, the youngest. @see pkg/volume/util/storageclass.go `GetDefaultClass` (v1.36) */
export function findDefaultClass(classes: readonly Stored<StorageClass>[]): Stored<StorageClass> | undefined {
  const created = ({ metadata }: Stored<StorageClass>) => parseTime(metadata.creationTimestamp) ?? 0;
  return classes
    .filter(isDefaultClass)
    .toSorted((a, b) => created(b) - created(a) || (a.metadata.name < b.metadata.name ? -1 : 1))[0];
}

/** Whether claims that name no class get this one. */
export function isDefaultClass({ metadata }: Pick<StorageClass, 'metadata'>): boolean {
  const { annotations } = metadata ?? {};
  return annotations?.[defaultClassAnnotation] === 'true' || annotations?.[betaDefaultClassAnnotation] === 'true';
}
