/**
 * `value` with every part that reads the same in `other`, fields in the same order, replaced by that part: what Pods of
 * one template have in common is held once. Changes `value` in place, unless it is frozen.
 * @returns `other` itself when all of it reads the same
 */
export function shareParts<T>(value: T, other: unknown): T {
  // Of equal texts one is held, too.
  if (value === other) return other as T;
  if (!isContainer(value) || !isContainer(other)) return value;
  if (Array.isArray(value) !== Array.isArray(other)) return value;
  const parts: Record<string, unknown> = value;
  const fields = Object.keys(value);
  const otherFields = Object.keys(other);
  const isOpen = !Object.isFrozen(value);
  let isSame = fields.length === otherFields.length;
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] as string;
    const part = parts[field];
    const shared = shareParts(part, other[field]);
    if (isOpen && (shared !== part || typeof part === 'string')) parts[field] = shared;
    isSame &&= field === otherFields[at] && shared === other[field];
  }
  return isSame ? (other as T) : value;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
