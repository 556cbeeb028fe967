import { encodeBase64, encodeUtf8 } from '@podlab/apimachinery';

/** Where a list goes on: as of which revision, after which object. */
export interface Continuation {
  readonly revision: number;
  readonly after: string;
}

/** What a client gets to ask for the next page. @see k8s.io/apiserver/pkg/storage/continue.go (v1.36) */
export function formatToken({ revision, after }: Continuation): string {
  const json = JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${after}\0` });
  return encodeBase64(encodeUtf8(json)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
