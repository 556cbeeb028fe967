/** The same as `early-programs.ts`, loaded when a process first runs one of them: in a browser. */
import { lateProgram, type Program } from '@podlab/shell';

export const agnhostProgram = lateProgram(
  'agnhost',
  async () => (await import('./programs/agnhost.ts')).agnhostProgram,
);
export const apacheProgram = lateProgram('httpd', async () => (await import('./programs/apache.ts')).apacheProgram);
export const curlProgram = lateProgram('curl', async () => (await import('./programs/curl.ts')).curlProgram);
export const pgIsReadyProgram = lateProgram(
  'pg_isready',
  async () => (await import('./programs/postgres.ts')).pgIsReadyProgram,
);
export const postgresProgram = lateProgram(
  'postgres',
  async () => (await import('./programs/postgres.ts')).postgresProgram,
);
export const redisCliProgram = lateProgram(
  'redis-cli',
  async () => (await import('./programs/redis-cli.ts')).redisCliProgram,
);
export const redisServerProgram = lateProgram(
  'redis-server',
  async () => (await import('./programs/redis-server.ts')).redisServerProgram,
);
export const stressProgram = lateProgram('stress', async () => (await import('./stress-program.ts')).stressProgram);

export function nginxProgram(version: string): Program {
  return lateProgram('nginx', async () => (await import('./programs/nginx-program.ts')).nginxProgram(version));
}
