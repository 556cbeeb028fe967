/** Drawn, not written: a sign of a font is another one on every machine. */
const paths = {
  back: 'M10 3.5 5.5 8l4.5 4.5',
  forward: 'M6 3.5 10.5 8 6 12.5',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2v9.6L12.5 8z',
  reset: 'M13 8a5 5 0 1 1-1.6-3.7M11.6 1.6v2.9H8.7',
  skip: 'M2.5 3.8v8.4L8 8zM8.5 3.8v8.4L14 8z',
  undo: 'M6 2.5 2.8 5.7 6 8.9M3 5.7h6.2a3.8 3.8 0 0 1 0 7.6H6',
} as const;

export type IconName = keyof typeof paths;

const filled: ReadonlySet<IconName> = new Set(['play', 'skip']);

/** A sign on a button, in the colour of its text. The button has a name in words. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill={filled.has(name) ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'pause' ? 2.4 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
