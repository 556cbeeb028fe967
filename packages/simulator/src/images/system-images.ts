import { createRandom, newHexId } from '@podlab/apimachinery';
import type { Image } from './image.ts';
import { systemProgram } from './programs/system.ts';

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What the Pods of `kube-system` run. There is no shell in these. */
export const systemImages: readonly Image[] = [
  image('registry.k8s.io/coredns/coredns:v1.14.2', 25_100_000, '/coredns', ['/coredns']),
  image('registry.k8s.io/etcd:3.6.8-0', 23_600_000, '/usr/local/bin/etcd'),
  image('registry.k8s.io/kube-apiserver:v1.36.3', 27_400_000, '/usr/local/bin/kube-apiserver'),
  image('registry.k8s.io/kube-controller-manager:v1.36.3', 23_100_000, '/usr/local/bin/kube-controller-manager'),
  image('registry.k8s.io/kube-scheduler:v1.36.3', 17_300_000, '/usr/local/bin/kube-scheduler'),
  image('registry.k8s.io/kube-proxy:v1.36.3', 26_000_000, '/usr/local/bin/kube-proxy'),
  image('docker.io/kindest/kindnetd:v20260820-69b56db7', 38_200_000, '/bin/kindnetd', ['/bin/kindnetd']),
];

function image(name: string, sizeBytes: number, program: string, entrypoint: readonly string[] = []): Image {
  return {
    name,
    id: `sha256:${newHexId(createRandom(name))}`,
    sizeBytes,
    entrypoint,
    command: [],
    env: { PATH: path },
    workingDirectory: '/',
    user: { uid: 0, gid: 0 },
    fill: (files) => files.addProgram(program, systemProgram),
  };
}
