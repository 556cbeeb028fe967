/**
 * The IPs of one node: 10.244.`nodeIndex`.2 to .254, the lowest free one that was not used last, as host-local IPAM
 * hands them out.
 */
export class PodIps {
  #prefix: string;
  readonly #taken = new Set<number>();
  #last = 1;

  constructor(nodeIndex: number) {
    this.#prefix = podCidr(nodeIndex).replace(/0\/24$/, '');
  }

  /** The node has another range from now on; who has an address keeps it. */
  moveTo(cidr: string): void {
    this.#prefix = cidr.replace(/0\/24$/, '');
    this.#taken.clear();
    this.#last = 1;
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
    if (ip.startsWith(this.#prefix)) this.#taken.delete(Number(ip.slice(this.#prefix.length)));
  }
}

/**
 * The range that a node gets which registers again: what has been given back is not given out again until all others
 * have been.
 * @param known the ranges of all nodes, and the one that it had
 * @see pkg/controller/nodeipam/ipam/cidrset/cidr_set.go AllocateNext (v1.36)
 */
export function nextPodCidr(known: readonly string[]): string {
  const indexes = known.map((cidr) => {
    const [, second = 0, third = 0] = cidr.split('.').map((part) => Number.parseInt(part, 10));
    return ((second - 244) << 8) + third;
  });
  return podCidr(Math.max(...indexes) + 1);
}

/** `spec.podCIDR` of the node with this number, from 0. */
export function podCidr(nodeIndex: number): string {
  return `10.${244 + (nodeIndex >> 8)}.${nodeIndex & 255}.0/24`;
}
