import { formatGroupVersion, type ResourceDescriptor } from './built-in.ts';

/** Where in the API: all fields are optional, as far as the resource allows. */
export interface ApiLocation {
  /** Left out for a namespaced resource: all namespaces. Ignored for a cluster-scoped one. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** The path of a collection, an object or a subresource. */
export function resourcePath(resource: ResourceDescriptor, location: ApiLocation = {}): string {
  const prefix = `${resource.group === '' ? '/api' : '/apis'}/${formatGroupVersion(resource)}`;
  const inNamespace =
    resource.namespaced && location.namespace !== undefined
      ? `/namespaces/${encodeURIComponent(location.namespace)}`
      : '';
  const name = location.name === undefined ? '' : `/${encodeURIComponent(location.name)}`;
  return `${prefix}${inNamespace}/${resource.resource}${name}${location.subresource ? `/${location.subresource}` : ''}`;
}

/** Adds a query; values that are undefined, `''` or `false` are left out, a list repeats its key. */
export function withQuery(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const pairs: string[] = [];
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === '' || value === false) continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      pairs.push(`${key}=${encodeURIComponent(String(item))}`);
    }
  }
  if (pairs.length === 0) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}
