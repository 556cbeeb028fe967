import Link from '@docusaurus/Link';
import { useDocsSidebar, useDocsVersion } from '@docusaurus/plugin-content-docs/client';
import type { PropSidebarItem, PropSidebarItemLink } from '@docusaurus/plugin-content-docs';
import type { ReactNode } from 'react';
import { useReadPages } from '../progress/read-pages.ts';

/** Every page of the course with what it is about, part by part, for the course's own page. */
export function Course(): ReactNode {
  const sidebar = useDocsSidebar();
  const parts = partsOf(sidebar?.items ?? []);
  return parts.map(({ name, first, pages }) => (
    <section key={first}>
      {name !== undefined && <h2>{name}</h2>}
      <ol className="course-pages" start={first} style={{ counterReset: `page ${first - 1}` }}>
        {pages.map((page) => (
          <CoursePage key={page.href} page={page} />
        ))}
      </ol>
    </section>
  ));
}

function CoursePage({
  page: { href, label, docId = '', customProps },
}: {
  readonly page: PropSidebarItemLink;
}): ReactNode {
  const { docs } = useDocsVersion();
  const { isRead } = useReadPages();
  return (
    <li>
      <Link to={href}>{label}</Link>
      <p>{docs[docId]?.description}</p>
      <p className="course-facts">
        {Number(customProps?.['minutes'])} min{isRead(docId) && <span className="course-read"> · read</span>}
      </p>
    </li>
  );
}

interface CoursePart {
  readonly name: string | undefined;
  /** The number of its first page. */
  readonly first: number;
  readonly pages: readonly PropSidebarItemLink[];
}

function partsOf(items: readonly PropSidebarItem[]): readonly CoursePart[] {
  let first = 1;
  return items.flatMap((item) => {
    const pages = (item.type === 'category' ? item.items : [item]).filter((page) => page.type === 'link');
    const part = { name: item.type === 'category' ? item.label : undefined, first, pages };
    first += pages.length;
    return pages.length > 0 ? [part] : [];
  });
}
