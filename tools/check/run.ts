/** `pnpm check`: types, browser safety, lint, format, structure and dead exports. */
import { join } from 'node:path';
import { runChecks } from './checks.ts';

const { failed } = runChecks(join(import.meta.dirname, '..', '..'));
if (failed.length > 0) process.exitCode = 1;
