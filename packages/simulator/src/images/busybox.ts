import { installBusybox } from '@podlab/shell';
import type { Image } from './image.ts';

/** busybox 1.37: one program under many names. Size and id as on a kind node. */
export const busyboxImage: Image = {
  name: 'docker.io/library/busybox:1.37',
  id: 'sha256:b8a38d7d657f0664257b1363867c129a549845b07f157d647ab6c3751e27ddec',
  sizeBytes: 2_181_827,
  entrypoint: [],
  command: ['sh'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  workingDirectory: '/',
  user: { uid: 0, gid: 0 },
  fill: installBusybox,
};
