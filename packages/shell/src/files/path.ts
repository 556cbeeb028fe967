import type { ByteString } from './bytes.ts';

/** The names in a path, without empty ones and `.`; `..` is kept, because a symbolic link may come before it. */
export function splitPath(path: ByteString): ByteString[] {
  const names: ByteString[] = [];
  for (let start = 0; start < path.length; ) {
    const slash = path.indexOf('/', start);
    const end = slash < 0 ? path.length : slash;
    if (end > start && !(end === start + 1 && path[start] === '.')) names.push(path.slice(start, end));
    start = end + 1;
  }
  return names;
}

/** An absolute path from a path and the directory it is relative to; `..` is not resolved. */
export function absolutePath(cwd: ByteString, path: ByteString): ByteString {
  if (path.startsWith('/')) return path;
  return cwd === '/' ? `/${path}` : `${cwd}/${path}`;
}

/** The shortest form of an absolute path, taking `..` literally (as `cd` does). */
export function normalPath(path: ByteString): ByteString {
  const names: ByteString[] = [];
  for (const name of splitPath(path)) {
    if (name === '..') names.pop();
    else names.push(name);
  }
  return `/${names.join('/')}`;
}

/** The last name of a path, as `basename` prints it. */
export function baseName(path: ByteString): ByteString {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '' : '/';
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** All but the last name of a path, as `dirname` prints it. */
export function directoryName(path: ByteString): ByteString {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '.' : '/';
  const slash = trimmed.lastIndexOf('/');
  if (slash < 0) return '.';
  return trimmed.slice(0, slash).replace(/\/+$/, '') || (trimmed.startsWith('//') ? '//' : '/');
}
