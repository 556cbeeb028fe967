import { decodeBase64, decodeUtf8, isMap, statuses } from '@podlab/apimachinery';
import { goJsonFault } from '../../validation/json/go-json-fault.ts';
import type { Continuation } from './continue-token.ts';

const version = 'meta.k8s.io/v1';

/** The inverse of `formatToken`. @throws StatusError 400 @see k8s.io/apiserver/pkg/storage/continue.go (v1.36) */
export function parseToken(token: string): Continuation {
  const text = decode(token);
  const fault = goJsonFault(text);
  const parsed: unknown = fault === undefined ? JSON.parse(text) : undefined;
  if (!isMap(parsed)) throw invalid(`: ${fault ?? ''}`);
  const { v, rv, start } = parsed;
  if (v !== version)
    throw invalid(`: server does not recognize this encoded version ${typeof v === 'string' ? v : ''}`);
  if (typeof rv !== 'number' || rv === 0)
    throw invalid(`: incorrect encoded start resourceVersion (version ${version})`);
  if (typeof start !== 'string' || start === '') throw invalid(`: encoded start key empty (version ${version})`);
  return { revision: rv, after: start.replace(/\0$/, '') };
}

function decode(token: string): string {
  const stranger = /[^-\w]/.exec(token)?.index;
  const illegal = stranger ?? (token.length % 4 === 1 ? token.length - 1 : undefined);
  if (illegal !== undefined) throw invalid(`: illegal base64 data at input byte ${illegal}`);
  const base64 = token.replaceAll('-', '+').replaceAll('_', '/');
  return decodeUtf8(decodeBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, '=')));
}

function invalid(why: string) {
  return statuses.badRequest(`invalid continue token: continue key is not valid${why}`);
}
