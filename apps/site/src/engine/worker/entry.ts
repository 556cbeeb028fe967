/** The worker that plays a lab which the page hands to it. */
import { serveEngine } from './serve-engine.ts';

serveEngine();
