import type { StorageView } from '../pod-volumes.ts';

/** A cluster without claims, volumes and classes. */
export const noStorage: StorageView = {
  findClaim: () => undefined,
  findVolume: () => undefined,
  findClass: () => undefined,
  volumes: () => [],
};
