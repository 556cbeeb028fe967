import { expect, it } from 'vitest';
import type { ApiConnection } from '../apiserver/exchange.ts';
import { pacedCluster } from './paced-cluster.ts';

it('makes every call through the pacer, those of an open connection too', () => {
  const calls: string[] = [];
  let isPaced = false;
  const note = (name: string) => calls.push(`${name}${isPaced ? '' : ', past the pacer'}`);
  const pacer = {
    call<T>(run: () => T): T {
      isPaced = true;
      try {
        return run();
      } finally {
        isPaced = false;
      }
    },
  };
  const connection: ApiConnection = {
    protocol: 'v5.channel.k8s.io',
    receive: () => note('receive'),
    clientClosed: () => note('clientClosed'),
    subscribe: () => undefined,
  };
  const paced = pacedCluster(
    {
      handle: () => {
        note('handle');
        return { status: 200, headers: {}, body: '' };
      },
      open: () => {
        note('open');
        return connection;
      },
    },
    pacer,
  );
  const request = { method: 'GET', path: '/', headers: {} };
  paced.handle(request);
  const opened = paced.open(request, []);
  if ('status' in opened) throw new Error('the connection was refused');
  opened.receive(new Uint8Array());
  opened.clientClosed();
  expect(calls).toEqual(['handle', 'open', 'receive', 'clientClosed']);
});

it('passes a refusal on', () => {
  const refusal = { status: 404, headers: {}, body: 'no' };
  const paced = pacedCluster({ handle: () => refusal, open: () => refusal }, { call: (run) => run() });
  expect(paced.open({ method: 'GET', path: '/', headers: {} }, [])).toBe(refusal);
});
