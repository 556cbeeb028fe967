import type { PodSpec } from 'kubernetes-types/core/v1';

/** One way in which the embedded cluster differs from a real one of the same version. */
export interface Difference {
  /** `F-` and a number; never given twice. */
  readonly id: string;
  /**
   * `refused`: it is not done, and a message says so; `different`: it is done, and can be told from a real cluster;
   * `missing`: it is not done, and nothing happens instead.
   */
  readonly kind: 'refused' | 'different' | 'missing';
  /** What one sees here; Markdown, as all but the sentence. */
  readonly here: string;
  /** What one sees on a real cluster; left out where `here` says it. */
  readonly there?: string;
  readonly why: string;
  /** What the learner is told, once, on meeting it: with what to do instead where there is something. */
  readonly sentence: string;
  /** How the API server notices that a client meets it; left out where a refusal says it or there is nothing to notice. */
  readonly metBy?: Meeting;
}

/** What a client does to meet a difference: any of these. */
export interface Meeting {
  /** It writes a Pod, or something that makes Pods, of which this holds. */
  readonly podSpec?: (spec: PodSpec) => boolean;
  /** It asks for a path, without its query, that matches. */
  readonly path?: RegExp;
  /** It writes an object of which this holds. */
  readonly object?: (object: WrittenObject) => boolean;
}

/** A written object, as it was stored. */
export interface WrittenObject {
  readonly isNew: boolean;
  readonly kind: string;
  readonly spec?: unknown;
}
