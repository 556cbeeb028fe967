/** What a page says of a lab. A loaded `Lab` is one; so is what a site writes into a page as JSON. */
export interface LabText {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Markdown. */
  readonly goal: string;
  readonly steps: readonly StepText[];
  readonly guards: readonly CheckText[];
  /** Markdown. */
  readonly debrief: string;
  /** Markdown, one idea each. */
  readonly freePlay: readonly string[];
}

export interface StepText {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly checks: readonly CheckText[];
  readonly hints: { readonly tiers: readonly unknown[] };
}

export interface CheckText {
  readonly id: string;
  readonly say: string;
  /** How long it must hold, on the cluster's clock. */
  readonly forSeconds?: number | undefined;
}
