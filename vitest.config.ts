import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['apps/*/src/**/*.test.ts', 'packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts'],
    // Each file in a world of its own would load the simulator anew: five times as long. Nothing here keeps global state.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
