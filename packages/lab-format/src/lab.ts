import type { KubeObject } from '@podlab/apimachinery';
import type { AttemptFile } from './schema/attempt.ts';
import type { Check, Near } from './schema/check.ts';
import type { Condition } from './schema/condition.ts';

/** A lab as it is played, with the manifests and texts that its file names. Frozen. */
export interface Lab {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly summary: string;
  /** Markdown. */
  readonly goal: string;
  readonly terms: readonly string[];
  readonly cluster: { readonly nodes: number };
  readonly images: readonly string[];
  readonly start: LabStart;
  /** Kinds to record: those of checks, guards and manifests, their controllers, Pods, Nodes, and those the file names. */
  readonly watch: readonly string[];
  readonly guards: readonly Check[];
  readonly steps: readonly Step[];
  /** Markdown. */
  readonly debrief: string;
  readonly freePlay: readonly string[];
  /** Every file of the folder that an attempt may name (`kubectl apply -f start.yaml`), by its path in the folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** A lab with the attempts that prove it. Frozen. */
export interface ProvenLab extends Lab {
  /** Must pass. */
  readonly solutions: readonly Attempt[];
  /** Must fail, at the check they name. */
  readonly mistakes: readonly Mistake[];
}

export interface LabStart {
  readonly manifests: readonly Manifest[];
  readonly until: readonly Condition[];
  readonly timeoutSeconds: number;
}

/** A manifest file, with the objects in it as kubectl would read them. */
export interface Manifest {
  readonly file: string;
  readonly objects: readonly KubeObject[];
}

export interface Step {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly checks: readonly Check[];
  readonly hints: { readonly near: readonly Near[]; readonly tiers: readonly string[] };
}

/** A way through a lab, played by a proof. */
export interface Attempt extends AttemptFile {
  /** The name of its file without `.yaml`. */
  readonly id: string;
}

export interface Mistake extends Attempt {
  /** Id of the check or guard that must say `notYet`. */
  readonly caughtBy: string;
  /** Words that the learner must read in what that check found. */
  readonly saying: string | undefined;
}
