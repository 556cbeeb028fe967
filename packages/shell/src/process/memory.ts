import { LateMap } from '@podlab/apimachinery';
import type { MemoryVolume } from '../files/volume.ts';
import type { NodeMemory } from '../ports.ts';
import type { Container } from './container.ts';
import type { Process } from './process.ts';

/** What a process holds before it does anything, its page tables included; measured on busybox. */
export const processBytes = 200 * 1024;

/**
 * What containers without a limit may really store: the embedded cluster lives in the memory of one program. Only what
 * is kept byte by byte counts; zeros from /dev/zero are one and the same page.
 */
export const mostStoredBytes = 512 * 1024 * 1024;

/** One container's memory: what its processes hold, and what it has written to file systems in memory. */
export class ContainerMemory {
  readonly #container: Container;
  readonly #node: NodeMemoryGroup | undefined;
  /** In thousandths of the node's memory: who is killed first when a whole node has run out. */
  readonly scoreAdjustment: number;
  limitBytes: number;
  #processBytes = 0;
  /** The part of it that is only counted. */
  #countedBytes = 0;
  readonly #files = new LateMap<MemoryVolume, number>();

  constructor(
    container: Container,
    options: { readonly limitBytes?: number; readonly scoreAdjustment?: number; readonly node?: NodeMemory },
  ) {
    this.#container = container;
    this.limitBytes = options.limitBytes ?? Number.POSITIVE_INFINITY;
    this.scoreAdjustment = options.scoreAdjustment ?? 0;
    this.#node = options.node as NodeMemoryGroup | undefined;
    this.#node?.members.add(this);
  }

  usedBytes(): number {
    let files = 0;
    for (const [volume, charged] of this.#files) files += Math.min(charged, volume.usedBytes());
    return this.#processBytes + files;
  }

  /**
   * A process holds more, or less (negative), than before. May end this or another process.
   * @param isCounted it is not really stored
   */
  charge(process: Process, bytes: number, isCounted = false): void {
    if (process.status) return;
    const taken = Math.max(bytes, -process.memoryBytes);
    process.memoryBytes += taken;
    this.#processBytes += taken;
    this.#node?.note(taken);
    if (isCounted) {
      process.countedBytes += taken;
      this.#countedBytes += taken;
    }
    if (taken > 0) this.#reclaim();
  }

  /** The process has ended. */
  release(process: Process): void {
    this.#processBytes -= process.memoryBytes;
    this.#node?.note(-process.memoryBytes);
    this.#countedBytes -= process.countedBytes;
    process.memoryBytes = 0;
    process.countedBytes = 0;
  }

  /** Files in memory belong to the container that has written them. */
  chargeFiles(volume: MemoryVolume, bytes: number): void {
    this.#files.set(volume, Math.max(0, (this.#files.get(volume) ?? 0) + bytes));
    this.#node?.note(bytes);
    if (bytes > 0) this.#reclaim();
  }

  /** The container is gone. */
  close(): void {
    for (const bytes of this.#files.values()) this.#node?.note(-bytes);
    this.#files.clear();
    this.#node?.members.delete(this);
  }

  /** The running process that holds most, for the kernel's choice of whom to kill. */
  largest(): Process | undefined {
    let largest: Process | undefined;
    for (const process of this.#container.own()) {
      if (!process.status && process.memoryBytes > (largest?.memoryBytes ?? 0)) largest = process;
    }
    return largest;
  }

  kill(process: Process): void {
    this.#container.killForMemory(process);
  }

  #reclaim(): void {
    while (this.usedBytes() > Math.min(this.limitBytes, mostStoredBytes + this.#countedBytes)) {
      const victim = this.largest();
      if (!victim) return;
      this.kill(victim);
    }
    this.#node?.reclaim();
  }
}

/** The memory of a node, which its containers share. */
export class NodeMemoryGroup implements NodeMemory {
  readonly members = new Set<ContainerMemory>();
  readonly capacityBytes: number;
  /** At least what is used: kept as it changes, so that nobody has to add up. */
  #notedBytes = 0;

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  note(bytes: number): void {
    this.#notedBytes += bytes;
  }

  usedBytes(): number {
    let sum = 0;
    for (const member of this.members) sum += member.usedBytes();
    return sum;
  }

  /** @see linux mm/oom_kill.c oom_badness: what a process holds, and its adjustment */
  reclaim(): void {
    if (this.#notedBytes <= this.capacityBytes) return;
    while (this.usedBytes() > this.capacityBytes) {
      let victim: { member: ContainerMemory; process: Process } | undefined;
      let worst = Number.NEGATIVE_INFINITY;
      for (const member of this.members) {
        const process = member.largest();
        if (!process) continue;
        const badness = process.memoryBytes + (member.scoreAdjustment * this.capacityBytes) / 1000;
        if (badness > worst) [worst, victim] = [badness, { member, process }];
      }
      if (!victim) return;
      victim.member.kill(victim.process);
    }
  }
}
