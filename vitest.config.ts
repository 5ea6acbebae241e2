import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'src/**/*.test.tsx',
      'tests/**/*.test.ts',
      'ci-runner/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    globalSetup: 'tests/support/generated.ts',
    exclude: ['**/node_modules/**', 'content/**'],
    pool: 'forks',
    maxWorkers: 2,
  },
})
