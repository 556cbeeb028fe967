import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** What a TLS server and those who trust it need; PEM. */
export interface ServingCertificate {
  /** The certificate authority's certificate, for the kubeconfig. Its key is thrown away once it has signed. */
  readonly authority: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * Makes a certificate authority that signs exactly one server certificate and is then forgotten.
 *
 * TLS is needed because client-go sends no credentials over plain HTTP (clientcmd reads the user of a kubeconfig only
 * for https servers).
 * @param hosts names and IP addresses that the server is reached by
 * @param nowMs the machine's time; valid from one day before to 365 days after it
 * @see https://github.com/kubernetes/client-go/blob/v0.36.0/tools/clientcmd/client_config.go
 */
export async function createServingCertificate(hosts: readonly string[], nowMs: number): Promise<ServingCertificate> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [authorityKeys, serverKeys] = await Promise.all([newKeys(), newKeys()]);
  const validity = { notBefore: new Date(nowMs - dayMs), notAfter: new Date(nowMs + 365 * dayMs) };
  const { KeyUsageFlags } = x509;
  const identify = async (publicKey: CryptoKey) => [
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
  ];
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=podlab-embedded-ca',
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      ...(await identify(authorityKeys.publicKey)),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=podlab-embedded',
    issuer: authority.subject,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
      ...(await identify(serverKeys.publicKey)),
    ],
  });
  return {
    authority: authority.toString('pem'),
    certificate: server.toString('pem'),
    privateKey: KeyObject.from(serverKeys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
