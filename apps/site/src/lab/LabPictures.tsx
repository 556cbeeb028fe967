import { useDoc } from '@docusaurus/plugin-content-docs/client';
import type { ReactNode } from 'react';
import { Demo } from '../island/Demo.tsx';

/** The cluster of a lab at its start and after a solution. Stands in the text of the lab's page. */
export function LabPictures(): ReactNode {
  const { labId } = useDoc().frontMatter as unknown as { readonly labId: string };
  return (
    <div className="lab-pictures">
      <figure>
        <figcaption>At the start</figcaption>
        <Demo name="LabPicture" props={{ lab: labId, moment: 'start', label: 'The cluster at the start' }} />
      </figure>
      <figure>
        <figcaption>After a solution</figcaption>
        <Demo name="LabPicture" props={{ lab: labId, moment: 'goal', label: 'The cluster after a solution' }} />
      </figure>
    </div>
  );
}
