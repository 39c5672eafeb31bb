import { configDefaults, defineConfig } from 'vitest/config';

/**
 * The tests that mutation testing runs for every mutant: those beside the judging code. Property tests of whole runs are left
 * out, so that the figure is a lower bound; the small ones that stay get a fixed seed, so that it can be repeated.
 */
export default defineConfig({
  test: {
    include: ['src/assertions/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/judge.property.test.ts'],
    setupFiles: ['test/mutation/fixed-seed.ts'],
    retry: 0,
    testTimeout: 60_000,
  },
});
