/** After this long at the latest a busy page does it too; where a browser cannot tell, soon. */
const patienceMs = 3000;
const soonMs = 1000;

/** Does something once the page has nothing else to do. @returns a function that calls it off */
export function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = window.setTimeout(act, soonMs);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(act, { timeout: patienceMs });
  return () => cancelIdleCallback(handle);
}
