import { createRandom, newHexId } from '@podlab/apimachinery';
import { installBusybox } from '@podlab/shell';
import type { Image } from './image.ts';
import { nginxProgram } from './nginx-program.ts';

/** nginx 1.29. Its server runs and ends as the real one does; it answers HTTP once there is a network. */
export const nginxImage: Image = {
  name: 'docker.io/library/nginx:1.29',
  id: `sha256:${newHexId(createRandom('nginx:1.29'))}`,
  sizeBytes: 11_992_071,
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', NGINX_VERSION: '1.29.3' },
  workingDirectory: '/',
  user: { uid: 0, gid: 0 },
  stopSignal: 'QUIT',
  fill: (files) => {
    installBusybox(files);
    files.addProgram('/usr/sbin/nginx', nginxProgram);
    files.writeFile('/etc/nginx/nginx.conf', nginxConf);
    files.writeFile('/docker-entrypoint.sh', '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  },
};

const nginxConf = `user  nginx;
worker_processes  auto;
`;
