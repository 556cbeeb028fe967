import Link from '@docusaurus/Link';
import type { PropSidebarItem, PropSidebarItemLink } from '@docusaurus/plugin-content-docs';
import type { ReactNode } from 'react';
import { useReadPages } from '../progress/read-pages.ts';

interface Props {
  readonly items: readonly PropSidebarItem[];
  readonly path: string;
}

/** The course: its parts and pages in order, with a tick at those that were read. */
export function CourseNav({ items, path }: Props): ReactNode {
  const { isRead } = useReadPages();
  return (
    <ol className="course">
      {items.map((item) => {
        if (item.type === 'category')
          return (
            <li key={item.label} className="course-part">
              <span className="course-part-name">{item.label}</span>
              <CourseNav items={item.items} path={path} />
            </li>
          );
        if (item.type !== 'link') return null;
        return (
          <CourseLink key={item.href} item={item} here={isSamePage(item.href, path)} read={isRead(item.docId ?? '')} />
        );
      })}
    </ol>
  );
}

interface LinkProps {
  readonly item: PropSidebarItemLink;
  readonly here: boolean;
  readonly read: boolean;
}

function CourseLink({ item, here, read }: LinkProps): ReactNode {
  return (
    <li>
      <Link to={item.href} className="course-link" aria-current={here ? 'page' : undefined}>
        <span className="tick" data-read={read ? '' : undefined} aria-hidden="true" />
        <span>
          {item.label}
          {read && <span className="sr-only"> (read)</span>}
        </span>
      </Link>
    </li>
  );
}

/** A server may add or drop the slash at the end. */
function isSamePage(a: string, b: string): boolean {
  return a.replace(/\/$/, '') === b.replace(/\/$/, '');
}
