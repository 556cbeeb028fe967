import Link from '@docusaurus/Link';
import { useDocsSidebar } from '@docusaurus/plugin-content-docs/client';
import type { PropSidebarItem } from '@docusaurus/plugin-content-docs';
import type { ReactNode } from 'react';
import { useConcept } from '../concept/concept.ts';

/** `6 min · needs: Pods, Labels · since Kubernetes 1.29`. */
export function ConceptMeta(): ReactNode {
  const { minutes, needs, since } = useConcept();
  const sidebar = useDocsSidebar();
  const parts: ReactNode[] = [];
  if (minutes !== undefined) parts.push(<>{minutes} min</>);
  if (needs.length > 0)
    parts.push(
      <>
        needs:{' '}
        {needs.map((slug, index) => (
          <span key={slug}>
            {index > 0 && ', '}
            <Link to={`/concepts/${slug}`}>{titleOf(sidebar?.items ?? [], slug)}</Link>
          </span>
        ))}
      </>,
    );
  // What was there from the beginning needs no word.
  if (since !== undefined && since !== '1.0') parts.push(<>since Kubernetes {since}</>);
  if (parts.length === 0) return null;
  return (
    <ul className="meta">
      {parts.map((part, index) => (
        // The parts of a page never change.
        <li key={index}>{part}</li>
      ))}
    </ul>
  );
}

function titleOf(items: readonly PropSidebarItem[], slug: string): string {
  for (const item of items) {
    if (item.type === 'link' && item.docId === `concepts/${slug}`) return item.label;
    if (item.type === 'category') {
      const found = titleOf(item.items, slug);
      if (found !== slug) return found;
    }
  }
  return slug;
}
