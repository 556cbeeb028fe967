import {
  agnhostProgram,
  apacheProgram,
  curlProgram,
  pgIsReadyProgram,
  postgresProgram,
  psqlProgram,
  redisCliProgram,
  redisServerProgram,
} from '#programs';
import { createRandom, newHexId } from '@podlab/apimachinery';
import { installBusybox, type Volume } from '@podlab/shell';
import type { Image } from './image.ts';

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Images of servers and clients: their programs on top of busybox's files. */
export const networkImages: readonly Image[] = [
  image('docker.io/library/alpine:3.22', {
    sizeBytes: 3_800_000,
    command: ['/bin/sh'],
    fill: (files) => {
      files.writeFile('/etc/alpine-release', '3.22.2\n');
      files.writeFile(
        '/etc/os-release',
        'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.2\nPRETTY_NAME="Alpine Linux v3.22"\n',
      );
    },
  }),
  image('docker.io/library/httpd:2.4', {
    sizeBytes: 45_100_000,
    command: ['httpd-foreground'],
    env: { PATH: `/usr/local/apache2/bin:${path}` },
    workingDirectory: '/usr/local/apache2',
    stopSignal: 'WINCH',
    fill: (files) => {
      files.addProgram('/usr/local/apache2/bin/httpd', apacheProgram);
      files.writeFile('/usr/local/apache2/htdocs/index.html', '<html><body><h1>It works!</h1></body></html>\n');
      files.writeFile(
        '/usr/local/bin/httpd-foreground',
        '#!/bin/sh\nexec /usr/local/apache2/bin/httpd -DFOREGROUND "$@"\n',
        { mode: 0o755 },
      );
    },
  }),
  image('docker.io/library/redis:8', {
    sizeBytes: 51_200_000,
    command: ['redis-server'],
    workingDirectory: '/data',
    fill: (files) => {
      files.addProgram('/usr/local/bin/redis-server', redisServerProgram);
      files.addProgram('/usr/local/bin/redis-cli', redisCliProgram);
    },
  }),
  image('docker.io/library/postgres:17', {
    sizeBytes: 154_300_000,
    command: ['postgres'],
    env: { PATH: `${path}:/usr/lib/postgresql/17/bin`, PGDATA: '/var/lib/postgresql/data' },
    stopSignal: 'INT',
    fill: (files) => {
      files.addProgram('/usr/lib/postgresql/17/bin/postgres', postgresProgram);
      files.addProgram('/usr/lib/postgresql/17/bin/pg_isready', pgIsReadyProgram);
      files.addProgram('/usr/lib/postgresql/17/bin/psql', psqlProgram);
      files.makeDirectory('/var/lib/postgresql/data');
    },
  }),
  image('registry.k8s.io/e2e-test-images/agnhost:2.53', {
    sizeBytes: 52_000_000,
    entrypoint: ['/agnhost'],
    command: ['pause'],
    fill: (files) => files.addProgram('/agnhost', agnhostProgram),
  }),
  image('docker.io/curlimages/curl:8.16.0', {
    sizeBytes: 9_700_000,
    entrypoint: ['/entrypoint.sh'],
    command: ['curl'],
    user: { uid: 100, gid: 101 },
    workingDirectory: '/home/curl_user',
    fill: (files) => {
      files.addProgram('/usr/bin/curl', curlProgram);
      files.writeFile(
        '/entrypoint.sh',
        '#!/bin/sh\nset -e\nif [ "${1#-}" != "$1" ]; then set -- curl "$@"; fi\nexec "$@"\n',
        {
          mode: 0o755,
        },
      );
    },
  }),
  image('docker.io/podlab/crasher:1', {
    sizeBytes: 2_200_000,
    entrypoint: ['/crash'],
    env: { PATH: path, AFTER_SECONDS: '2', EXIT_CODE: '1' },
    fill: (files) => {
      const script =
        '#!/bin/sh\necho "crasher: ending with code $EXIT_CODE in $AFTER_SECONDS s"\nsleep "$AFTER_SECONDS"\necho "crasher: panic" >&2\nexit "$EXIT_CODE"\n';
      files.writeFile('/crash', script, { mode: 0o755 });
    },
  }),
];

function image(name: string, facts: Partial<Image> & { sizeBytes: number; fill: (files: Volume) => void }): Image {
  return {
    name,
    id: `sha256:${newHexId(createRandom(name))}`,
    entrypoint: [],
    command: [],
    env: { PATH: path },
    workingDirectory: '/',
    user: { uid: 0, gid: 0 },
    ...facts,
    fill: (files) => {
      installBusybox(files);
      facts.fill(files);
    },
  };
}
