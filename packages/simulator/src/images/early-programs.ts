/** The programs of the images, where loading takes no time: not in a browser. */
export { agnhostProgram } from './programs/agnhost/agnhost.ts';
export { apacheProgram } from './programs/apache.ts';
export { curlProgram } from './programs/curl/curl.ts';
export { pgIsReadyProgram, postgresProgram } from './programs/postgres/postgres.ts';
export { psqlProgram } from './programs/postgres/psql.ts';
export { redisCliProgram } from './programs/redis/redis-cli.ts';
export { redisServerProgram } from './programs/redis/redis-server.ts';
export { stressProgram } from './stress-program.ts';
export { nginxProgram } from './programs/nginx/nginx-program.ts';

/** It is here. */
export const programCode: readonly (() => Promise<unknown>)[] = [];
