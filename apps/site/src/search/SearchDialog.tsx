import { type ReactNode, useEffect, useRef } from 'react';
import { SearchBox } from './SearchBox.tsx';

/** Search over the page; Esc closes it and gives the focus back. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a click beside it closes it, as Esc does
    <dialog
      ref={dialog}
      className="search-dialog"
      aria-label="Search"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <SearchBox onFollow={() => dialog.current?.close()} />
    </dialog>
  );
}
