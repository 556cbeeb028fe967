/** What stands at the foot of every printed page: where the page is, and which lab in which version. */
export function paperFoot({ host, pathname }: Pick<Location, 'host' | 'pathname'>, lab: string | undefined): string {
  const place = `${host}${pathname}`.replace(/\/$/, '');
  return lab === undefined ? place : `${place} · ${lab}`;
}

/** Writes it whenever the reader prints. @returns a function that ends it */
export function writePaperFoot(): () => void {
  const write = () => {
    const lab = document.querySelector<HTMLElement>('[data-lab-on-paper]')?.dataset['labOnPaper'];
    document.documentElement.style.setProperty('--paper-foot', JSON.stringify(paperFoot(location, lab)));
  };
  addEventListener('beforeprint', write);
  return () => removeEventListener('beforeprint', write);
}
