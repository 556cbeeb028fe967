import { createRandom, newHexId } from '@podlab/apimachinery';
import { helperPod } from '../system/local-path-names.ts';
import { busyboxImage } from './busybox.ts';
import type { Image } from './image.ts';
import { systemProgram } from './programs/system.ts';

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What the Pods of the system run. There is no shell in these, but for the last. */
export const systemImages: readonly Image[] = [
  image('registry.k8s.io/coredns/coredns:v1.14.2', 25_100_000, '/coredns', ['/coredns']),
  image('registry.k8s.io/etcd:3.6.8-0', 23_600_000, '/usr/local/bin/etcd'),
  image('registry.k8s.io/kube-apiserver:v1.36.3', 27_400_000, '/usr/local/bin/kube-apiserver'),
  image('registry.k8s.io/kube-controller-manager:v1.36.3', 23_100_000, '/usr/local/bin/kube-controller-manager'),
  image('registry.k8s.io/kube-scheduler:v1.36.3', 17_300_000, '/usr/local/bin/kube-scheduler'),
  image('registry.k8s.io/kube-proxy:v1.36.3', 26_000_000, '/usr/local/bin/kube-proxy'),
  image('docker.io/kindest/kindnetd:v20260820-69b56db7', 38_200_000, '/bin/kindnetd', ['/bin/kindnetd']),
  image(
    'docker.io/kindest/local-path-provisioner:v20260820-69b56db7',
    17_300_000,
    '/usr/local/bin/local-path-provisioner',
  ),
  { ...busyboxImage, name: helperPod.image, id: idOf(helperPod.image), sizeBytes: 3_000_000 },
];

function image(name: string, sizeBytes: number, program: string, entrypoint: readonly string[] = []): Image {
  return {
    name,
    id: idOf(name),
    sizeBytes,
    entrypoint,
    command: [],
    env: { PATH: path },
    workingDirectory: '/',
    user: { uid: 0, gid: 0 },
    fill: (files, api) => files.addProgram(program, systemProgram(api)),
  };
}

function idOf(name: string): string {
  return `sha256:${newHexId(createRandom(name))}`;
}
