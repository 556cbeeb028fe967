import type { Random } from '@podlab/apimachinery';
import type { LateText } from '@podlab/shell';
import { tokens } from '#parts';
import { tokenClaims, type TokenFacts, tokenHeader, tokenPayload } from './issue-token.ts';
import type { SigningKey } from './signing-key.ts';

/** Characters of a key's name and of a signature, which are known before there is a key. */
const keyIdLength = 43;
const signatureLength = 342;

/** Signs the tokens of a cluster's service accounts. Its key is made when the first of them is read. */
export class TokenIssuer {
  readonly #random: Random;
  #key: SigningKey | undefined;
  readonly #skews = new Map<string, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Needs the code of tokens. */
  get key(): SigningKey {
    this.#key ??= tokens.code.createSigningKey(this.#random);
    return this.#key;
  }

  /** A token that is signed when somebody reads it. */
  later(facts: TokenFacts): LateText {
    return new LateToken(this, facts);
  }

  /** A token that says just this. Needs the code of tokens. */
  sign(claims: object): string {
    const text = `${tokenHeader(this.key.id)}.${tokenPayload(claims)}`;
    return `${text}.${this.key.sign(text)}`;
  }

  /**
   * A token for a client whose clock is behind that of the cluster: the times in it are the client's. Needs the code of
   * tokens.
   */
  signFor(facts: TokenFacts, skewMs: number): string {
    if (skewMs !== 0) this.#skews.set(facts.id, skewMs);
    return this.sign(tokenClaims({ ...facts, nowMs: facts.nowMs - skewMs }));
  }

  /** Milliseconds by which the times in a token are behind the cluster's. */
  skewOf(tokenId: string | undefined): number {
    return this.#skews.get(tokenId ?? '') ?? 0;
  }
}

class LateToken implements LateText {
  readonly #issuer: TokenIssuer;
  readonly #facts: TokenFacts;

  constructor(issuer: TokenIssuer, facts: TokenFacts) {
    this.#issuer = issuer;
    this.#facts = facts;
  }

  get size(): number {
    const head = tokenHeader(' '.repeat(keyIdLength));
    return head.length + tokenPayload(tokenClaims(this.#facts)).length + signatureLength + 2;
  }

  text(): string {
    return this.#issuer.sign(tokenClaims(this.#facts));
  }

  load(): Promise<void> | undefined {
    return tokens.isHere ? undefined : tokens.load();
  }
}
