/** Returns the bundle that belongs to the sources as they are, and builds it when there is none. */
export function currentBundle(root: string): Promise<string>;
