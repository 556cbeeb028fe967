import type { ApiRequest } from '../exchange.ts';

/** What somebody wants to do with objects. Parts that are not there are empty, as in Kubernetes. */
export interface ResourceAttributes {
  readonly verb: string;
  /** `''`: at the cluster scope */
  readonly namespace: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
}

/** What somebody wants to do with a path that is none of an object. */
export interface PathAttributes {
  readonly verb: string;
  readonly path: string;
}

export type AccessAttributes = ResourceAttributes | PathAttributes;

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/**
 * What a request does, in the words of roles. It is told from the path alone: what is not served has attributes too.
 * @see k8s.io/apiserver/pkg/endpoints/request/requestinfo.go (v1.36)
 */
export function accessAttributesOf({ method, path }: Pick<ApiRequest, 'method' | 'path'>): AccessAttributes {
  const { pathname, searchParams } = new URL(path, 'http://server');
  const rest = resourceParts(pathname);
  if (!rest) return { verb: method.toLowerCase(), path: pathname };
  const { group, parts } = rest;
  const named = verbs[method] ?? '';
  const isOldWatch = parts[0] === 'watch';
  const { namespace, location } = placeOf(isOldWatch ? parts.slice(1) : parts);
  const [resource = '', name = '', subresource = ''] = location;
  const target = { namespace, group, resource, subresource };
  if (isOldWatch) return { ...target, verb: 'watch', name };
  if (name !== '') return { ...target, verb: named, name };
  if (named === 'delete') return { ...target, verb: 'deletecollection', name };
  if (named !== 'get') return { ...target, verb: named, name };
  const watch = searchParams.get('watch');
  const isWatch = watch !== null && !['', '0', 'false'].includes(watch.toLowerCase());
  return { ...target, verb: isWatch ? 'watch' : 'list', name: selectedName(searchParams) };
}

function resourceParts(pathname: string): { readonly group: string; readonly parts: readonly string[] } | undefined {
  const [root, ...rest] = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  if (root === 'api' && rest.length > 1) return { group: '', parts: rest.slice(1) };
  if (root === 'apis' && rest.length > 2) return { group: rest[0] ?? '', parts: rest.slice(2) };
  return undefined;
}

/** A namespace's own path is in that namespace. */
function placeOf(parts: readonly string[]): { readonly namespace: string; readonly location: readonly string[] } {
  const [first, namespace, third] = parts;
  if (first !== 'namespaces' || namespace === undefined) return { namespace: '', location: parts };
  const isOwnPart = third === undefined || third === 'status' || third === 'finalize';
  return { namespace, location: isOwnPart ? parts : parts.slice(2) };
}

/** The one object that a list is narrowed to. */
function selectedName(query: URLSearchParams): string {
  const [, name = ''] = /(?:^|,)metadata\.name==?([^,]+)/.exec(query.get('fieldSelector') ?? '') ?? [];
  return name;
}
