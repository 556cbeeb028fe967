import { isMap, StatusError } from '@podlab/apimachinery';
import { resourcePath } from '@podlab/kube-client';
import type { Command } from '../cli/command.ts';
import { KubectlError, usageFault } from '../cli/kubectl-error.ts';
import { findType } from '../resources/targets.ts';

/** `kubectl create token`. */
export const createToken: Command = {
  name: 'create token',
  flags: [
    { name: 'duration', type: 'duration' },
    { name: 'audience', type: 'list' },
  ],
  run: async (invocation) => {
    const { client, signal, args, flags, namespace, out } = invocation;
    const [name] = args;
    if (name === undefined || args.length > 1)
      throw usageFault('kubectl create token', `exactly one NAME is required, got ${args.length}`);
    const path = resourcePath(await findType('serviceaccounts', invocation), { namespace, name, subresource: 'token' });
    const durationMs = flags.durationMs('duration');
    const spec = {
      audiences: flags.list('audience'),
      ...(durationMs === undefined ? {} : { expirationSeconds: durationMs / 1000 }),
    };
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec };
    const answer = await client.raw({ method: 'POST', path, body, signal }).catch((error: unknown) => {
      if (!(error instanceof StatusError)) throw error;
      throw new KubectlError(`error: failed to create token: ${error.message}`, 1, { cause: error });
    });
    const status = isMap(answer) && isMap(answer['status']) ? answer['status'] : {};
    out(`${String(status['token'])}\n`);
  },
};
