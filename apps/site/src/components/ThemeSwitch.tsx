import { useColorMode } from '@docusaurus/theme-common';
import useIsBrowser from '@docusaurus/useIsBrowser';
import type { ReactNode } from 'react';

const order = ['system', 'light', 'dark'] as const;

/** Light, dark, or as the system says. Needs JavaScript, so it shows only where that runs. */
export function ThemeSwitch(): ReactNode {
  const { colorModeChoice, setColorMode } = useColorMode();
  const inBrowser = useIsBrowser();
  const now = inBrowser ? (colorModeChoice ?? 'system') : 'system';
  const next = order[(order.indexOf(now) + 1) % order.length] ?? 'system';
  return (
    <button
      type="button"
      className="icon-button needs-js"
      aria-label={`Colours: ${now}. Change to ${next}`}
      title={`Colours: ${now}`}
      onClick={() => setColorMode(next === 'system' ? null : next)}
    >
      <svg
        width="20"
        height="20"
        viewBox="0 0 20 20"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
      >
        {now === 'light' && (
          <>
            <circle cx="10" cy="10" r="3.6" />
            <path d="M10 1.6v2.2M10 16.2v2.2M1.6 10h2.2M16.2 10h2.2M4.1 4.1l1.5 1.5M14.4 14.4l1.5 1.5M4.1 15.9l1.5-1.5M14.4 5.6l1.5-1.5" />
          </>
        )}
        {now === 'dark' && <path d="M16.8 12.3A7.2 7.2 0 0 1 7.7 3.2a7.2 7.2 0 1 0 9.1 9.1Z" strokeLinejoin="round" />}
        {now === 'system' && (
          <>
            <circle cx="10" cy="10" r="7.2" />
            <path d="M10 2.8a7.2 7.2 0 0 1 0 14.4Z" fill="currentColor" stroke="none" />
          </>
        )}
      </svg>
    </button>
  );
}
