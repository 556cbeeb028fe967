/** Commands that go into a Pod. */
export { attach } from '../attach.ts';
export { debug } from '../debug.ts';
