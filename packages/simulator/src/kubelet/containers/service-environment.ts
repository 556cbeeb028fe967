import type { Service } from 'kubernetes-types/core/v1';

/**
 * The variables that tell a container of the Services that exist when it starts.
 * @param services of the Pod's namespace, in order of name; those without a cluster IP give none
 * @see kubernetes v1.36 pkg/kubelet/envvars/envvars.go FromServices
 */
export function serviceEnvironment(services: readonly Pick<Service, 'metadata' | 'spec'>[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { metadata, spec } of services) {
    const ip = spec?.clusterIP;
    const ports = spec?.ports ?? [];
    const first = ports[0];
    if (!metadata?.name || !ip || ip === 'None' || first === undefined) continue;
    const prefix = toEnvName(metadata.name);
    env[`${prefix}_SERVICE_HOST`] = ip;
    env[`${prefix}_SERVICE_PORT`] = String(first.port);
    for (const port of ports) if (port.name) env[`${prefix}_SERVICE_PORT_${toEnvName(port.name)}`] = String(port.port);
    env[`${prefix}_PORT`] = linkTo(ip, first);
    for (const port of ports) {
      const protocol = port.protocol ?? 'TCP';
      const base = `${prefix}_PORT_${port.port}_${protocol}`;
      env[base] = linkTo(ip, port);
      env[`${base}_PROTO`] = protocol.toLowerCase();
      env[`${base}_PORT`] = String(port.port);
      env[`${base}_ADDR`] = ip;
    }
  }
  return env;
}

function linkTo(ip: string, { port, protocol }: { readonly port: number; readonly protocol?: string }): string {
  return `${(protocol ?? 'TCP').toLowerCase()}://${ip}:${port}`;
}

function toEnvName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
