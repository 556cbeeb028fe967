import { fieldErrors, type FieldError, formatTime, statuses, type Stored } from '@podlab/apimachinery';
import type { TokenRequest, TokenRequestSpec } from 'kubernetes-types/authentication/v1';
import type { Pod, ServiceAccount } from 'kubernetes-types/core/v1';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import { clusterAudience, type TokenFacts } from '../../tokens/issue-token.ts';
import { drawUid } from '../../writes/write-context.ts';
import type { HttpContext } from '../http-context.ts';
import { findObject } from '../verbs/read-objects.ts';
import { jsonResponse, warningHeaders } from '../bodies/responses.ts';
import { readObject } from '../verbs/post-object.ts';
import { type NamedTarget } from '../verbs/write-objects.ts';

const kind = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };
const defaultExpirationSeconds = 3600;
const shortestSeconds = 600;
const longestSeconds = 2 ** 32;

/** POST serviceaccounts/token. @throws StatusError */
export function postToken(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const { object, warnings } = readObject(context, request, kind, query);
  checkNamespace(context, target.namespace ?? '');
  const account = findObject(context, target) as Stored<ServiceAccount>;
  const asked = (object as Partial<TokenRequest>).spec;
  const expirationSeconds = asked?.expirationSeconds ?? defaultExpirationSeconds;
  const audiences = asked?.audiences?.length ? asked.audiences : [clusterAudience];
  const faults = expirationFaults(expirationSeconds);
  if (faults.length > 0) throw statuses.invalid(kind, '', faults);
  // What a client reads is on its own clock, in the token too.
  const nowMs = context.writes.timers.nowMs() - context.skewMs();
  const clusterNowMs = context.writes.timers.nowMs();
  const facts = { account, audiences, expirationSeconds, id: drawUid(context.writes), nowMs: clusterNowMs };
  const bound = findBound(context, account, asked?.boundObjectRef);
  const token = context.tokens.signFor({ ...facts, ...bound }, context.skewMs());
  const { name, namespace = '', uid } = account.metadata;
  return jsonResponse(
    201,
    {
      kind: kind.kind,
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, uid, creationTimestamp: formatTime(nowMs) },
      spec: {
        audiences,
        expirationSeconds,
        boundObjectRef: asked?.boundObjectRef ?? null,
      },
      status: { token, expirationTimestamp: formatTime(nowMs + expirationSeconds * 1000) },
    },
    warningHeaders(warnings),
  );
}

/** @throws StatusError 404 */
function checkNamespace({ writes }: HttpContext, name: string): void {
  if (!writes.store.get('namespaces', name)) throw statuses.notFound({ group: '', resource: 'namespaces' }, name);
}

/** @see pkg/apis/authentication/validation/validation.go (v1.36) */
function expirationFaults(seconds: number): FieldError[] {
  const path = 'spec.expirationSeconds';
  if (seconds < shortestSeconds) {
    return [fieldErrors.invalid(path, seconds, 'may not specify a duration less than 10 minutes')];
  }
  if (seconds > longestSeconds) {
    return [fieldErrors.invalid(path, seconds, 'may not specify a duration larger than 2^32 seconds')];
  }
  return [];
}

function findBound(
  context: HttpContext,
  account: Stored<ServiceAccount>,
  reference: TokenRequestSpec['boundObjectRef'],
): Pick<TokenFacts, 'node' | 'pod' | 'secret'> {
  if (!reference) return {};
  const { store } = context.writes;
  const { namespace = '', name: accountName } = account.metadata;
  const { kind: boundKind = '', name = '', uid } = reference;
  const plural = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' }[boundKind];
  if (plural === undefined) {
    throw statuses.badRequest(`cannot bind token to object of type ${reference.apiVersion ?? ''}, Kind=${boundKind}`);
  }
  const found = store.get(plural, plural === 'nodes' ? name : `${namespace}/${name}`);
  if (!found) throw statuses.notFound({ group: '', resource: plural }, name);
  if (uid && uid !== found.metadata.uid) {
    throw statuses.conflict(
      { group: '', resource: boundKind },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  }
  const bound = { name, uid: found.metadata.uid };
  if (plural === 'secrets') return { secret: bound };
  if (plural === 'nodes') return { node: bound };
  const { spec } = found as Stored<Pod>;
  if (spec?.serviceAccountName !== accountName) {
    throw statuses.badRequest(
      `cannot bind token for serviceaccount "${accountName}" to pod running with different serviceaccount name.`,
    );
  }
  const node = spec.nodeName ? store.get('nodes', spec.nodeName) : undefined;
  return { pod: bound, ...(node ? { node: { name: node.metadata.name, uid: node.metadata.uid } } : {}) };
}
