import type { LocalApi, StoredOf } from '../apiserver/local-api.ts';
import { serviceNameLabel } from '../apiserver/objects/service-name.ts';

export type StoredSlice = StoredOf<'endpointslices'>;
export type StoredService = StoredOf<'services'>;

/** Services by the addresses that lead to them. */
export class ServiceDirectory {
  readonly #api: LocalApi;
  readonly #byClusterIp = new Map<string, StoredService>();
  readonly #byNodePort = new Map<number, StoredService>();

  constructor(api: LocalApi) {
    this.#api = api;
  }

  /** Follows the API. @param onGone told of Services that were deleted */
  start(onGone: (service: StoredService) => void): { stop(): void } {
    return this.#api.watch('services', ({ type, object, ...rest }) => {
      if ('old' in rest) this.#remove(rest.old);
      this.#remove(object);
      if (type === 'DELETED') onGone(object);
      else this.#add(object);
    });
  }

  findByClusterIp(ip: string): StoredService | undefined {
    return this.#byClusterIp.get(ip);
  }

  findByNodePort(port: number): StoredService | undefined {
    return this.#byNodePort.get(port);
  }

  find(namespace: string, name: string): StoredService | undefined {
    return this.#api.get('services', namespace, name);
  }

  /** The EndpointSlices of a Service. */
  slicesOf({ metadata }: StoredService): readonly StoredSlice[] {
    return this.#api
      .list('endpointslices', metadata.namespace)
      .filter((slice) => slice.metadata.labels?.[serviceNameLabel] === metadata.name);
  }

  #add(service: StoredService): void {
    for (const ip of addressesOf(service)) this.#byClusterIp.set(ip, service);
    for (const { nodePort } of service.spec?.ports ?? []) if (nodePort) this.#byNodePort.set(nodePort, service);
  }

  #remove(service: StoredService): void {
    for (const ip of addressesOf(service)) this.#byClusterIp.delete(ip);
    for (const { nodePort } of service.spec?.ports ?? []) if (nodePort) this.#byNodePort.delete(nodePort);
  }
}

function addressesOf({ spec }: StoredService): readonly string[] {
  const own = spec?.clusterIP && spec.clusterIP !== 'None' ? [spec.clusterIP] : [];
  return [...own, ...(spec?.externalIPs ?? [])];
}
