/** Written by prepare/. */
declare module '@site/.generated/labs.json' {
  const labs: readonly {
    readonly id: string;
    readonly title: string;
    readonly summary: string;
    readonly steps: number;
  }[];
  export default labs;
}

declare module '@site/.generated/front.json' {
  const pictures: {
    readonly restarted: import('@podlab/lab-ui').ClusterPicture;
    readonly replaced: import('@podlab/lab-ui').ClusterPicture;
  };
  export default pictures;
}

declare module '@site/.generated/lab-words.json' {
  const words: import('../prepare/labs/lab-text.ts').LabWordsJson;
  export default words;
}

declare module '@site/.generated/build.json' {
  /** Which build of Podlab this is, as far as kept labs go. */
  export const build: string;
}

/** Written by plugins/glossary. */
declare module '@generated/podlab-glossary/default/definitions.json' {
  const definitions: readonly {
    readonly id: string;
    readonly term: string;
    readonly long?: string;
    readonly short: string;
    /** Other names: what it stands for, aliases, words of kubectl's output. */
    readonly also: readonly string[];
  }[];
  export default definitions;
}
