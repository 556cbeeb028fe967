import { describe, expect, it } from 'vitest';
import { parseImageReference } from './image-reference.ts';

describe('image references', () => {
  it.each([
    ['busybox:1.37', 'docker.io/library/busybox', '1.37'],
    ['busybox', 'docker.io/library/busybox', 'latest'],
    ['docker.io/library/busybox:1.37', 'docker.io/library/busybox', '1.37'],
    ['docker.io/busybox:1.37', 'docker.io/library/busybox', '1.37'],
    ['index.docker.io/me/app', 'docker.io/me/app', 'latest'],
    ['me/app', 'docker.io/me/app', 'latest'],
    ['localhost:5000/app:v1', 'localhost:5000/app', 'v1'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause', '3.10'],
  ])('completes %s', (image, name, tag) => {
    expect(parseImageReference(image)).toEqual({ name, tag });
  });

  it.each([
    [
      'Busybox:1',
      `couldn't parse image name "Busybox:1": invalid reference format: repository name (library/Busybox) must be lowercase`,
    ],
    [
      'Bad_Image:1:2',
      `couldn't parse image name "Bad_Image:1:2": invalid reference format: repository name (library/Bad_Image) must be lowercase`,
    ],
    [
      'Not A Name',
      `couldn't parse image name "Not A Name": invalid reference format: repository name (library/Not A Name) must be lowercase`,
    ],
    ['a b', `couldn't parse image name "a b": invalid reference format`],
    ['app:', `couldn't parse image name "app:": invalid reference format`],
  ])('refuses %s', (image, invalid) => {
    expect(parseImageReference(image)).toEqual({ invalid });
  });
});
