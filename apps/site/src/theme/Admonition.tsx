import { processAdmonitionProps } from '@docusaurus/theme-common';
import type { ReactNode } from 'react';

interface Props {
  readonly type: string;
  readonly title?: ReactNode;
  readonly children: ReactNode;
}

const titles: Readonly<Record<string, string>> = {
  note: 'Note',
  tip: 'Try',
  info: 'Good to know',
  warning: 'Careful',
  danger: 'Danger',
};

export default function Admonition(given: Props): ReactNode {
  const { type, title, children } = processAdmonitionProps(given);
  return (
    <aside className={`aside aside-${type}`}>
      <p className="aside-title">{title ?? titles[type] ?? type}</p>
      {children}
    </aside>
  );
}
