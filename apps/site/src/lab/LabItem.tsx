import { DocProvider } from '@docusaurus/plugin-content-docs/client';
import DocItemMetadata from '@theme/DocItem/Metadata';
import type { Props } from '@theme/DocItem';
import type { ReactNode } from 'react';
import { LabPage } from './LabPage.tsx';

/** A page of the docs instance `labs`. */
export default function LabItem({ content: Content }: Props): ReactNode {
  return (
    <DocProvider content={Content}>
      <DocItemMetadata />
      <LabPage>
        <Content />
      </LabPage>
    </DocProvider>
  );
}
