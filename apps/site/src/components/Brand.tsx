import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';

/** The name with its mark: a pod with two peas. */
export function Brand(): ReactNode {
  return (
    <Link className="brand" to="/">
      <svg width="34" height="20" viewBox="0 0 34 20" aria-hidden="true">
        <rect x="1" y="1" width="32" height="18" rx="9" fill="none" stroke="currentColor" strokeWidth="2" />
        <circle cx="11.5" cy="10" r="4.5" fill="currentColor" />
        <circle cx="22.5" cy="10" r="4.5" fill="currentColor" />
      </svg>
      <span>Podlab</span>
    </Link>
  );
}
