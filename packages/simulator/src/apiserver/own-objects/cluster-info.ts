import { encodeBase64, encodeUtf8 } from '@podlab/apimachinery';
import { sha256 } from '@podlab/shell';
import { authorityCertificate } from './certificate-authority.ts';

/** The token that nodes join with: the same in every kind cluster. @see sigs.k8s.io/kind v0.33 pkg/cluster/internal/kubeadm */
export const bootstrapToken = { id: 'abcdef', secret: '0123456789abcdef' };

/**
 * What a node that joins is told before it trusts anybody, signed with the bootstrap token.
 * @see cmd/kubeadm/app/phases/bootstraptoken/clusterinfo, pkg/controller/bootstrap/bootstrapsigner.go (v1.36)
 */
export function clusterInfo(controlPlane: string): Readonly<Record<string, string>> {
  const kubeconfig = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${encodeBase64(encodeUtf8(authorityCertificate))}
    server: https://${controlPlane}:6443
  name: ""
contexts: null
current-context: ""
kind: Config
users: null
`;
  const { id, secret } = bootstrapToken;
  const head = base64Url(encodeUtf8(JSON.stringify({ alg: 'HS256', kid: id })));
  const signature = hmacSha256(encodeUtf8(secret), encodeUtf8(`${head}.${base64Url(encodeUtf8(kubeconfig))}`));
  return { [`jws-kubeconfig-${id}`]: `${head}..${base64Url(signature)}`, kubeconfig };
}

/** @param key at most 64 bytes @see RFC 2104 */
function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const padded = (by: number) => Uint8Array.from({ length: 64 }, (_byte, index) => (key[index] ?? 0) ^ by);
  return digest(padded(0x5c), digest(padded(0x36), message));
}

function digest(...parts: readonly Uint8Array[]): Uint8Array {
  const hex = sha256(Uint8Array.from(parts.flatMap((part) => [...part])));
  return Uint8Array.from({ length: 32 }, (_byte, index) => Number(`0x${hex.slice(2 * index, 2 * index + 2)}`));
}

function base64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
