import { describe, expect, it } from 'vitest';
import { copyOnWrite, newDirectory } from './entries.ts';
import type { Volume } from '../ports.ts';
import { type Inode, type InodeSource, newFile, root } from './inode.ts';
import { LateFile } from './late-file.ts';
import { changeableAt, FileTree } from './tree.ts';
import { MemoryVolume } from './volume.ts';

let inodes = 0;
const source: InodeSource = { nextInode: () => (inodes += 1), nowMs: () => 0 };
const fill = (count: number) => {
  const { entries } = newDirectory(source);
  for (let i = 0; i < count; i += 1) entries.set(`f${i}`, newFile(source, 0o644));
  return entries;
};

describe.each([3, 8, 9, 30])('a directory of %d files', (count) => {
  it('has its names in order of creation, and finds each', () => {
    const entries = fill(count);
    const names = Array.from({ length: count }, (_, i) => `f${i}`);
    expect(entries.names()).toEqual(names);
    expect(new Set(names.map((name) => entries.get(name)?.number)).size).toBe(count);
    expect(entries.get('other')).toBeUndefined();
  });

  it('keeps the place of a name that is replaced, and puts one that comes again at the end', () => {
    const entries = fill(count);
    const replacement = newFile(source, 0o600);
    entries.set('f1', replacement);
    expect([entries.names()[1], entries.get('f1')]).toEqual(['f1', replacement]);
    entries.delete('f0');
    expect(entries.get('f0')).toBeUndefined();
    entries.set('f0', replacement);
    expect([entries.names()[0], entries.names().at(-1)]).toEqual(['f1', 'f0']);
  });
});

describe('a file that the runtime writes', () => {
  it('is made when it is read, once', () => {
    let made = 0;
    const file = new LateFile(source, () => `text ${(made += 1)}`, {});
    expect(made).toBe(0);
    expect([file.size, String.fromCharCode(...file.bytes), made]).toEqual([6, 'text 1', 1]);
  });

  it('leaves bytes alone that it was given, and those of the image that a container starts from', () => {
    const given = new Uint8Array([1, 2, 3]);
    const lower = newDirectory(source);
    lower.entries.set('given', new LateFile(source, given, {}));
    const copy = copyOnWrite(source, lower).entries.own('given');
    expect(copy).toMatchObject({ kind: 'file', bytes: given, size: 3, shared: true });
    expect(lower.entries.get('given')).toMatchObject({ shared: true });
  });
});

describe('a volume that is filled later', () => {
  const fill = (volume: Volume) => {
    volume.makeDirectory('..1', { mode: 0o755 });
    volume.writeFile('..1/token', 'secret', { mode: 0o600 });
    volume.makeLink('..data', '..1');
  };
  const describeVolume = (fillWhen: 'now' | 'later') => {
    let inodes = 0;
    let nowMs = 1_000;
    let fills = 0;
    const clocked: InodeSource = { nextInode: () => (inodes += 1), nowMs: () => nowMs };
    const volume = new MemoryVolume(clocked);
    if (fillWhen === 'now') fill(volume);
    else
      volume.fillLater(3, (late) => {
        fills += 1;
        fill(late);
      });
    nowMs = 5_000;
    const unread = fills;
    volume.writeFile('other', 'x');
    const paths = ['', '..1', '..1/token', '..data', 'other'];
    const seen = paths.map((path) => {
      const { number, mode, modifiedMs, changedMs } = volume.find(path) as Inode;
      return { path, number, mode, modifiedMs, changedMs };
    });
    return { seen, names: volume.names(''), read: volume.readFile('..data/token'), unread, fills };
  };

  it('is as one that was filled at once, and filled once', () => {
    const { unread, fills, ...later } = describeVolume('later');
    expect([unread, fills]).toEqual([0, 1]);
    const { seen, names, read } = describeVolume('now');
    expect(later).toEqual({ seen, names, read });
    expect(new TextDecoder().decode(read)).toBe('secret');
  });
});

describe('a directory of an image', () => {
  const image = new MemoryVolume(source);
  image.writeFile('etc/deep/file', 'x');
  const openTree = () => {
    const mount = { path: '/', root: copyOnWrite(source, image.root), readOnly: false, source: 'o', type: 'overlay' };
    return new FileTree(mount);
  };

  it('is the same for all that look, and a copy with its number where something changes', () => {
    const [one, other] = [openTree(), openTree()];
    const look = (tree: FileTree) => tree.resolve('/', '/etc/deep', root);
    const before = look(one).inode;
    expect(before).toBe(look(other).inode);
    const changed = changeableAt(look(one));
    if (changed.kind === 'directory') changed.entries.set('new', newFile(source, 0o644));
    expect([look(one).inode, look(one).inode.number]).toEqual([changed, before.number]);
    expect(look(one).inode).toMatchObject({ kind: 'directory' });
    expect(() => one.resolve('/', '/etc/deep/new', root)).not.toThrow();
    expect(() => other.resolve('/', '/etc/deep/new', root)).toThrow('No such file');
    expect(image.names('etc/deep')).toEqual(['file']);
  });

  it('may be mounted over, in one container only', () => {
    const [one, other] = [openTree(), openTree()];
    const mounted = newDirectory(source);
    one.mountAt(source, { path: '/etc/deep', root: mounted, readOnly: false, source: 'm', type: 'tmpfs' });
    expect(one.resolve('/', '/etc/deep', root).inode).toBe(mounted);
    expect(other.resolve('/', '/etc/deep/file', root).inode.kind).toBe('file');
  });

  it('may be mounted over behind a link', () => {
    image.makeLink('link', '/etc');
    const [tree, mounted] = [openTree(), newDirectory(source)];
    const mount = { root: mounted, readOnly: false, source: 'm', type: 'tmpfs' };
    expect(tree.mountAt(source, { path: '/link/new/deeper', ...mount })).toBe(true);
    expect(tree.resolve('/', '/etc/new/deeper', root).inode).toBe(mounted);
    expect(tree.mounts.at(-1)?.path).toBe('/etc/new/deeper');
  });

  it('is not mounted over by what is of another kind', () => {
    const tree = openTree();
    const mountAt = (path: string, kind: 'file' | 'directory') => {
      const mounted = kind === 'file' ? newFile(source, 0o644) : newDirectory(source);
      return tree.mountAt(source, { path, root: mounted, readOnly: false, source: 'm', type: 'tmpfs' });
    };
    expect([mountAt('/etc/deep/file', 'directory'), mountAt('/etc/deep', 'file')]).toEqual([false, false]);
    expect([mountAt('/etc/deep/file/x', 'directory'), mountAt('/etc/deep/file', 'file')]).toEqual([false, true]);
  });
});
