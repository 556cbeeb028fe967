import { expect, it } from 'vitest';
import { TestContainer } from '../testing/container-run.ts';

/** `links size name` of each row, and what is not a row. */
function shortened(listing: string): string[] {
  return listing
    .trimEnd()
    .split('\n')
    .map((row) => {
      const [, links, , , size, , , , name] = row.split(/\s+/);
      return name === undefined ? row : `${links} ${size} ${name}`;
    });
}

it.each([
  {
    about: 'in memory, the names of a directory count and take no space',
    script: 'mkdir /mem/d; echo hi >/mem/d/f; echo hi >/mem/d/g; ln -s d/f /mem/l; ls -la /mem',
    rows: ['total 4', '3 80 .', '1 4096 ..', '2 80 d', '1 3 l'],
  },
  {
    about: 'on a disk, a directory takes a block, and each subdirectory is one more link to it',
    script: 'mkdir /disk/d /disk/e; ln -s d /disk/l; ls -la /disk',
    rows: ['total 16', '4 4096 .', '1 4096 ..', '2 4096 d', '2 4096 e', '1 1 l'],
  },
  {
    about: 'a directory of the image has one link once something was put into it',
    script: 'ls -ld /usr /usr/lib; echo hi >/usr/lib/x; mkdir -p /new/sub; ls -ld / /usr /usr/lib /new',
    rows: ['5 4096 /usr', '2 4096 /usr/lib', '1 4096 /', '3 4096 /new', '1 4096 /usr', '1 4096 /usr/lib'],
  },
])('$about', ({ script, rows }) => {
  const container = new TestContainer((kernel) => [
    { path: '/mem', volume: kernel.createVolume({ inMemory: true }) },
    { path: '/disk', volume: kernel.createVolume() },
  ]);
  container.image.makeDirectory('/usr/lib');
  const running = container.start(['sh', '-c', script]);
  container.timers.run(1_000);
  expect(shortened(running.stdout)).toEqual(rows);
});
