/** What a live part looks like before anybody touches it: HTML where pages are built, nothing in the browser. */
declare module '@podlab-site/demo-html' {
  export const demoHtml: typeof import('./demo-html-now.tsx').demoHtml;
}
