const gap = 8;
const sheetBelow = 480;

/** Puts the bubble beside its term, or as a sheet at an edge of a narrow page; never over the term where there is room. */
export function placeBubble(bubble: HTMLElement, term: Element): void {
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const isSheet = width < sheetBelow;
  bubble.classList.toggle('gl-sheet', isSheet);
  const { top, bottom } = term.getBoundingClientRect();
  const { left } = term.getClientRects()[0] ?? term.getBoundingClientRect();
  const size = bubble.getBoundingClientRect();
  const fits = isSheet ? bottom <= height - size.height : bottom + gap + size.height <= height;
  const isBelow = fits || top < height - bottom;
  bubble.dataset['side'] = isBelow ? 'below' : 'above';
  const { style } = bubble;
  if (isSheet) {
    style.left = '0';
    style.top = `${isBelow ? height - size.height : 0}px`;
  } else {
    style.left = `${Math.max(gap, Math.min(left, width - size.width - gap))}px`;
    style.top = `${isBelow ? bottom + gap : Math.max(0, top - gap - size.height)}px`;
  }
}
