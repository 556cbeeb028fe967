import { useLocation } from '@docusaurus/router';
import Link from '@docusaurus/Link';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { ReactNode } from 'react';
import { Brand } from '../components/Brand.tsx';
import { SearchButton } from '../search/SearchButton.tsx';
import { ThemeSwitch } from '../components/ThemeSwitch.tsx';

const places = [
  { to: '/concepts/', label: 'Concepts' },
  { to: '/labs/', label: 'Labs' },
  { to: '/glossary/', label: 'Glossary' },
] as const;

export default function Navbar(): ReactNode {
  const { pathname } = useLocation();
  const base = useBaseUrl('/');
  return (
    <header className="top">
      <div className="top-row">
        <Brand />
        <nav aria-label="Site" className="top-links">
          {places.map(({ to, label }) => {
            const here = pathname.startsWith(base + to.slice(1));
            return (
              <Link key={to} to={to} aria-current={here ? 'true' : undefined}>
                {label}
              </Link>
            );
          })}
        </nav>
        <div className="top-tools">
          <SearchButton />
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}
