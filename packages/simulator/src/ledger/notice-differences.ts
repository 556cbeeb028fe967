import { ledgerPart } from '#parts';
import type { ApiRequest, ApiResponse } from '../apiserver/exchange.ts';
import type { Difference } from './difference.ts';
import { findMet } from './find-met.ts';

/** So many exchanges may wait for the ledger. */
const mostWaiting = 500;

/** Looks at what clients ask and are answered, and tells of each difference that they meet: once in a cluster's life. */
export class DifferenceNotices {
  #unmet: readonly Difference[] | undefined;
  /** What was exchanged before the ledger was loaded: that is done for the first listener. */
  #waiting: (readonly [ApiRequest, ApiResponse])[] = [];
  #listener: (difference: Difference) => void = () => undefined;

  constructor() {
    if (ledgerPart.isHere) this.#begin();
  }

  /** What is met before there is a listener counts as told. */
  onDifference(listener: (difference: Difference) => void): void {
    const before = this.#waiting;
    this.#waiting = [];
    this.#load(before);
    this.#listener = listener;
  }

  look(request: ApiRequest, response: ApiResponse): void {
    if (!this.#unmet) {
      this.#waiting.push([request, response]);
      if (this.#waiting.length > mostWaiting) this.#load(this.#waiting.splice(0));
      return;
    }
    const met = findMet(this.#unmet, request, response);
    if (met.length === 0) return;
    this.#unmet = this.#unmet.filter((difference) => !met.includes(difference));
    for (const difference of met) this.#listener(difference);
  }

  /** Without a ledger nothing is told, and nothing else is lost. @param told what was exchanged before anybody listened */
  #load(told: readonly (readonly [ApiRequest, ApiResponse])[]): void {
    if (this.#unmet) return;
    ledgerPart.load().then(
      () => {
        if (!this.#unmet) this.#begin();
        const listener = this.#listener;
        this.#listener = () => undefined;
        for (const [request, response] of told) this.look(request, response);
        this.#listener = listener;
        for (const [request, response] of this.#waiting.splice(0)) this.look(request, response);
      },
      () => undefined,
    );
  }

  #begin(): void {
    this.#unmet = ledgerPart.code.differences.filter(({ metBy }) => metBy !== undefined);
  }
}
