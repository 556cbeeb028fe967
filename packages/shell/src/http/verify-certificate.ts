import type { ServerCertificate } from './hello.ts';

/** What is wrong with a certificate. */
export type CertificateFault = 'unknown issuer' | 'other name';

/**
 * Judges what a server shows.
 * @param trusted the certificates of the authorities that the client trusts; PEM, one after the other
 * @param host name or IP address that the client asked for
 */
export function verifyCertificate(
  certificate: ServerCertificate,
  { trusted, host }: { readonly trusted: string; readonly host: string },
): CertificateFault | undefined {
  const wanted = certificatesIn(certificate.authority)[0];
  if (wanted === undefined || !certificatesIn(trusted).includes(wanted)) return 'unknown issuer';
  return certificate.names.some((name) => isNameFor(name, host)) ? undefined : 'other name';
}

/** The certificates of a PEM file, each without line breaks. */
export function certificatesIn(pem: string): readonly string[] {
  const found = pem.matchAll(/-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/g);
  return Array.from(found, ([, content = '']) => content.replace(/\s/g, ''));
}

/** A star stands for one label, and not for the last two. @see RFC 9525 6.3 */
function isNameFor(name: string, host: string): boolean {
  const [own, wanted] = [name.toLowerCase(), host.toLowerCase().replace(/\.$/, '')];
  if (own === wanted) return true;
  const [, ending] = /^\*(\..+\..+)$/.exec(own) ?? [];
  return ending !== undefined && wanted.endsWith(ending) && !wanted.slice(0, -ending.length).includes('.');
}
