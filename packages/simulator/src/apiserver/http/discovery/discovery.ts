import { statuses } from '@podlab/apimachinery';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import { resources } from '../../registry/resources.ts';
import { otherVersions } from '../../versions/other-versions.ts';
import type { AnyResourceDefinition, Verb } from '../../registry/definition.ts';
import { acceptedDiscovery } from '../bodies/accept.ts';
import type { HttpContext } from '../http-context.ts';
import { jsonResponse } from '../bodies/responses.ts';
import { metricsGroup, metricsResources } from './metrics-resources.ts';
import { reviews } from '../reviews.ts';

const allVerbs: readonly Verb[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** All that is served, in whichever version. Asked for, as this file may be read before those of the kinds. */
const served = (): readonly AnyResourceDefinition[] => [
  ...resources,
  ...otherVersions.map(({ definition }) => definition),
];

/** By their priorities. @see cmd/kube-apiserver/app/server.go, pkg/controlplane/apiserver/aggregator.go (v1.36) */
const groupOrder = [
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'metrics.k8s.io',
];

interface ApiGroup {
  readonly name: string;
  /** The preferred one first. */
  readonly versions: readonly string[];
}

/** Groups and versions in the order in which clients prefer them; the core group is apart. */
export const apiGroups = (): readonly ApiGroup[] =>
  groupsOf([...served(), ...reviews, { group: metricsGroup.name, version: metricsGroup.version }]);

function groupsOf(all: readonly { readonly group: string; readonly version: string }[]): ApiGroup[] {
  const versions = new Map<string, Set<string>>();
  for (const { group, version } of all) {
    if (group !== '') versions.set(group, (versions.get(group) ?? new Set()).add(version));
  }
  return [...versions]
    .map(([name, found]) => ({ name, versions: [...found] }))
    .toSorted((a, b) => groupOrder.indexOf(a.name) - groupOrder.indexOf(b.name));
}

/** Whether a path tells of API groups: `/api`, `/apis` and `/apis/GROUP`. */
export function isDiscovery(pathname: string): boolean {
  return pathname === '/api' || /^\/apis(?:\/[^/]+)?$/.test(pathname);
}

/** @param pathname one that `isDiscovery`. @throws StatusError 404 */
export function discover(context: HttpContext, pathname: string, request: ApiRequest): ApiResponse {
  const [, root, group] = pathname.split('/');
  return group === undefined ? discoveryRoot(context, root === 'api' ? 'api' : 'apis', request) : discoveryGroup(group);
}

/** `/api` and `/apis`: in one document for clients that ask for it, or as the old lists. */
function discoveryRoot({ network }: HttpContext, root: 'api' | 'apis', request: ApiRequest): ApiResponse {
  const version = acceptedDiscovery(request.headers['accept']);
  const vary = { vary: 'Accept' };
  if (version) {
    const groups = root === 'api' ? [{ name: '', versions: ['v1'] }] : apiGroups();
    const document = {
      kind: 'APIGroupDiscoveryList',
      apiVersion: `apidiscovery.k8s.io/${version}`,
      metadata: {},
      items: groups.map((group) => ({
        metadata: group.name === '' ? { creationTimestamp: null } : { name: group.name, creationTimestamp: null },
        versions: group.versions.map((shown) => ({
          version: shown,
          resources: aggregated(group.name, shown),
          freshness: 'Current',
        })),
      })),
    };
    const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
    return jsonResponse(200, document, { ...vary, 'content-type': type });
  }
  if (root === 'apis') {
    return jsonResponse(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: apiGroups().map(groupOf) }, vary);
  }
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: `${network().address}:6443` }];
  return jsonResponse(200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs }, vary);
}

/** `/apis/GROUP`. @throws StatusError 404 */
function discoveryGroup(name: string): ApiResponse {
  const group = apiGroups().find((candidate) => candidate.name === name);
  if (!group) throw statuses.unknownPath();
  return jsonResponse(200, { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) });
}

/** `/api/v1` and `/apis/GROUP/VERSION`. @throws StatusError 404 */
export function discoveryVersion(group: string, version: string): ApiResponse {
  const list = [
    ...served()
      .filter((definition) => definition.group === group && definition.version === version)
      .flatMap(listed),
    ...listedReviews(group),
    ...(group === metricsGroup.name ? metricsResources.map(listedMetrics) : []),
  ];
  const isKnown =
    group === ''
      ? version === 'v1'
      : apiGroups().some(({ name, versions }) => name === group && versions.includes(version));
  if (!isKnown) throw statuses.unknownPath();
  return jsonResponse(200, {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources: list.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  });
}

function groupOf({ name, versions }: ApiGroup) {
  const listedVersions = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: listedVersions, preferredVersion: listedVersions[0] };
}

function aggregated(group: string, version: string): object[] {
  const own = served()
    .filter((definition) => definition.group === group && definition.version === version)
    .map((definition) => ({
      resource: definition.plural,
      responseKind: { group, version: definition.version, kind: definition.kind },
      scope: definition.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: definition.singular,
      verbs: definition.verbs ?? allVerbs,
      ...aliases(definition),
      ...(definition.subresources.length === 0
        ? {}
        : {
            subresources: definition.subresources.map((subresource) => ({
              subresource: subresource.name,
              responseKind: {
                group: subresource.group ?? group,
                version: subresource.version ?? definition.version,
                kind: subresource.kind,
              },
              verbs: subresource.verbs,
            })),
          }),
    }));
  const questions = reviews
    .filter((review) => review.group === group)
    .map((review) => ({
      resource: review.plural,
      responseKind: { group, version: review.version, kind: review.kind },
      scope: review.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: review.singular,
      verbs: ['create'],
    }));
  return [...own, ...questions, ...(group === metricsGroup.name ? metricsResources.map(aggregatedMetrics) : [])];
}

function listed(definition: AnyResourceDefinition) {
  const { plural: name, singular: singularName, namespaced, kind } = definition;
  return [
    { name, singularName, namespaced, kind, verbs: definition.verbs ?? allVerbs, ...aliases(definition) },
    ...definition.subresources.map((subresource) => ({
      name: `${name}/${subresource.name}`,
      singularName: '',
      namespaced,
      ...(subresource.group === undefined ? {} : { group: subresource.group, version: subresource.version }),
      kind: subresource.kind,
      verbs: subresource.verbs,
    })),
  ];
}

function listedReviews(group: string) {
  return reviews
    .filter((review) => review.group === group)
    .map(({ plural, singular, kind, namespaced = false }) => ({
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs: ['create'],
    }));
}

function aggregatedMetrics({ plural, kind, namespaced }: (typeof metricsResources)[number]) {
  return {
    resource: plural,
    responseKind: { group: metricsGroup.name, version: metricsGroup.version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: '',
    verbs: ['get', 'list'],
  };
}

function listedMetrics({ plural, kind, namespaced }: (typeof metricsResources)[number]) {
  return { name: plural, singularName: '', namespaced, kind, verbs: ['get', 'list'] };
}

function aliases({ shortNames, categories }: AnyResourceDefinition): object {
  return {
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
}
