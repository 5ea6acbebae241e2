import { defineConfig } from 'vitest/config'

/** Containers that grade on virtual time, or not at all: what else goes on changes nothing, and they mostly wait. */
const containers = ['batch', 'grade', 'image', 'laptop', 'pool'].map((name) => `tests/docker/${name}.test.ts`)

/** Tests on real time: they want a quiet machine, and run by themselves after all others. */
const alone = [
  'tests/linux/**/*.test.ts',
  'tests/docker/dishonest.test.ts',
  'tests/docker/exercises.test.ts',
  'tests/docker/load.test.ts',
  'tests/attack/jail*.test.ts',
]

/** Whole browsers: as busy as a heavy suite, so that nothing else runs beside two of them. */
const browsers = ['tests/browser/**/*.test.ts', 'tests/parity/browsers.test.ts']

/** The quick round of the proofs (docs/proof.md) that takes long: beside tshark and a real kernel, in many seeds, of every exercise. */
const proofs = [
  'tests/network/*.test.ts',
  'tests/network/kernel/**/*.test.ts',
  ...['attack', 'captures', 'determinism', 'hostile'].map((folder) => `tests/${folder}/**/*.test.ts`),
  'tests/grader/exercises.test.ts',
]

/** `npm test` is the project `together`; `npm test -- --all` runs every project. */
export default defineConfig({
  test: {
    globalSetup: 'tests/support/generated.ts',
    setupFiles: [
      'tests/support/property-seed.ts',
      // Only where somebody wants the captures of tests.
      ...(process.env.ACKADEMY_CAPTURES === undefined ? [] : ['tests/support/keep-captures.ts']),
    ],
    pool: 'forks',
    // A test that is done in a second may take ten of them on a busy machine with two cores.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // As long as a page or a process may take to come to what is awaited; without this, one second.
    expect: { poll: { timeout: 25_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: [
            'src/**/*.test.ts',
            'src/**/*.test.tsx',
            'tests/**/*.test.ts',
            'ci-runner/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', 'content/**', ...proofs, ...browsers, ...containers, ...alone],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'proofs',
          include: proofs,
          exclude: alone,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'containers',
          include: containers,
          globalSetup: 'tests/support/grading-image.ts',
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browsers',
          include: browsers,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          globalSetup: ['tests/support/generated.ts', 'tests/support/built-site.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: alone,
          globalSetup: 'tests/support/grading-image.ts',
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
