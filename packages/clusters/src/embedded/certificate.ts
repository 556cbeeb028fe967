import { Buffer } from 'node:buffer';
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  der,
  objectIdentifier,
  octetString,
  positiveInteger,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts';

/** What a TLS server and those who trust it need; PEM. */
export interface ServingCertificate {
  /** The certificate authority's certificate, for the kubeconfig. Its key is thrown away once it has signed. */
  readonly authority: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/**
 * Makes a certificate authority that signs exactly one server certificate and is then forgotten.
 *
 * TLS is needed because client-go sends no credentials over plain HTTP (clientcmd reads the user of a kubeconfig only
 * for https servers).
 * @param hosts names and IP addresses that the server is reached by
 * @param nowMs the machine's time; valid from one day before to 365 days after it
 * @see https://github.com/kubernetes/client-go/blob/v0.36.0/tools/clientcmd/client_config.go
 */
export function createServingCertificate(hosts: readonly string[], nowMs: number): ServingCertificate {
  const authorityKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serverKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authorityName = commonName('podlab-embedded-ca');
  const authorityId = keyIdentifier(authorityKeys.publicKey);
  const issue = (subject: Buffer, publicKey: KeyObject, extensions: readonly Buffer[]) => {
    const identifiers = [
      extension('2.5.29.14', octetString(keyIdentifier(publicKey))),
      extension('2.5.29.35', sequence(der(0x80, authorityId))),
    ];
    const fields = { subject, issuer: authorityName, publicKey, extensions: [...extensions, ...identifiers], nowMs };
    return signCertificate(fields, authorityKeys.privateKey);
  };
  const certificateSign = bitString(Buffer.from([0b0000_0100]), 2);
  const digitalSignature = bitString(Buffer.from([0b1000_0000]), 7);
  return {
    authority: issue(authorityName, authorityKeys.publicKey, [
      extension('2.5.29.19', sequence(boolean(true)), 'critical'),
      extension('2.5.29.15', certificateSign, 'critical'),
    ]),
    certificate: issue(commonName('podlab-embedded'), serverKeys.publicKey, [
      extension('2.5.29.15', digitalSignature, 'critical'),
      extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', sequence(...hosts.map(alternativeName))),
    ]),
    privateKey: serverKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

interface CertificateFields {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly nowMs: number;
}

function signCertificate(fields: CertificateFields, authorityKey: KeyObject): string {
  const serialNumber = randomBytes(16);
  // A serial number must be positive and have no leading zero byte.
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x3f) | 0x40;
  const toBeSigned = sequence(
    der(0xa0, positiveInteger(Buffer.from([2]))),
    positiveInteger(serialNumber),
    ecdsaWithSha256,
    fields.issuer,
    sequence(time(fields.nowMs - dayMs), time(fields.nowMs + 365 * dayMs)),
    fields.subject,
    fields.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...fields.extensions)),
  );
  const certificate = sequence(toBeSigned, ecdsaWithSha256, bitString(sign('sha256', toBeSigned, authorityKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function commonName(name: string): Buffer {
  return sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(name))));
}

/** Any short name of a key will do; strict verifiers (Python's) want one. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

function extension(identifier: string, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(objectIdentifier(identifier), ...(critical ? [boolean(true)] : []), octetString(value));
}

function alternativeName(host: string): Buffer {
  if (isIP(host) === 4) return der(0x87, Buffer.from(host.split('.').map(Number)));
  return der(0x82, Buffer.from(host, 'ascii'));
}
