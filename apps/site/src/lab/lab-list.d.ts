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
