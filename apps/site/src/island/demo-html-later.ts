/** In the browser the HTML is there already, or comes with the live part itself. */
export function demoHtml(): string {
  return '';
}
