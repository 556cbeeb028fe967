/**
 * A document keeps the policy of the page that was loaded first. Where that page had no live code, code cannot be run on
 * a page that came by a link: it is loaded anew when the reader wants to run it, and the same button is pressed again.
 */
const remembered = 'podlab:v1:press-again';
const buttons = '.live-code button';

if (typeof document !== 'undefined')
  document.addEventListener(
    'click',
    (event) => {
      if (!(event.target instanceof Element) || mayCompile()) return;
      const pressed = event.target.closest(buttons);
      if (pressed === null) return;
      event.preventDefault();
      event.stopPropagation();
      try {
        sessionStorage.setItem(remembered, String([...document.querySelectorAll(buttons)].indexOf(pressed)));
      } catch {
        // Storage is forbidden: the reader presses again.
      }
      location.reload();
    },
    { capture: true },
  );

/** Docusaurus calls this after each change of page, the first one included. */
export function onRouteDidUpdate(): void {
  try {
    const index = sessionStorage.getItem(remembered);
    sessionStorage.removeItem(remembered);
    if (index !== null && mayCompile()) document.querySelectorAll<HTMLElement>(buttons)[Number(index)]?.click();
  } catch {
    // Storage is forbidden: nothing was remembered.
  }
}

/** A site that is served while it is written has no policy. */
function mayCompile(): boolean {
  const policy = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')?.content;
  return policy?.includes("'unsafe-eval'") ?? true;
}
