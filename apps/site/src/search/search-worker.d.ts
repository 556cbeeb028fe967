/** From @easyops-cn/docusaurus-search-local: lunr in a worker, with the index that the build wrote. */
declare module '@theme/searchByWorker' {
  export interface IndexedDocument {
    readonly i: number;
    /** The title of a page or section, or the text of a paragraph. */
    readonly t: string;
    readonly u: string;
    /** Of a section, with `#`. */
    readonly h?: string;
    /** Of a paragraph: the title of its section. */
    readonly s?: string;
  }
  export interface FoundDocument {
    readonly document: IndexedDocument;
    /** 0: the title of a page, 1: a heading, 2: what a page is about, 3: its keywords, 4: its text. */
    readonly type: 0 | 1 | 2 | 3 | 4;
    /** Of a section or paragraph: its page. `false` where the hit is the page. */
    readonly page: IndexedDocument | false | undefined;
    readonly tokens: readonly string[];
  }
  /** @returns nothing in development: only a build has an index */
  export function searchByWorker(
    baseUrl: string,
    context: string,
    words: string,
    limit: number,
  ): Promise<readonly FoundDocument[]>;
}
