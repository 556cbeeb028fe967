/**
 * The shell's language, what nearly every script runs, and the ways to all other applets: whoever needs one of them in a
 * browser loads this first, so that what they have in common comes once.
 */
export { hostShell } from '../interpreter/hosted-shell.ts';
export { shellProgram } from '../interpreter/program.ts';
export { frequentApplets } from './groups/frequent.ts';

export const groups = {
  everyday: async () => (await import('./groups/everyday.ts')).everydayApplets,
  archives: async () => (await import('./groups/archives.ts')).archivesApplets,
  editors: async () => (await import('./groups/editors.ts')).editorsApplets,
  files: async () => (await import('./groups/files.ts')).filesApplets,
  languages: async () => (await import('./groups/languages.ts')).languagesApplets,
  network: async () => (await import('./groups/network.ts')).networkApplets,
  system: async () => (await import('./groups/system.ts')).systemApplets,
  text: async () => (await import('./groups/text.ts')).textApplets,
};
