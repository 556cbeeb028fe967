import useBaseUrl from '@docusaurus/useBaseUrl';
import { type ReactNode, useEffect, useState } from 'react';
import { useLater } from '../components/use-later.ts';

const loadPanel = () => import('./KeepPanel.tsx');

/** In the footer, folded: what it needs is loaded when it is opened, and at once where the course is kept already. */
export function KeepOffline(): ReactNode {
  const base = useBaseUrl('/');
  const [open, setOpen] = useState(false);
  const [kept, setKept] = useState(false);
  const { value, hasFailed } = useLater(open || kept, loadPanel);
  useEffect(() => setKept('serviceWorker' in navigator && navigator.serviceWorker.controller !== null), []);
  return (
    <details className="keep needs-js" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Read offline</summary>
      {value && <value.KeepPanel base={base} />}
      {hasFailed && <p role="alert">This could not be loaded. Look at the connection, then open it again.</p>}
    </details>
  );
}
