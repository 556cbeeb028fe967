import type { ReactNode } from 'react';

/** A sentence in which backticks mark code, as in our labs' files. */
export function InlineCode({ text }: { readonly text: string | undefined }): ReactNode {
  return (text ?? '').split('`').map((part, index) =>
    // Between an odd and an even backtick is code.
    // The parts of a sentence never change.
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
