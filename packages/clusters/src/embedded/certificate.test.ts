import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createServingCertificate } from './certificate.ts';

const nowMs = Date.UTC(2026, 10, 24, 12, 0, 0);

describe('createServingCertificate', () => {
  it('makes an authority and a certificate that it signed, for the hosts asked for', async () => {
    const made = await createServingCertificate(['127.0.0.1', 'localhost'], nowMs);
    const [authority, server] = [new X509Certificate(made.authority), new X509Certificate(made.certificate)];
    expect([authority.ca, server.ca]).toEqual([true, false]);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(server.checkIssued(authority)).toBe(true);
    expect([server.checkIP('127.0.0.1'), server.checkHost('localhost')]).toEqual(['127.0.0.1', 'localhost']);
    expect([server.checkIP('127.0.0.2'), server.checkHost('example.org')]).toEqual([undefined, undefined]);
  });

  it.each([
    ['this year', nowMs, 'Nov 23 12:00:00 2026 GMT', 'Nov 24 12:00:00 2027 GMT'],
    [
      'across 2050, where the encoding changes',
      Date.UTC(2049, 5, 1),
      'May 31 00:00:00 2049 GMT',
      'Jun  1 00:00:00 2050 GMT',
    ],
  ])('is valid from a day before to a year after: %s', async (_when, atMs, from, to) => {
    const { certificate } = await createServingCertificate(['localhost'], atMs);
    const { validFrom, validTo } = new X509Certificate(certificate);
    expect([validFrom, validTo]).toEqual([from, to]);
  });

  it('never makes the same authority twice', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => createServingCertificate(['localhost'], nowMs)));
    const serials = made.map(({ authority }) => new X509Certificate(authority).serialNumber);
    expect(new Set(serials).size).toBe(20);
  });
});
