import { textOf } from '../files/bytes.ts';
import { fileContent } from '../files/regular-file.ts';
import type { ProcessContext } from '../process/context.ts';

function lookUp(context: ProcessContext, file: string, field: number, wanted: string): readonly string[] | undefined {
  const inode = context.files.find(file);
  if (inode?.kind !== 'file') return undefined;
  const lines = textOf(fileContent(inode)).split('\n');
  return lines.map((line) => line.split(':')).find((fields) => fields[field] === wanted);
}

/** The name /etc/passwd gives to a user; the number when it has none. */
export function userName(context: ProcessContext, uid: number): string {
  return lookUp(context, '/etc/passwd', 2, String(uid))?.[0] ?? String(uid);
}

export function groupName(context: ProcessContext, gid: number): string {
  return lookUp(context, '/etc/group', 2, String(gid))?.[0] ?? String(gid);
}

/** The number of a user, by name or number; undefined when there is none. */
export function findUser(context: ProcessContext, text: string): number | undefined {
  const found = lookUp(context, '/etc/passwd', 0, text)?.[2] ?? (/^\d+$/.test(text) ? text : undefined);
  return found === undefined ? undefined : Number(found);
}

export function findGroup(context: ProcessContext, text: string): number | undefined {
  const found = lookUp(context, '/etc/group', 0, text)?.[2] ?? (/^\d+$/.test(text) ? text : undefined);
  return found === undefined ? undefined : Number(found);
}

/** Whether /etc/passwd knows the user. */
export function isKnownUser(context: ProcessContext, uid: number): boolean {
  return lookUp(context, '/etc/passwd', 2, String(uid)) !== undefined;
}

/** The numbers of a user and its group, by the user's name; undefined when /etc/passwd has none. */
export function findUserEntry(context: ProcessContext, text: string): { uid: number; gid: number } | undefined {
  const fields = lookUp(context, '/etc/passwd', 0, text);
  return fields && { uid: Number(fields[2]), gid: Number(fields[3]) };
}
