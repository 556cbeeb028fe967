import { placeBubble } from './place-bubble.ts';

const openAfterMs = 200;
const closeAfterMs = 300;
/** A bubble that closed so lately has the next one open at once. */
const warmForMs = 600;
const scrollToClose = 80;

type Cause = 'hover' | 'focus' | 'touch' | 'key';

/**
 * Shows the definition of a term beside it, on hover, focus, tap and F1. The definitions are those of the page's list of
 * terms. One set of listeners on the document serves all terms, also those that come later.
 * @returns a function that closes the bubble
 */
export function startBubble(): () => void {
  const bubble = document.createElement('div');
  bubble.className = 'gl-bubble';
  if ('popover' in bubble) bubble.popover = 'manual';
  let open: { readonly term: HTMLElement; readonly cause: Cause; readonly scrolled: number } | undefined;
  let pending: { readonly term?: Element; readonly cause: Cause; readonly timer: number } | undefined;
  let closedAt = Number.NEGATIVE_INFINITY;
  /** Closed with Esc: stays so until the pointer or the focus has left it. */
  let dismissed: Element | undefined;
  let isTouch = false;

  const cancel = (): void => {
    clearTimeout(pending?.timer);
    pending = undefined;
  };
  const later = (cause: Cause, ms: number, act: () => void, term?: Element): void => {
    cancel();
    pending = { cause, timer: window.setTimeout(act, ms), ...(term ? { term } : {}) };
  };

  function show(term: HTMLElement, cause: Cause): void {
    cancel();
    const content = contentFor(term);
    if (!content) return;
    bubble.replaceChildren(...content);
    if (!bubble.isConnected) document.body.append(bubble);
    if (bubble.popover) bubble.showPopover();
    bubble.dataset['open'] = '';
    if (!open) document.addEventListener('keydown', closeOnEscape, true);
    open = { term, cause, scrolled: scrollY };
    placeBubble(bubble, term);
  }

  function close(): void {
    cancel();
    if (!open) return;
    open = undefined;
    closedAt = performance.now();
    document.removeEventListener('keydown', closeOnEscape, true);
    delete bubble.dataset['open'];
    bubble.remove();
  }

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    dismissed = open?.term;
    event.stopPropagation();
    close();
  }

  function onPointerOver({ target, pointerType }: PointerEvent): void {
    if (pointerType === 'touch') return;
    const term = termAt(target);
    if (dismissed && term !== dismissed && document.activeElement !== dismissed) dismissed = undefined;
    if (term ? term === open?.term : isIn(bubble, target)) {
      if (open) cancel();
    } else if (term && term !== dismissed) {
      if (pending?.term === term) return;
      const isWarm = open !== undefined || performance.now() - closedAt < warmForMs;
      later('hover', isWarm ? 0 : openAfterMs, () => show(term, 'hover'), term);
    } else leave();
  }

  function leave(): void {
    if (open?.cause === 'hover') {
      if (pending?.cause !== 'hover' || pending.term) later('hover', closeAfterMs, close);
    } else if (pending?.cause === 'hover') cancel();
  }

  function onFocusIn({ target }: FocusEvent): void {
    const term = termAt(target);
    if (term && term !== dismissed && term.matches(':focus-visible')) {
      later('focus', openAfterMs, () => show(term, 'focus'), term);
    }
  }

  function onFocusOut({ target, relatedTarget }: FocusEvent): void {
    if (target === dismissed) dismissed = undefined;
    if (pending?.cause === 'focus') cancel();
    const isKeyboards = open?.cause === 'focus' || open?.cause === 'key';
    if (isKeyboards && !isIn(bubble, relatedTarget)) close();
  }

  function onPointerDown({ target, pointerType }: PointerEvent): void {
    isTouch = pointerType === 'touch';
    if (open && !isIn(bubble, target) && termAt(target) !== open.term) close();
  }

  function onClick(event: MouseEvent): void {
    const term = termAt(event.target);
    if (isIn(bubble, event.target)) return followFromBubble(event);
    if (!isTouch || !event.isTrusted || !term || term === open?.term) return;
    event.preventDefault();
    event.stopPropagation();
    show(term, 'touch');
  }

  function followFromBubble(event: MouseEvent): void {
    const link = open && entryLink(open.term);
    if (!link || !(event.target as Element).closest('a') || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    close();
    link.click();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { target, key } = event;
    const again = key === 'Enter' && termAt(target);
    if (again && again.matches('.gl-again')) entryLink(again)?.click();
    const term = key === 'F1' && (termAt(target) ?? tokenNear(target));
    if (!term) return;
    event.preventDefault();
    show(term, 'key');
  }

  function onContextMenu(event: MouseEvent): void {
    const token = isTouch && (event.target as Element).closest<HTMLElement>('.gl-token[data-gl]');
    if (!token) return;
    event.preventDefault();
    show(token, 'touch');
  }

  function onScroll(): void {
    if (!open) return;
    if (open.cause === 'touch' && Math.abs(scrollY - open.scrolled) > scrollToClose) close();
    else placeBubble(bubble, open.term);
  }

  document.addEventListener('pointerover', onPointerOver);
  document.documentElement.addEventListener('pointerleave', leave);
  document.addEventListener('focusin', onFocusIn);
  document.addEventListener('focusout', onFocusOut);
  document.addEventListener('pointerdown', onPointerDown, true);
  document.addEventListener('click', onClick, true);
  document.addEventListener('keydown', onKeyDown);
  document.addEventListener('contextmenu', onContextMenu);
  document.addEventListener('scroll', onScroll, { passive: true, capture: true });
  window.addEventListener('resize', onScroll);
  return close;
}

function isIn(element: Element, target: EventTarget | null): boolean {
  return target instanceof Node && element.contains(target);
}

/** The term that an event is about, when the reader wants definitions there. */
function termAt(target: EventTarget | null): HTMLElement | undefined {
  const uses = document.documentElement.dataset['glUses'];
  if (uses === 'off' || !(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>(uses === 'every' ? '.gl, .gl-again' : '.gl') ?? undefined;
}

/** The token of a terminal or editor at the selection, or else the last one in it. */
function tokenNear(target: EventTarget | null): HTMLElement | undefined {
  const scope = target instanceof Element ? target.closest('[data-gl-scope]') : null;
  const selected = getSelection()?.anchorNode?.parentElement?.closest<HTMLElement>('[data-gl]');
  if (selected && scope?.contains(selected)) return selected;
  return [...(scope?.querySelectorAll<HTMLElement>('[data-gl]') ?? [])].at(-1);
}

function definitionOf(term: HTMLElement): HTMLElement | null {
  return document.getElementById(`gl-${term.dataset['gl']}`);
}

/** The link to the term's entry: the term itself, or that of the list of terms. */
function entryLink(term: HTMLElement): HTMLAnchorElement | undefined {
  const own = term instanceof HTMLAnchorElement ? term : undefined;
  return own ?? definitionOf(term)?.previousElementSibling?.querySelector('a') ?? undefined;
}

function contentFor(term: HTMLElement): readonly Node[] | undefined {
  const definition = definitionOf(term);
  if (!definition) return undefined;
  const name = element('p', 'gl-bubble-term', definition.previousElementSibling?.textContent ?? '');
  const said = element('p', '', definition.textContent ?? '');
  const { href } = entryLink(term) ?? {};
  if (href === undefined) return [name, said];
  const link = element('a', '', 'Open in glossary');
  link.href = href;
  link.tabIndex = -1;
  return [name, said, link];
}

function element<K extends 'p' | 'a'>(tag: K, className: string, text: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.textContent = text;
  return made;
}
