import { encodeBase64, encodeUtf8, keyOf, splitKey } from '@podlab/apimachinery';
import { authorityCertificate } from '../../apiserver/own-objects/certificate-authority.ts';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { legacyClaims } from '../../apiserver/tokens/legacy-token.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';
import { unlessGone } from '../objects/status-errors.ts';

const fieldManager = 'kube-controller-manager';
const secretType = 'kubernetes.io/service-account-token';
const nameKey = 'kubernetes.io/service-account.name';
const uidKey = 'kubernetes.io/service-account.uid';

/**
 * Puts tokens that do not expire into the Secrets that ask for one, and deletes those Secrets whose service account is
 * not there.
 * @see pkg/controller/serviceaccount/tokens_controller.go (v1.36)
 */
export function tokenSecretController({ api, tokens }: ClusterContext): ControllerDefinition {
  return {
    name: 'serviceaccount-token-controller',
    watches: [
      watching('secrets', ({ type, object }) =>
        type !== 'DELETED' && object.type === secretType ? [keyOf(object)] : [],
      ),
      watching('serviceaccounts', ({ type, object: { metadata } }) =>
        type === 'DELETED'
          ? api
              .list('secrets', metadata.namespace)
              .filter((secret) => secret.type === secretType && accountOf(secret) === metadata.name)
              .map(keyOf)
          : [],
      ),
    ],
    sync(key) {
      const { namespace = '', name } = splitKey(key);
      const secret = api.get('secrets', namespace, name);
      if (secret?.type !== secretType) return undefined;
      const account = api.get('serviceaccounts', namespace, accountOf(secret));
      const { annotations = {}, uid } = secret.metadata;
      const ownUid = account?.metadata.uid;
      if (!account || ownUid === undefined || (annotations[uidKey] ?? ownUid) !== ownUid) {
        unlessGone(() => api.delete('secrets', namespace, name, { preconditions: { uid } }));
        return undefined;
      }
      const given = secret.data ?? {};
      const isWhole = ['ca.crt', 'namespace', 'token'].every((entry) => Object.hasOwn(given, entry));
      if (isWhole && annotations[uidKey] === ownUid) return undefined;
      const claims = legacyClaims(namespace, { name: account.metadata.name, uid: ownUid }, name);
      const token = given['token'] ?? base64(tokens.sign(claims));
      const data = { ...given, 'ca.crt': base64(authorityCertificate), namespace: base64(namespace), token };
      const metadata = { ...secret.metadata, annotations: { ...annotations, [uidKey]: ownUid } };
      unlessGone(() => api.update('secrets', { ...secret, metadata, data }, { fieldManager }));
      return undefined;
    },
  };
}

function accountOf({ metadata }: StoredOf<'secrets'>): string {
  return metadata.annotations?.[nameKey] ?? '';
}

function base64(text: string): string {
  return encodeBase64(encodeUtf8(text));
}
