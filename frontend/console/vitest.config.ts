import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Logic runs as it is; only what draws gets a document, which takes seconds to make.
export default defineConfig({
  test: {
    pool: 'threads',
    maxWorkers: 2,
    projects: [
      { test: { name: 'logic', environment: 'node', include: ['src/**/*.test.ts', 'checks/**/*.test.mjs'] } },
      {
        plugins: [react()],
        test: {
          name: 'drawn',
          environment: 'jsdom',
          setupFiles: ['./src/testing.ts'],
          include: ['src/**/*.test.tsx'],
          css: false,
          testTimeout: 60_000, // on a busy machine drawing is slow; what hangs, hangs for longer
        },
      },
    ],
  },
});
