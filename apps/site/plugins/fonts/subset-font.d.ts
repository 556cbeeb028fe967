declare module 'subset-font' {
  interface Options {
    readonly targetFormat?: 'sfnt' | 'woff' | 'woff2';
    /** A fixed value, or a range to keep. */
    readonly variationAxes?: Readonly<Record<string, number | { readonly min?: number; readonly max?: number }>>;
    /** Leaves out glyphs that only layout rules (ligatures) reach. */
    readonly noLayoutClosure?: boolean;
  }
  /** @returns the font with the letters of `text` alone */
  export default function subsetFont(font: Buffer, text: string, options?: Options): Promise<Buffer>;
}
