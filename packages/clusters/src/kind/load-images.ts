import type { Action } from '../actions/action.ts';
import { ClusterError } from '../errors.ts';
import { CommandError } from './command.ts';
import { type KindCluster, listNodeContainers } from './kind-cluster.ts';

/** Bringing images to the nodes that lack them. An image that was fetched to the machine stays there. */
export function loadImagesActions(cluster: KindCluster, images: readonly string[]): readonly Action[] {
  /** Image → nodes that lack it. */
  const missing = new Map<string, readonly string[]>();
  return [
    {
      name: 'Look which images the nodes have',
      async run({ signal }) {
        const nodes = await listNodeContainers(cluster, { signal });
        const there = await Promise.all(nodes.map(({ name }) => listImages(cluster, name, signal)));
        for (const image of images) {
          const lacking = nodes.filter((_, index) => !there[index]?.has(fullImageName(image)));
          if (lacking.length > 0)
            missing.set(
              image,
              lacking.map(({ name }) => name),
            );
        }
      },
    },
    {
      name: 'Fetch the missing images to this machine',
      async run({ signal, note }) {
        for (const image of missing.keys()) {
          note(image);
          await fetchImage(cluster, image, signal);
        }
      },
    },
    {
      name: 'Load the missing images into the nodes',
      async run({ signal, note }) {
        for (const [image, nodes] of missing) {
          note(image);
          const argv = ['kind', 'load', 'docker-image', image, '--name', cluster.name, '--nodes', nodes.join(',')];
          await cluster.host.run({ argv: argv as [string, ...string[]] }, { signal });
        }
      },
    },
  ];
}

/** The name that a container runtime keeps an image under: with registry, folder and tag. */
export function fullImageName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const named = hasRegistry ? image : rest.length > 0 ? `docker.io/${image}` : `docker.io/library/${image}`;
  return /[:@][^/]*$/.test(named) ? named : `${named}:latest`;
}

async function listImages(cluster: KindCluster, node: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { stdout } = await cluster.host.run(
    { argv: ['docker', 'exec', node, 'crictl', 'images', '--output', 'json'] },
    { signal },
  );
  const { images = [] } = JSON.parse(stdout) as { images?: { repoTags?: string[]; repoDigests?: string[] }[] };
  return new Set(images.flatMap((image) => [...(image.repoTags ?? []), ...(image.repoDigests ?? [])]));
}

async function fetchImage(cluster: KindCluster, image: string, signal: AbortSignal): Promise<void> {
  try {
    await cluster.host.run({ argv: ['docker', 'image', 'inspect', '--format', '{{.Id}}', image] }, { signal });
    return;
  } catch (error) {
    if (!(error instanceof CommandError) || error.result.isCanceled) throw error;
  }
  try {
    await cluster.host.run({ argv: ['docker', 'pull', '--quiet', image] }, { signal });
  } catch (error) {
    if (!(error instanceof CommandError) || error.result.isCanceled) throw error;
    throw new ClusterError(
      'IMAGE_MISSING',
      `the image ${image} is neither on this machine nor to be had: ${error.result.stderr.trim()}; ` +
        `with an internet connection try \`docker pull ${image}\`, or take the embedded engine`,
      { cause: error },
    );
  }
}
