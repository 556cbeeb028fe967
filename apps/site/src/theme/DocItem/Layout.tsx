import { useDoc } from '@docusaurus/plugin-content-docs/client';
import MDXContent from '@theme/MDXContent';
import type { ReactNode } from 'react';
import { ConceptMeta } from '../../components/ConceptMeta.tsx';
import { OnThisPage } from '../../components/OnThisPage.tsx';
import { PageEnd } from '../../components/PageEnd.tsx';
import { PrevNext } from '../../components/PrevNext.tsx';
import { VerifiedLine } from '../../components/VerifiedLine.tsx';
import { useConcept } from '../../concept/concept.ts';
import { LabLink, StickyLabLink } from '../../lab/LabLink.tsx';

export default function DocItemLayout({ children }: { readonly children: ReactNode }): ReactNode {
  const { metadata, contentTitle } = useDoc();
  const { promise, lab } = useConcept();
  return (
    <main id="main" className="doc">
      <article className="prose">
        <header className="doc-head">
          <a className="to-course" href="#course">
            Course
          </a>
          {contentTitle === undefined && <h1>{metadata.title}</h1>}
          {promise !== undefined && <p className="promise">{promise}</p>}
          <ConceptMeta />
        </header>
        <MDXContent>{children}</MDXContent>
        <VerifiedLine />
        <PageEnd />
      </article>
      <PrevNext />
      <aside className="doc-side">
        <OnThisPage />
        {lab !== undefined && <LabLink id={lab} />}
      </aside>
      {lab !== undefined && <StickyLabLink id={lab} />}
    </main>
  );
}
