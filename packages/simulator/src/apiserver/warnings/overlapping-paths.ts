import type { Volume } from 'kubernetes-types/core/v1';

interface PlacedPath {
  readonly path: string;
  /** Of a projected volume; else `''`. */
  readonly source: string;
}

/** That files of a volume lie at, or below, each other's paths. @see pkg/api/pod/warnings.go (v1.36) */
export function overlappingPathWarnings(volumes: readonly Volume[]): string[] {
  return volumes.flatMap(({ name, configMap, secret, downwardAPI, projected }) => {
    const start = (what: string) => `volume ${JSON.stringify(name)} (${what}): overlapping paths: `;
    const plain = (items: readonly { readonly path?: string }[] | undefined) =>
      overlaps((items ?? []).map(({ path = '' }) => ({ path, source: '' })));
    const named = (kind: string, object: string | undefined) => `${kind} ${JSON.stringify(object ?? '')}`;
    const empty = (projected?.sources ?? []).filter((source) => Object.keys(source).length === 0);
    const paths = (projected?.sources ?? []).flatMap((source): PlacedPath[] => {
      const placed = (items: readonly { readonly path?: string }[] | undefined, label: string) =>
        (items ?? []).map(({ path = '' }) => ({ path, source: label }));
      if (source.configMap?.items) return placed(source.configMap.items, named('ConfigMap', source.configMap.name));
      if (source.secret?.items) return placed(source.secret.items, named('Secret', source.secret.name));
      if (source.downwardAPI?.items) return placed(source.downwardAPI.items, 'DownwardAPI');
      return source.serviceAccountToken ? placed([source.serviceAccountToken], 'ServiceAccountToken') : [];
    });
    return [
      ...plain(configMap?.items).map((text) => start(named('ConfigMap', configMap?.name)) + text),
      ...plain(secret?.items).map((text) => start(named('Secret', secret?.secretName)) + text),
      ...plain(downwardAPI?.items).map((text) => start('DownwardAPI') + text),
      ...empty.map(() => `volume ${JSON.stringify(name)} (Projected) has no sources provided`),
      ...overlaps(paths).map((text) => start('Projected') + text),
    ];
  });
}

function overlaps(all: readonly PlacedPath[]): string[] {
  const trimmed = all.map(({ path, source }) => ({ path: path.replace(/\/+$/, ''), source }));
  return trimmed.flatMap((one, index) =>
    trimmed
      .slice(0, index)
      .filter((other) => isOverlapping(one.path, other.path))
      .map((other) => `${print(one)} with ${print(other)}`),
  );
}

function isOverlapping(a: string, b: string): boolean {
  return a !== '' && b !== '' && (`${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`));
}

function print({ path, source }: PlacedPath): string {
  return JSON.stringify(path) + (source === '' ? '' : ` (${source})`);
}
