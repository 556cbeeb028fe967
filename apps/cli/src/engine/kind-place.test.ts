import { CommandError, type CommandResult } from '@podlab/clusters';
import { expect, it } from 'vitest';
import { withWayOut } from './kind-place.ts';

function failed(stderr: string): CommandError {
  const result: CommandResult = {
    argv: ['kind'],
    exitCode: 1,
    stdout: '',
    stderr,
    timedOut: false,
    isCanceled: false,
    notFound: false,
    durationMs: 0,
    commandLine: 'kind create cluster',
  };
  return new CommandError(result);
}

it('names the engine that needs no network when the image of the nodes cannot be fetched', () => {
  const pull = failed('ERROR: failed to create cluster: failed to pull image "kindest/node:v1"');
  expect(withWayOut(pull)).toMatchObject({
    code: 'ENGINE_UNAVAILABLE',
    message: expect.stringContaining('failed to pull image'),
    next: expect.stringContaining('--engine embedded'),
  });
  const other = failed('ERROR: the port is taken');
  expect(withWayOut(other)).toBe(other);
});
