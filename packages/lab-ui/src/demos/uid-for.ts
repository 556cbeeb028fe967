/** A UID for a Pod that exists only in a demo: the same name, the same marks. */
export function uidFor(name: string): string {
  const words = [0, 1, 2, 3].map((salt) => hash(`${salt}${name}`));
  const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

/** FNV-1a, mixed once more so that names that differ in their last letter differ in all digits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
