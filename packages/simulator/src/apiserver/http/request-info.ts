import { findResource } from '../registry/resources.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';

/** What a path names. */
export interface ResourceTarget {
  readonly definition: AnyResourceDefinition;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/** The parts of a path under `/api/v1` or `/apis/GROUP/VERSION`. */
export interface ApiPath {
  readonly group: string;
  readonly version: string;
  readonly rest: readonly string[];
}

/** @returns undefined for paths outside the versioned APIs */
export function parseApiPath(path: string): ApiPath | undefined {
  const [root, ...parts] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  if (root === 'api' && parts.length > 0) {
    const [version = '', ...rest] = parts;
    return { group: '', version, rest };
  }
  if (root === 'apis' && parts.length > 1) {
    const [group = '', version = '', ...rest] = parts;
    return { group, version, rest };
  }
  return undefined;
}

/** @returns undefined when the path names no resource that is served */
export function findTarget({ group, version, rest }: ApiPath): ResourceTarget | undefined {
  const [first, second, third, ...more] = rest;
  const isNamespacePart = group === '' && (third === 'status' || third === 'finalize');
  if (first === 'namespaces' && second !== undefined && third !== undefined && !isNamespacePart) {
    const definition = findResource(group, version, third);
    if (!definition?.namespaced || more.length > 2) return undefined;
    return { definition, namespace: second, name: more[0], subresource: more[1] };
  }
  const definition = first === undefined ? undefined : findResource(group, version, first);
  if (!definition || more.length > 0) return undefined;
  if (definition.namespaced && second !== undefined) return undefined;
  return { definition, namespace: undefined, name: second, subresource: third };
}
