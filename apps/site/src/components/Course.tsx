import Link from '@docusaurus/Link';
import { useDocsSidebar, useDocsVersion } from '@docusaurus/plugin-content-docs/client';
import type { PropSidebarItem, PropSidebarItemLink } from '@docusaurus/plugin-content-docs';
import type { ReactNode } from 'react';
import { useReadPages } from '../progress/read-pages.ts';

/** Every page of the course with what it is about, for the course's own page. */
export function Course(): ReactNode {
  const sidebar = useDocsSidebar();
  const { docs } = useDocsVersion();
  const { isRead } = useReadPages();
  return (
    <ol className="course-pages">
      {pagesOf(sidebar?.items ?? []).map(({ href, label, docId = '' }) => (
        <li key={href}>
          <Link to={href}>{label}</Link>
          {isRead(docId) && <span className="course-read"> ✓ read</span>}
          <p>{docs[docId]?.description}</p>
        </li>
      ))}
    </ol>
  );
}

function pagesOf(items: readonly PropSidebarItem[]): PropSidebarItemLink[] {
  return items.flatMap((item) => {
    if (item.type === 'category') return pagesOf(item.items);
    return item.type === 'link' ? [item] : [];
  });
}
