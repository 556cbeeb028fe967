import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';
import { findLab } from './lab-list.ts';

/** In the side column of a page: the lab that practises it. */
export function LabLink({ id }: { readonly id: string }): ReactNode {
  return (
    <div className="side-lab">
      <p className="side-title">Practise</p>
      <Link to={`/labs/${id}`}>{findLab(id).title}</Link>
    </div>
  );
}

/** At the bottom of a phone's screen. */
export function StickyLabLink({ id }: { readonly id: string }): ReactNode {
  return (
    <Link to={`/labs/${id}`} className="lab-sticky">
      <span>Lab: {findLab(id).title}</span>
      <span aria-hidden="true">→</span>
    </Link>
  );
}
