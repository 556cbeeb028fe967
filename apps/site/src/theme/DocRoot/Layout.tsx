import { useDocsSidebar } from '@docusaurus/plugin-content-docs/client';
import { useLocation } from '@docusaurus/router';
import type { ReactNode } from 'react';
import { CourseNav } from '../../components/CourseNav.tsx';

/** The course comes after the page: beside it on a wide screen, below it on a phone, where the page's top links to it. */
export default function DocRootLayout({ children }: { readonly children: ReactNode }): ReactNode {
  const sidebar = useDocsSidebar();
  const { pathname } = useLocation();
  if (sidebar == null) return children;
  return (
    <div className="with-course">
      {children}
      <nav className="course-side" id="course" aria-label="Course">
        <CourseNav items={sidebar.items} path={pathname} />
      </nav>
    </div>
  );
}
