/** @see github.com/distribution/reference: what may stand before the tag of an image's name */
const pathPattern = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;

export type ParsedReference =
  | { readonly name: string; readonly tag: string; readonly digest?: string }
  | { readonly invalid: string };

/**
 * Completes an image's name as containerd does: `busybox` is `docker.io/library/busybox:latest`.
 * @returns `invalid` worded as the runtime does
 */
export function parseImageReference(image: string): ParsedReference {
  const [withoutDigest = '', digest] = image.split('@', 2);
  const colon = withoutDigest.lastIndexOf(':');
  const hasTag = colon > withoutDigest.lastIndexOf('/');
  const { path: named } = splitDomain(withoutDigest);
  const untagged = named.replace(/:.*/s, '');
  const repository = hasTag ? withoutDigest.slice(0, colon) : withoutDigest;
  const tag = hasTag ? withoutDigest.slice(colon + 1) : 'latest';
  const { domain, path } = splitDomain(repository);
  const fault = (why: string) => ({ invalid: `couldn't parse image name "${image}": invalid reference format${why}` });
  if (untagged !== untagged.toLowerCase()) return fault(`: repository name (${untagged}) must be lowercase`);
  if (!pathPattern.test(path) || !tagPattern.test(tag)) return fault('');
  if (digest !== undefined && !digestPattern.test(digest)) return fault('');
  return { name: `${domain}/${path}`, tag, ...(digest !== undefined && { digest }) };
}

function splitDomain(repository: string): { domain: string; path: string } {
  const slash = repository.indexOf('/');
  const first = repository.slice(0, slash);
  if (slash > 0 && (first.includes('.') || first.includes(':') || first === 'localhost')) {
    const path = repository.slice(slash + 1);
    const isOfHub = first === 'docker.io' || first === 'index.docker.io';
    return isOfHub ? splitDomain(path) : { domain: first, path };
  }
  return { domain: 'docker.io', path: slash < 0 ? `library/${repository}` : repository };
}
