import type { Command } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

/** `host/path=service:port[,tls[=secret]]`. */
const rulePattern =
  /^(?<host>[\w*.-]*)(?<path>\/[\w/-]*[*]?)=(?<service>[\w-]+):(?<port>[\w-]+)(?:,(?<tls>tls)(?:=(?<secret>[\w-]*))?)?$/;

interface Rule {
  readonly host: string;
  readonly path: object;
  readonly tls: boolean;
  readonly secret: string | undefined;
}

/** `kubectl create ingress`. */
export const createIngress: Command = {
  name: 'create ingress',
  flags: [
    ...newObjectFlags,
    { name: 'rule', type: 'list', repeatOnly: true },
    { name: 'class', type: 'string' },
    { name: 'default-backend', type: 'string' },
    { name: 'annotation', type: 'list', repeatOnly: true },
  ],
  run: async (invocation) => {
    const { args, flags } = invocation;
    const name = oneName(args, 'ingress');
    const backend = flags.string('default-backend');
    const rules = flags.list('rule').map(parseRule);
    if (rules.length === 0 && backend === undefined)
      throw usageError(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    const annotations = Object.fromEntries(
      flags.list('annotation').map((word) => [word.split('=')[0] ?? '', word.split('=').slice(1).join('=')]),
    );
    const className = flags.string('class');
    const tls = tlsOf(rules);
    const object = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, ...(flags.has('annotation') ? { annotations } : {}) },
      spec: {
        ...(backend === undefined ? {} : { defaultBackend: backendOf(backend) }),
        ...(className === undefined ? {} : { ingressClassName: className }),
        ...(rules.length > 0 ? { rules: byHost(rules) } : {}),
        ...(tls.length > 0 ? { tls } : {}),
      },
      status: { loadBalancer: {} },
    };
    await writeNamed('ingresses', object, invocation, 'failed to create ingress');
  },
};

function parseRule(text: string): Rule {
  const { host = '', path = '', service = '', port = '', tls, secret } = rulePattern.exec(text)?.groups ?? {};
  if (service === '')
    throw usageError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const isPrefix = path.endsWith('*');
  return {
    host,
    tls: tls !== undefined,
    secret,
    path: {
      backend: backendOf(`${service}:${port}`),
      path: isPrefix ? path.slice(0, -1) : path,
      pathType: isPrefix ? 'Prefix' : 'Exact',
    },
  };
}

function backendOf(text: string): object {
  const [name = '', port, ...more] = text.split(':');
  if (port === undefined || more.length > 0)
    throw usageError('default-backend should be in format servicename:serviceport');
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

function byHost(rules: readonly Rule[]): object[] {
  const hosts = [...new Set(rules.map(({ host }) => host))];
  return hosts.map((host) => ({
    ...(host === '' ? {} : { host }),
    http: { paths: rules.filter((rule) => rule.host === host).map(({ path }) => path) },
  }));
}

function tlsOf(rules: readonly Rule[]): object[] {
  const secrets = [...new Set(rules.filter(({ tls }) => tls).map(({ secret }) => secret))];
  return secrets.map((secret) => {
    const hosts = [
      ...new Set(rules.filter((rule) => rule.tls && rule.secret === secret).map(({ host }) => host)),
    ].filter((host) => host !== '');
    return { ...(hosts.length > 0 ? { hosts } : {}), ...(secret ? { secretName: secret } : {}) };
  });
}
