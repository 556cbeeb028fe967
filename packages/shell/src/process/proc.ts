import type { ByteString } from '../files/bytes.ts';
import { newDirectoryOf } from '../files/entries.ts';
import { type DirectoryNode, type Inode, newLink, root as owner } from '../files/inode.ts';
import type { Container } from './container.ts';
import { GeneratedEntries, generatedDirectory, generatedFile } from './generated.ts';
import { settingsDirectory } from './kernel-settings.ts';
import type { Process } from './process.ts';
import { processFiles, systemFiles } from './proc-files.ts';

/** Mounts /proc: directories and files that are made from the container's processes whenever they are looked at. */
export function mountProc(container: Container): void {
  const root = newDirectoryOf(container.scheduler, 0o555, owner, new ProcEntries(container));
  container.tree.mountAt(container.scheduler, { path: '/proc', root, readOnly: true, source: 'proc', type: 'proc' });
}

class ProcEntries extends GeneratedEntries {
  readonly #container: Container;

  constructor(container: Container) {
    super();
    this.#container = container;
  }

  override names(): ByteString[] {
    return [...[...this.#container.processes.keys()].map(String), 'self', 'sys', ...systemFiles.keys()];
  }

  override get(name: ByteString): Inode | undefined {
    const container = this.#container;
    if (name === 'sys') return settingsDirectory(container);
    if (name === 'self') return link(container, String(container.current?.pid ?? 1));
    const make = systemFiles.get(name);
    if (make) return generatedFile(container, () => make(container));
    const process = /^\d+$/.test(name) ? container.processes.get(Number(name)) : undefined;
    return process && processDirectory(container, process);
  }
}

function processDirectory(container: Container, process: Process): DirectoryNode {
  return generatedDirectory(container, {
    names: () => [...processFiles.keys(), 'fd', 'root', 'cwd', 'exe'],
    get: (name) => {
      if (name === 'fd') return descriptorDirectory(container, process);
      if (name === 'root') return link(container, '/');
      if (name === 'cwd') return link(container, process.cwd);
      if (name === 'exe') return link(container, '/bin/busybox');
      const make = processFiles.get(name);
      return make && generatedFile(container, () => make(process, container));
    },
  });
}

function descriptorDirectory(container: Container, process: Process): DirectoryNode {
  // Who lists its own descriptors has one more open, for the list.
  const own = () => (container.current === process ? [process.descriptors.lowestFree()] : []);
  return generatedDirectory(container, {
    names: () => [...process.descriptors.numbers(), ...own()].map(String),
    get: (name) => {
      const fd = Number(name);
      if (own().includes(fd)) return link(container, `/proc/${process.pid}/fd`);
      if (!/^\d+$/.test(name) || !process.descriptors.has(fd)) return undefined;
      const file = process.descriptors.get(fd);
      const isPath = file.kind === 'file' || file.kind === 'directory';
      return { ...link(container, file.path), ...(!isPath && { opens: file }) };
    },
  });
}

function link(container: Container, target: ByteString): Inode & { kind: 'link' } {
  return newLink(container.scheduler, target);
}
