import { decodeUtf8 } from '@podlab/apimachinery';
import { allRequests, authorization, rareKinds, tokens } from '#parts';
import { concernsAccess, hasCredentials, isForOthers } from '../apiserver/authorization/concerns-access.ts';
import type { ApiRequest } from '../apiserver/exchange.ts';
import { findFirstRequest } from '../apiserver/http/first-requests.ts';
import { isPortForward } from '../apiserver/http/connections/open-connection.ts';
import { resources } from '../apiserver/registry/resources.ts';

const rarePlurals = new Set(resources.filter(({ hasLateRules }) => hasLateRules).map(({ plural }) => plural));

/**
 * What in an object of another kind concerns the rare ones: a claim's volume, or one that brings its claim along, a Job's
 * hold on its Pods, a namespace's standard, a Secret that asks for a token.
 */
const rareWords =
  /\bephemeral\b(?!-)|\bpersistentVolumeClaim\b|batch\.kubernetes\.io\/|pod-security\.kubernetes\.io\/|kubernetes\.io\/service-account-token/;

/**
 * Whether a request from outside may be the first that the rules and controllers of the rare kinds are for. Only writes
 * are, which a journal keeps: so these controllers begin at the same point when a run is made again.
 */
export function concernsRareKinds({ method, path, body }: ApiRequest): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  const [place = ''] = path.split('?');
  if (place.split('/').some((part) => rarePlurals.has(part))) return true;
  // Protobuf has numbers in the place of names.
  return body !== undefined && (body[0] === 0x6b || rareWords.test(decodeUtf8(body)));
}

/** Loads what a request needs. @param as what it is handed to @returns undefined when all of it is here */
export function loadCodeFor(request: ApiRequest, as: 'handle' | 'open'): Promise<void> | undefined {
  if (allRequests.isHere && rareKinds.isHere && authorization.isHere && tokens.isHere) return undefined;
  const needed = [
    ...(allRequests.isHere || isFirst(request, as) ? [] : [allRequests]),
    ...(authorization.isHere || !concernsAccess(request) ? [] : [authorization]),
    ...(tokens.isHere || !concernsTokens(request) ? [] : [tokens]),
    ...(rareKinds.isHere || !concernsRareKinds(request) ? [] : [rareKinds]),
  ];
  if (needed.length === 0) return undefined;
  return Promise.all(needed.map((part) => part.load())).then(() => undefined);
}

/** Tokens that are shown, asked for, looked at, or kept in a Secret. */
function concernsTokens(request: ApiRequest): boolean {
  const { method, path } = request;
  if (hasCredentials(request) || /\/token(?:reviews)?(?:$|\?)|^\/(?:openid|\.well-known)\//.test(path)) return true;
  return method !== 'GET' && /\/secrets(?:$|[/?])/.test(path);
}

function isFirst(request: ApiRequest, as: 'handle' | 'open'): boolean {
  if (as === 'open') return !isPortForward(request);
  return findFirstRequest(request) !== undefined && !isForOthers(request) && !hasCredentials(request);
}
