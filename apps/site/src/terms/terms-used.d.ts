/** "Terms on this page", by their ids, separated by spaces: with its words where pages are built, without in the browser. */
declare module '@podlab-site/terms-used' {
  export const TermsUsed: typeof import('./terms-used-now.tsx').TermsUsed;
}
