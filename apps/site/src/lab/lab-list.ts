import labs from '@site/.generated/labs.json';

/** What other pages say about a lab. */
export interface LabSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly steps: number;
}

/** All labs, in the order of labs/. */
export const allLabs: readonly LabSummary[] = labs;

/** @throws Error for an id that is no lab's, so that the build stops there */
export function findLab(id: string): LabSummary {
  const lab = allLabs.find((known) => known.id === id);
  if (lab === undefined)
    throw new Error(`there is no lab \`${id}\`; the labs: ${allLabs.map((known) => known.id).join(', ')}`);
  return lab;
}
