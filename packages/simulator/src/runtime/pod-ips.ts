/**
 * The IPs of one node: 10.244.`nodeIndex`.2 to .254, the lowest free one that was not used last, as host-local IPAM
 * hands them out.
 */
export class PodIps {
  readonly #prefix: string;
  readonly #taken = new Set<number>();
  #last = 1;

  constructor(nodeIndex: number) {
    this.#prefix = podCidr(nodeIndex).replace(/0\/24$/, '');
  }

  /** @throws Error when all are taken; a node runs at most 110 Pods */
  take(): string {
    for (let step = 1; step <= 253; step += 1) {
      const host = 2 + ((this.#last - 2 + step + 253) % 253);
      if (this.#taken.has(host)) continue;
      this.#taken.add(host);
      this.#last = host;
      return `${this.#prefix}${host}`;
    }
    throw new Error(`no free Pod IP in ${this.#prefix}0/24`);
  }

  giveBack(ip: string): void {
    this.#taken.delete(Number(ip.slice(this.#prefix.length)));
  }
}

/** `spec.podCIDR` of the node with this number, from 0. */
export function podCidr(nodeIndex: number): string {
  return `10.${244 + (nodeIndex >> 8)}.${nodeIndex & 255}.0/24`;
}
