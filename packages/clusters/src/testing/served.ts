import { systemClock } from '@podlab/apimachinery';
import { onTestFinished } from 'vitest';
import type { ApiHandler } from '../embedded/api-handler.ts';
import { type ServedCluster, serveCluster } from '../embedded/server.ts';
import { createKubeconfigTransport } from '../kubeconfig/transport.ts';
import type { KubeTransport } from '@podlab/kube-client';

export const testToken = 'a-token-for-tests-only';

/** The machine's time; certificates are checked against it. */
export const machineClock = systemClock();

/** Serves a handler until the test ends, with a transport that may ask it. */
export async function serveForTest(
  handler: ApiHandler,
  options: { readonly port?: number } = {},
): Promise<{ readonly served: ServedCluster; readonly transport: KubeTransport }> {
  const signal = new AbortController().signal;
  const served = await serveCluster(handler, { token: testToken, clock: machineClock, signal, ...options });
  const transport = createKubeconfigTransport({
    server: served.url,
    certificateAuthority: served.certificateAuthority,
    token: testToken,
    namespace: 'default',
    context: 'test',
  });
  onTestFinished(async () => {
    await transport.close();
    await served.close();
  });
  return { served, transport };
}
