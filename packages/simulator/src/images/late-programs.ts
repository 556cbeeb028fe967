/** The same as `early-programs.ts`, loaded when a process first runs one of them: in a browser. */
import { lateProgram, type Program } from '@podlab/shell';

const nginx = () => import('./programs/nginx/nginx-program.ts');
const loads: (() => Promise<unknown>)[] = [nginx];

export const agnhostProgram = later(
  'agnhost',
  async () => (await import('./programs/agnhost/agnhost.ts')).agnhostProgram,
);
export const apacheProgram = later('httpd', async () => (await import('./programs/apache.ts')).apacheProgram);
export const curlProgram = later('curl', async () => (await import('./programs/curl/curl.ts')).curlProgram);
export const pgIsReadyProgram = later(
  'pg_isready',
  async () => (await import('./programs/postgres/postgres.ts')).pgIsReadyProgram,
);
export const postgresProgram = later(
  'postgres',
  async () => (await import('./programs/postgres/postgres.ts')).postgresProgram,
);
export const psqlProgram = later('psql', async () => (await import('./programs/postgres/psql.ts')).psqlProgram);
export const redisCliProgram = later(
  'redis-cli',
  async () => (await import('./programs/redis/redis-cli.ts')).redisCliProgram,
);
export const redisServerProgram = later(
  'redis-server',
  async () => (await import('./programs/redis/redis-server.ts')).redisServerProgram,
);
export const stressProgram = later('stress', async () => (await import('./stress-program.ts')).stressProgram);

export function nginxProgram(version: string): Program {
  return lateProgram('nginx', async () => (await nginx()).nginxProgram(version));
}

/** The code of all of them. */
export const programCode: readonly (() => Promise<unknown>)[] = loads;

function later(name: string, load: () => Promise<Program>): Program {
  loads.push(load);
  return lateProgram(name, load);
}
