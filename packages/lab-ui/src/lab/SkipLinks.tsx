import type { MouseEvent } from 'react';
import styles from './lab-page.module.css';
import type { PhonePanel } from './PhoneBar.tsx';

const links: readonly { readonly id: string; readonly name: string; readonly phone: PhonePanel }[] = [
  { id: 'lab-steps', name: 'Steps and checks', phone: 'steps' },
  { id: 'lab-cluster', name: 'Cluster', phone: 'cluster' },
  { id: 'lab-work', name: 'Terminal and files', phone: 'terminal' },
];

/** Links between the panels, seen when they have the focus. */
export function SkipLinks({ onGo }: { readonly onGo: (panel: PhonePanel) => void }) {
  const go = (event: MouseEvent, id: string, phone: PhonePanel) => {
    event.preventDefault();
    onGo(phone);
    // On a phone the panel is shown first.
    requestAnimationFrame(() => document.getElementById(id)?.focus());
  };
  return (
    <nav className={styles['skip']} aria-label="Panels of the lab">
      {links.map(({ id, name, phone }) => (
        <a key={id} href={`#${id}`} onClick={(event) => go(event, id, phone)}>
          {name}
        </a>
      ))}
    </nav>
  );
}
