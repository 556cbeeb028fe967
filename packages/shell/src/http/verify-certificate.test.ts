import { expect, it } from 'vitest';
import type { ServerCertificate } from './hello.ts';
import { verifyCertificate } from './verify-certificate.ts';

const pem = (content: string) => `-----BEGIN CERTIFICATE-----\n${content}\n-----END CERTIFICATE-----\n`;
const certificate: ServerCertificate = {
  subject: 'CN=server',
  issuer: 'CN=authority',
  authority: pem('QUJD\nREVG'),
  names: ['web.default.svc', '*.example.org', '10.96.0.1'],
  notBeforeMs: 0,
  notAfterMs: 1,
};

it.each([
  ['the authority, wrapped otherwise', `${pem('WFla')}${pem('QUJDREVG')}`, 'web.default.svc', undefined],
  ['no authority', '', 'web.default.svc', 'unknown issuer'],
  ['another authority', pem('WFla'), 'web.default.svc', 'unknown issuer'],
  ['a part of the authority', pem('QUJD'), 'web.default.svc', 'unknown issuer'],
  ['an address', pem('QUJDREVG'), '10.96.0.1', undefined],
  ['another address', pem('QUJDREVG'), '10.96.0.2', 'other name'],
  ['a shorter name', pem('QUJDREVG'), 'web', 'other name'],
  ['a name in capitals, with a dot', pem('QUJDREVG'), 'Web.default.SVC.', undefined],
  ['a name that a star stands for', pem('QUJDREVG'), 'a.example.org', undefined],
  ['one that it does not', pem('QUJDREVG'), 'a.b.example.org', 'other name'],
])('a client that trusts %s', (_what, trusted, host, fault) => {
  expect(verifyCertificate(certificate, { trusted, host })).toBe(fault);
});
