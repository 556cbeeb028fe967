import type { ApiRequest, ApiResponse } from '../apiserver/exchange.ts';
import type { Difference } from './difference.ts';
import { differences } from './differences.ts';
import { findMet } from './find-met.ts';

/** Looks at what clients ask and are answered, and tells of each difference that they meet: once in a cluster's life. */
export class DifferenceNotices {
  #unmet: readonly Difference[];
  #listener: (difference: Difference) => void = () => undefined;

  /** @param ledger default: the whole */
  constructor(ledger: readonly Difference[] = differences) {
    this.#unmet = ledger.filter(({ metBy }) => metBy !== undefined);
  }

  /** What is met before there is a listener counts as told. */
  onDifference(listener: (difference: Difference) => void): void {
    this.#listener = listener;
  }

  look(request: ApiRequest, response: ApiResponse): void {
    const met = findMet(this.#unmet, request, response);
    if (met.length === 0) return;
    this.#unmet = this.#unmet.filter((difference) => !met.includes(difference));
    for (const difference of met) this.#listener(difference);
  }
}
