/** Buckets of ash's table of aliases. */
const aliasBuckets = 39;

/** Names in the order in which ash's hash table of aliases holds them; `names` are in the order of their making. */
export function inBucketOrder(names: readonly string[]): string[] {
  const bucket = (name: string) => {
    let sum = name.charCodeAt(0) << 4;
    for (let at = 0; at < name.length; at += 1) sum += name.charCodeAt(at);
    return sum % aliasBuckets;
  };
  return names.toSorted((a, b) => bucket(a) - bucket(b));
}
