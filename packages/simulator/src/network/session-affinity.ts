/** @see kubernetes v1.36 pkg/apis/core/types.go DefaultClientIPServiceAffinitySeconds */
export const defaultAffinitySeconds = 10_800;

/** Which endpoint each client of a Service with `sessionAffinity: ClientIP` was sent to last. */
export class SessionAffinity {
  readonly #last = new Map<string, { readonly endpointIp: string; readonly atMs: number }>();

  /** @returns the endpoint's IP, unless it is too long ago */
  find(serviceUid: string, clientIp: string, { nowMs, timeoutSeconds }: { nowMs: number; timeoutSeconds: number }) {
    const last = this.#last.get(`${serviceUid} ${clientIp}`);
    return last && nowMs - last.atMs <= timeoutSeconds * 1000 ? last.endpointIp : undefined;
  }

  remember(serviceUid: string, clientIp: string, endpointIp: string, nowMs: number): void {
    this.#last.set(`${serviceUid} ${clientIp}`, { endpointIp, atMs: nowMs });
  }

  /** The Service is gone. */
  forget(serviceUid: string): void {
    for (const key of this.#last.keys()) if (key.startsWith(`${serviceUid} `)) this.#last.delete(key);
  }
}
