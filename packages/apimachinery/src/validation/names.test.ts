import { describe, expect, it } from 'vitest';
import {
  configKeyFaults,
  dns1035LabelFaults,
  dnsLabelFaults,
  dnsSubdomainFaults,
  headerNameFaults,
  labelKeyFaults,
  labelValueFaults,
  underscoreSubdomainFaults,
  variableNameFaults,
  wildcardSubdomainFaults,
} from './names.ts';

describe('names', () => {
  it.each<[(text: string) => string[], string, boolean]>([
    [dnsSubdomainFaults, 'a.b-c.1', true],
    [dnsSubdomainFaults, 'a..b', false],
    [dnsSubdomainFaults, 'A', false],
    [dnsSubdomainFaults, 'a'.repeat(254), false],
    [dnsLabelFaults, '1a', true],
    [dnsLabelFaults, 'a.b', false],
    [dnsLabelFaults, 'a'.repeat(64), false],
    [dns1035LabelFaults, 'web', true],
    [dns1035LabelFaults, '1web', false],
    [labelKeyFaults, 'app', true],
    [labelKeyFaults, 'app.kubernetes.io/name', true],
    [labelKeyFaults, '/name', false],
    [labelKeyFaults, 'a/b/c', false],
    [labelKeyFaults, '', false],
    [labelKeyFaults, 'a/-', false],
    [labelValueFaults, '', true],
    [labelValueFaults, 'A_b.c', true],
    [labelValueFaults, 'not valid!', false],
    [underscoreSubdomainFaults, '_dmarc.example.com', true],
    [underscoreSubdomainFaults, 'Bad.', false],
    [wildcardSubdomainFaults, '*.example.com', true],
    [wildcardSubdomainFaults, '*.*', false],
    [configKeyFaults, 'KEY_NAME.x', true],
    [configKeyFaults, '..', false],
    [headerNameFaults, 'X-Header', true],
    [headerNameFaults, 'x y', false],
    [variableNameFaults, 'any name!', true],
    [variableNameFaults, 'a=b', false],
  ])('%o of %j: %j', (faultsOf, text, isValid) => {
    expect(faultsOf(text).length === 0).toBe(isValid);
  });

  it('counts characters of names and bytes of labels, as the API server says it does', () => {
    const long = 'a'.repeat(254);
    expect(dnsSubdomainFaults(long)).toEqual(['must be no more than 253 characters']);
    expect(labelValueFaults(long)).toEqual(['must be no more than 63 bytes']);
    expect(labelKeyFaults(`${long}/a`)).toEqual(['prefix part must be no more than 253 bytes']);
    expect(dnsLabelFaults(`${'a'.repeat(63)}.b`)).toEqual([
      'must be no more than 63 characters',
      'must not contain dots',
    ]);
  });

  it('words faults as the API server does', () => {
    expect(dnsSubdomainFaults('Bad_Name')).toEqual([
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ]);
    expect(labelValueFaults('not valid!')).toEqual([
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ]);
  });
});
