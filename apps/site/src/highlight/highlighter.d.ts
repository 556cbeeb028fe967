/** `highlight-now` when pages are built, `highlight-in-browser` in the browser: plugins/lean-theme decides. */
declare module '@podlab-site/highlighter' {
  export { highlight } from '@site/src/highlight/highlight-now';
}
