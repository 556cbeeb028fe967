import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';
import { findLab } from './lab-list.ts';

/** Leads to a lab. @throws Error for an id that is no lab's: the build stops there */
export function LabCard({ id }: { readonly id: string }): ReactNode {
  const { title, summary, steps } = findLab(id);
  return (
    <Link to={`/labs/${id}`} className="lab-card">
      <span className="lab-card-word">
        Lab, {steps} {steps === 1 ? 'step' : 'steps'}
      </span>
      <span className="lab-card-title">{title}</span>
      <span className="lab-card-text">{summary}</span>
    </Link>
  );
}
