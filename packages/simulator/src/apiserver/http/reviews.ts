import { statuses } from '@podlab/apimachinery';
import type { ApiRequest, ApiResponse } from '../exchange.ts';
import { parseBody } from './parse-body.ts';
import { jsonResponse } from './responses.ts';

/** Who every client is: the administrator, as in the kubeconfig that kind writes. */
const user = { username: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:authenticated'] };

/** What `kubectl auth can-i --list` shows of the administrator, as recorded from a real cluster. */
const everything = {
  resourceRules: [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews'] },
    { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectrulesreviews'] },
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  ],
  nonResourceRules: [
    { verbs: ['*'], nonResourceURLs: ['*'] },
    ...[
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/openapi',
      '/openapi/*',
      '/readyz',
      '/version/',
    ].map((url) => ({ verbs: ['get'], nonResourceURLs: [url] })),
  ],
  incomplete: false,
};

/** A question that is answered and not stored. */
export interface ReviewDefinition {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly status: object;
}

export const reviews: readonly ReviewDefinition[] = [
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    plural: 'selfsubjectreviews',
    singular: 'selfsubjectreview',
    kind: 'SelfSubjectReview',
    status: { userInfo: user },
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectaccessreviews',
    singular: 'selfsubjectaccessreview',
    kind: 'SelfSubjectAccessReview',
    status: { allowed: true },
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectrulesreviews',
    singular: 'selfsubjectrulesreview',
    kind: 'SelfSubjectRulesReview',
    status: everything,
  },
];

/** @returns undefined when the path is not one of a review */
export function findReview(group: string, version: string, rest: readonly string[]): ReviewDefinition | undefined {
  if (rest.length !== 1) return undefined;
  return reviews.find((review) => review.group === group && review.version === version && review.plural === rest[0]);
}

/** There is one user, who may do everything. @throws StatusError */
export function postReview(review: ReviewDefinition, request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') {
    throw statuses.methodNotSupported({ group: review.group, resource: review.plural }, request.method.toLowerCase());
  }
  const body = parseBody(request.body, request.headers['content-type'] ?? '');
  return jsonResponse(201, {
    kind: review.kind,
    apiVersion: `${review.group}/${review.version}`,
    metadata: { creationTimestamp: null },
    ...(body['spec'] === undefined ? {} : { spec: body['spec'] }),
    status: review.status,
  });
}
