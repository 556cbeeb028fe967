import { controllerOf, type Stored } from '@podlab/apimachinery';
import type { Pod, Service } from 'kubernetes-types/core/v1';
import type { IndexFunction } from '../store/collection.ts';
import { resources } from './registry/resources.ts';

const ownIndexes: Readonly<Record<string, Readonly<Record<string, IndexFunction>>>> = {
  pods: { node: (object) => (object as Stored<Pod>).spec?.nodeName },
  services: {
    clusterIP: (object) => (object as Stored<Service>).spec?.clusterIP,
    nodePort: (object) =>
      (object as Stored<Service>).spec?.ports?.flatMap(({ nodePort }) => (nodePort ? [String(nodePort)] : [])),
  },
};

/** Ways to find objects without looking at all of them: by controller for every resource, and what some need. */
export const storeIndexes = Object.fromEntries(
  resources.map(({ plural }) => [
    plural,
    { controller: (object: Stored) => controllerOf(object)?.uid, ...ownIndexes[plural] },
  ]),
);
