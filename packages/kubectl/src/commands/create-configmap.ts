import type { Command } from '../cli/command.ts';
import { dataFlags, dataOf } from './create-data.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

/** `kubectl create configmap`. */
export const createConfigMap: Command = {
  name: 'create configmap',
  flags: [...newObjectFlags, ...dataFlags],
  run: async (invocation) => {
    const name = oneName(invocation.args, 'configmap');
    const data = await dataOf(invocation, 'ConfigMap');
    const filled = Object.keys(data).length > 0 ? { data } : {};
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...filled };
    await writeNamed('configmaps', object, invocation, 'failed to create configmap');
  },
};
