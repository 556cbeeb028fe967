/** A key as a browser tells of it. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
}

const sequences: Readonly<Record<string, string>> = {
  Enter: '\r',
  Backspace: '\x7f',
  Tab: '\t',
  ArrowUp: '\x1b[A',
  ArrowDown: '\x1b[B',
  ArrowRight: '\x1b[C',
  ArrowLeft: '\x1b[D',
  Home: '\x1b[H',
  End: '\x1b[F',
  Delete: '\x1b[3~',
  PageUp: '\x1b[5~',
  PageDown: '\x1b[6~',
};

/**
 * What a terminal sends for a key that is no character of its own.
 * @returns undefined for characters: the text field gives them, so that composed and dictated text comes through too
 */
export function keysOf({ key, ctrlKey }: PressedKey): string | undefined {
  // Ctrl-V and Ctrl-Shift-C stay the browser's: they paste and copy.
  if (ctrlKey) return /^[a-uw-z]$/.test(key) ? String.fromCharCode(key.charCodeAt(0) - 96) : undefined;
  return sequences[key];
}
