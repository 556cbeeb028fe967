import { formatTime, isMap, statuses } from '@podlab/apimachinery';
import { authorization, tokens } from '#parts';
import { administrator } from '../authorization/user-info.ts';
import type { ApiRequest, ApiResponse } from '../exchange.ts';
import type { HttpContext } from './http-context.ts';
import { parseBody } from './bodies/parse-body.ts';
import { jsonResponse } from './bodies/responses.ts';

/** A question that is answered and not stored. */
export interface ReviewDefinition {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced?: boolean;
}

export const reviews: readonly ReviewDefinition[] = [
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    plural: 'tokenreviews',
    singular: 'tokenreview',
    kind: 'TokenReview',
  },
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    plural: 'selfsubjectreviews',
    singular: 'selfsubjectreview',
    kind: 'SelfSubjectReview',
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectaccessreviews',
    singular: 'selfsubjectaccessreview',
    kind: 'SelfSubjectAccessReview',
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectrulesreviews',
    singular: 'selfsubjectrulesreview',
    kind: 'SelfSubjectRulesReview',
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'subjectaccessreviews',
    singular: 'subjectaccessreview',
    kind: 'SubjectAccessReview',
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'localsubjectaccessreviews',
    singular: 'localsubjectaccessreview',
    kind: 'LocalSubjectAccessReview',
    namespaced: true,
  },
];

/** A review that a path names. */
export interface FoundReview extends ReviewDefinition {
  readonly namespace: string | undefined;
}

/** @returns undefined when the path is not one of a review */
export function findReview(group: string, version: string, rest: readonly string[]): FoundReview | undefined {
  const isLocal = rest.length === 3 && rest[0] === 'namespaces';
  if (!isLocal && rest.length !== 1) return undefined;
  const found = reviews.find(
    (review) =>
      review.group === group &&
      review.version === version &&
      review.plural === rest.at(-1) &&
      (review.namespaced ?? false) === isLocal,
  );
  return found && { ...found, namespace: isLocal ? rest[1] : undefined };
}

/** Answers a question of who may do what. @throws StatusError */
export function postReview(context: HttpContext, review: FoundReview, request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') {
    throw statuses.methodNotSupported({ group: review.group, resource: review.plural }, request.method.toLowerCase());
  }
  const { kind, namespace } = review;
  const body = parseBody(request.body, request.headers['content-type'] ?? '');
  const spec = isMap(body['spec']) ? body['spec'] : {};
  const { store, timers } = context.writes;
  const question = { kind, spec, namespace, user: context.user ?? administrator };
  const judge = { store, issuer: context.tokens, nowMs: timers.nowMs() };
  const status =
    kind === 'TokenReview' ? tokens.code.reviewToken(spec, judge) : authorization.code.answerReview(question, store);
  const nowMs = timers.nowMs() - context.skewMs();
  return jsonResponse(201, {
    kind,
    apiVersion: `${review.group}/${review.version}`,
    metadata: {
      ...(namespace === undefined ? {} : { namespace }),
      ...(kind === 'SelfSubjectReview' ? { creationTimestamp: formatTime(nowMs) } : {}),
    },
    // What was asked of somebody's rules is not told back.
    ...(kind === 'SelfSubjectReview' ? {} : { spec: kind === 'SelfSubjectRulesReview' ? {} : spec }),
    status,
  });
}
