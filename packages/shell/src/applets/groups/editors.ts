import type { Program } from '../../ports.ts';
import { ed } from '../editors/ed.ts';
import { patch } from '../editors/patch.ts';
import { vi } from '../editors/vi/vi.ts';

/** Applets that edit. */
export const editorsApplets: readonly Program[] = [ed, patch, vi];
