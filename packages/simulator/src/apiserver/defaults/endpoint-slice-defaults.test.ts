import { expect, it } from 'vitest';
import { defaultEndpointSlice } from './endpoint-slice-defaults.ts';

it('completes a slice that somebody wrote by hand', () => {
  const slice = {
    endpoints: [{ addresses: ['10.244.0.5'] }],
    ports: [{ port: 80 }, { port: 53, name: 'dns', protocol: 'UDP' }],
  };
  defaultEndpointSlice(slice);
  expect(slice).toEqual({
    endpoints: [{ addresses: ['10.244.0.5'], conditions: {} }],
    ports: [
      { port: 80, name: '', protocol: 'TCP' },
      { port: 53, name: 'dns', protocol: 'UDP' },
    ],
  });
});

it('shows lists that are empty', () => {
  const slice = {};
  defaultEndpointSlice(slice);
  expect(slice).toEqual({ endpoints: null, ports: null });
});
