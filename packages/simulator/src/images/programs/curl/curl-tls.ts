import {
  type Coroutine,
  certificatesIn,
  greetServer,
  httpDate,
  type HttpUrl,
  isIpAddress,
  type ProcessContext,
  type ServerCertificate,
  SystemError,
  verifyCertificate,
} from '@podlab/shell';
import { CurlError } from './curl-error.ts';
import type { CurlOptions } from './curl-options.ts';

/** What TLS made of a connection. */
export interface SecureConnection {
  readonly isHttp2: boolean;
  /** What `%{ssl_verify_result}` prints. */
  readonly verifyResult: number;
}

/** OpenSSL's X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY. */
const unknownIssuer = { code: 20, text: 'unable to get local issuer certificate' };

/**
 * Makes a connection secure, as curl with OpenSSL does.
 * @param attempt.untilMs virtual time at which it gives up
 * @throws CurlError 28, 35, 60, 77
 */
export function* secureConnection(
  process: ProcessContext,
  options: CurlOptions,
  { fd, url, untilMs, verbose }: Attempt,
): Coroutine<SecureConnection> {
  const protocols = options.has('3') || options.has('0') ? ['http/1.1'] : ['h2', 'http/1.1'];
  const isInsecure = options.has('k');
  const bundle = options.values('1').at(-1) ?? process.env.get('CURL_CA_BUNDLE') ?? process.env.get('SSL_CERT_FILE');
  const trusted = isInsecure || bundle === undefined ? '' : yield* readBundle(process, bundle);
  yield* verbose(`* ALPN: curl offers ${protocols.join(',')}\n* TLSv1.3 (OUT), TLS handshake, Client hello (1):`);
  if (!isInsecure && bundle !== undefined) yield* verbose(`*  CAfile: ${bundle}\n*  CApath: none`);
  const outcome = yield* greetServer(process, fd, { host: url.host, protocols, untilMs });
  switch (outcome.kind) {
    case 'late':
      throw new CurlError(28, 'SSL connection timeout');
    case 'closed':
      throw new CurlError(35, 'TLS connect error: error:0A000126:SSL routines::unexpected eof while reading');
    case 'reset':
      throw new CurlError(35, 'Recv failure: Connection reset by peer');
    case 'plain':
      throw new CurlError(35, 'TLS connect error: error:0A00010B:SSL routines::wrong version number');
    case 'secure': {
      const { certificate, protocol } = outcome.greeting;
      yield* verbose('* TLSv1.3 (IN), TLS handshake, Server hello (2):');
      const fault = certificate ? verifyCertificate(certificate, { trusted, host: url.host }) : 'unknown issuer';
      if (fault === 'unknown issuer' && !isInsecure) {
        throw new CurlError(60, `SSL certificate problem: ${unknownIssuer.text}`);
      }
      yield* verbose(['* SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256', ...alpnLines(protocol)].join('\n'));
      if (certificate) yield* verbose(describe(certificate, { url, isInsecure, fault }));
      if (fault === 'other name' && !isInsecure) {
        const kind = isIpAddress(url.host) ? 'ipv4 address' : 'hostname';
        throw new CurlError(60, `SSL: no alternative certificate subject name matches target ${kind} '${url.host}'`);
      }
      return { isHttp2: protocol === 'h2', verifyResult: fault === 'unknown issuer' ? unknownIssuer.code : 0 };
    }
  }
}

interface Attempt {
  readonly fd: number;
  readonly url: HttpUrl;
  readonly untilMs: number;
  readonly verbose: (line: string) => Coroutine<void>;
}

function alpnLines(protocol: string | undefined): readonly string[] {
  return [
    protocol === undefined
      ? '* ALPN: server did not agree on a protocol. Uses default.'
      : `* ALPN: server accepted ${protocol}`,
  ];
}

function describe(
  { subject, issuer, notBeforeMs, notAfterMs }: ServerCertificate,
  {
    url,
    isInsecure,
    fault,
  }: { readonly url: HttpUrl; readonly isInsecure: boolean; readonly fault: string | undefined },
): string {
  const { host } = url;
  const matched = isIpAddress(host)
    ? `*  subjectAltName: host "${host}" matched cert's IP address!`
    : `*  subjectAltName: host "${host}" matched cert's "${host}"`;
  return [
    '* Server certificate:',
    `*  subject: ${subject}`,
    `*  start date: ${certificateDate(notBeforeMs)}`,
    `*  expire date: ${certificateDate(notAfterMs)}`,
    ...(isInsecure ? [] : [fault === undefined ? matched : `*  subjectAltName does not match hostname ${host}`]),
    `*  issuer: ${issuer}`,
    ...(fault === 'unknown issuer'
      ? [`*  SSL certificate verify result: ${unknownIssuer.text} (${unknownIssuer.code}), continuing anyway.`]
      : fault === undefined
        ? ['*  SSL certificate verify ok.']
        : []),
  ].join('\n');
}

/** `Nov 28 02:53:51 2026 GMT` */
function certificateDate(timeMs: number): string {
  const [, day = '', month = '', year = '', time = ''] = /, (\d\d) (\w+) (\d+) (\S+)/.exec(httpDate(timeMs)) ?? [];
  return `${month} ${day.replace(/^0/, ' ')} ${time} ${year} GMT`;
}

/** @throws CurlError 77 when there is no certificate in it */
function* readBundle(process: ProcessContext, path: string): Coroutine<string> {
  let text = '';
  try {
    const fd = process.files.open(path);
    text = yield* process.readAll(fd);
    process.process.descriptors.close(fd);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
  }
  if (certificatesIn(text).length === 0) throw new CurlError(77, `error adding trust anchors from file: ${path}`);
  return text;
}
