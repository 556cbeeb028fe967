/** The worker that plays the labs of this site: it loads them itself, so that the page does not hold what it never shows. */
import type { LabJson } from '@podlab/lab-format';
import { serveEngine } from '../../engine/worker/serve-engine.ts';

serveEngine(async (id) => {
  const module = (await import(`@site/.generated/played-labs/${id}.json`)) as { readonly default: LabJson };
  return module.default;
});
