import { decodeBase64, encodeBase64, encodeUtf8, type Random } from '@podlab/apimachinery';
import { sha256 } from '@podlab/shell';
import { applyPrivateKey, applyPublicKey, makeRsaKey, type RsaKey } from './rsa-key.ts';

/** What is signed is the SHA-256 of a text, as the ASN.1 of RFC 8017 (9.2) says it. */
const digestInfo = '3031300d060960864801650304020105000420';
/** `rsaEncryption`, in the ASN.1 of RFC 3279. */
const algorithm = '300d06092a864886f70d0101010500';

/** The key that a cluster signs the tokens of its service accounts with. */
export interface SigningKey {
  /** Its name in a token's header: a digest of the public key. @see pkg/serviceaccount/jwt.go keyIDFromPublicKey (v1.36) */
  readonly id: string;
  /** The public key, as OpenID Connect tells it. */
  readonly jwk: Readonly<Record<'use' | 'kty' | 'kid' | 'alg' | 'n' | 'e', string>>;
  /** Signs with RS256. @returns base64url */
  sign(text: string): string;
  /** @param signature base64url */
  verifies(text: string, signature: string): boolean;
}

/** Makes the key of a cluster: the same from the same seed. */
export function createSigningKey(random: Random): SigningKey {
  const key = makeRsaKey(random);
  const modulus = hexOf(key.modulus);
  const exponent = hexOf(key.publicExponent);
  const publicKey = sequence(algorithm + element('03', `00${sequence(integer(modulus) + integer(exponent))}`));
  const id = base64UrlOfHex(sha256(bytesOfHex(publicKey)));
  return {
    id,
    jwk: { use: 'sig', kty: 'RSA', kid: id, alg: 'RS256', n: base64UrlOfHex(modulus), e: base64UrlOfHex(exponent) },
    sign: (text) => base64UrlOfHex(hexOf(applyPrivateKey(key, paddedDigest(text, key))).padStart(modulus.length, '0')),
    verifies: (text, signature) => {
      const bytes = bytesOfBase64Url(signature);
      if (bytes?.length !== modulus.length / 2) return false;
      const value = BigInt(`0x${hexOfBytes(bytes)}`);
      return value < key.modulus && applyPublicKey(key, value) === paddedDigest(text, key);
    },
  };
}

/** Text of base64url. */
export function textOfBase64Url(text: string): string | undefined {
  const bytes = bytesOfBase64Url(text);
  return bytes && new TextDecoder().decode(bytes);
}

/** @see RFC 8017 9.2, EMSA-PKCS1-v1_5 */
function paddedDigest(text: string, { modulus }: RsaKey): bigint {
  const end = `00${digestInfo}${sha256(encodeUtf8(text))}`;
  return BigInt(`0x0001${end.padStart(hexOf(modulus).length - 4, 'f')}`);
}

function bytesOfBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  return decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

function base64UrlOfHex(hex: string): string {
  return encodeBase64(bytesOfHex(hex)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function hexOf(value: bigint): string {
  const digits = value.toString(16);
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}

function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_byte, index) =>
    Number(`0x${hex.slice(2 * index, 2 * index + 2)}`),
  );
}

function element(tag: string, content: string): string {
  const length = hexOf(BigInt(content.length / 2));
  return tag + (content.length < 256 ? length : hexOf(BigInt(128 + length.length / 2)) + length) + content;
}

function sequence(content: string): string {
  return element('30', content);
}

function integer(digits: string): string {
  return element('02', Number(`0x${digits.slice(0, 2)}`) < 128 ? digits : `00${digits}`);
}
