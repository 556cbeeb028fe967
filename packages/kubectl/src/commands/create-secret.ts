import type { Command, Invocation } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { encodeBase64, encodeUtf8 } from '@podlab/apimachinery';
import { dataFlags, dataOf, encodedData } from './create-data.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

/** `kubectl create secret generic`. */
export const createSecret: Command = {
  name: 'create secret generic',
  flags: [...newObjectFlags, ...dataFlags, { name: 'type', type: 'string' }],
  run: async (invocation) => {
    const name = oneName(invocation.args, 'secret generic');
    const data = encodedData(await dataOf(invocation, 'Secret'));
    await writeSecret(name, { type: invocation.flags.string('type'), data }, invocation);
  },
};

/** `kubectl create secret tls`. */
export const createTlsSecret: Command = {
  name: 'create secret tls',
  flags: [...newObjectFlags, { name: 'cert', type: 'string' }, { name: 'key', type: 'string' }],
  run: async (invocation) => {
    const { args, flags, files } = invocation;
    const name = oneName(args, 'secret tls');
    const [cert = '', key = ''] = [flags.string('cert'), flags.string('key')];
    if (cert === '' || key === '') throw usageError('key and cert must be specified');
    const read = async (path: string) => {
      const text = await files.read?.(path);
      if (text === undefined) throw usageError(`Cannot read file ${path}, open ${path}: no such file or directory`);
      return text;
    };
    const data = encodedData({ 'tls.crt': await read(cert), 'tls.key': await read(key) });
    await writeSecret(name, { type: 'kubernetes.io/tls', data }, invocation);
  },
};

/** `kubectl create secret docker-registry`. */
export const createRegistrySecret: Command = {
  name: 'create secret docker-registry',
  flags: [
    ...newObjectFlags,
    { name: 'docker-server', type: 'string' },
    { name: 'docker-username', type: 'string' },
    { name: 'docker-password', type: 'string' },
    { name: 'docker-email', type: 'string' },
    { name: 'append-hash', type: 'bool' },
  ],
  run: async (invocation) => {
    const { args, flags } = invocation;
    const name = oneName(args, 'secret docker-registry');
    const [username = '', password = ''] = [flags.string('docker-username'), flags.string('docker-password')];
    const missing = [...(username === '' ? ['docker-username'] : []), ...(password === '' ? ['docker-password'] : [])];
    if (missing.length > 0)
      throw usageError(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    const server = flags.string('docker-server') ?? 'https://index.docker.io/v1/';
    const email = flags.string('docker-email') ?? '';
    const auth = encodeBase64(encodeUtf8(`${username}:${password}`));
    const entry = { username, password, ...(email === '' ? {} : { email }), auth };
    const data = encodedData({ '.dockerconfigjson': JSON.stringify({ auths: { [server]: entry } }) });
    await writeSecret(name, { type: 'kubernetes.io/dockerconfigjson', data }, invocation);
  },
};

async function writeSecret(
  name: string,
  { type, data }: { readonly type: string | undefined; readonly data: Readonly<Record<string, string>> },
  invocation: Invocation,
): Promise<void> {
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(type === undefined || type === '' ? {} : { type }),
  };
  await writeNamed('secrets', object, invocation, 'failed to create secret', ' ');
}
