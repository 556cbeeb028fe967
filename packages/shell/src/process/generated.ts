import type { ByteString } from '../files/bytes.ts';
import { newDirectoryOf } from '../files/entries.ts';
import { SystemError } from '../files/errno.ts';
import { type DirectoryNode, type Entries, type Inode, newFields, root as owner } from '../files/inode.ts';
import type { Container } from './container.ts';

/** A directory whose entries are made when somebody looks. */
export function generatedDirectory(container: Container, entries: Pick<Entries, 'get' | 'names'>): DirectoryNode {
  const all = { ...entries, own: entries.get, set: readOnly, delete: readOnly };
  return newDirectoryOf(container.scheduler, 0o555, owner, all);
}

/** What is made by the kernel cannot be changed. */
function readOnly(): never {
  throw new SystemError('EPERM');
}

/** A file whose content is made when somebody reads it. */
export function generatedFile(container: Container, content: () => ByteString): Inode {
  return { kind: 'generated', ...newFields(container.scheduler, 0o444), content };
}

/** What is in a directory whose entries are made whenever they are looked at: nobody can put anything there. */
export abstract class GeneratedEntries implements Entries {
  abstract names(): ByteString[];
  abstract get(name: ByteString): Inode | undefined;

  own(name: ByteString): Inode | undefined {
    return this.get(name);
  }

  set(): void {
    readOnly();
  }

  delete(): void {
    readOnly();
  }
}
