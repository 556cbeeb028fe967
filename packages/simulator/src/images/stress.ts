import { stressProgram } from '#programs';
import { createRandom, newHexId } from '@podlab/apimachinery';
import { installBusybox } from '@podlab/shell';
import type { Image } from './image.ts';

/** The image of Kubernetes' tutorial on memory limits. Its shell is busybox. */
export const stressImage: Image = {
  name: 'docker.io/polinux/stress:latest',
  id: `sha256:${newHexId(createRandom('polinux/stress'))}`,
  sizeBytes: 4_041_495,
  entrypoint: [],
  command: ['/usr/local/bin/stress'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  workingDirectory: '/',
  user: { uid: 0, gid: 0 },
  fill: (files) => {
    installBusybox(files);
    files.addProgram('/usr/local/bin/stress', stressProgram);
  },
};
