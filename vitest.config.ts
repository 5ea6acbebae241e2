import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Whatever needs nothing but itself. */
const units = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'ci-runner/**/*.test.ts', 'scripts/**/*.test.ts']

/** Containers that grade on virtual time, or not at all: what else goes on changes nothing, and they mostly wait. */
const containers = ['batch', 'grade', 'gradescope', 'image', 'laptop', 'pool'].map(
  (name) => `tests/docker/${name}.test.ts`,
)

/** Tests on real time: they want a quiet machine, and run by themselves after all others. */
const alone = [
  'tests/linux/**/*.test.ts',
  'tests/docker/dishonest.test.ts',
  'tests/docker/exercises.test.ts',
  'tests/docker/load.test.ts',
  'tests/attack/jail*.test.ts',
  'tests/attack/time.test.ts',
]

/** Whole browsers: as busy as a heavy suite, so that nothing else runs beside two of them. */
const browsers = ['tests/browser/**/*.test.ts', 'tests/parity/browsers.test.ts']

/** The quick round of the proofs (docs/proof.md) that takes long: beside tshark and a real kernel, in many seeds, of every exercise. */
const proofs = [
  'tests/network/*.test.ts',
  'tests/network/kernel/**/*.test.ts',
  ...['attack', 'captures', 'determinism', 'hostile'].map((folder) => `tests/${folder}/**/*.test.ts`),
]

/** Every exercise on virtual time: nothing but computation, which `npm test -- --all` leaves to whatever processor has nothing else to do. */
const exercises = ['tests/grader/exercises*.test.ts']

/** Of those that wait for processes, kernels and containers now and then, so many keep two processors busy. */
const WORKERS = 3

/** What takes longest, of all groups: it begins first, or the other processors wait for it. Nobody knows durations on a fresh clone. */
const longest =
  `grader/exercises-1 grader/exercises-2 grader/exercises-3 grader/exercises-4 docker/gradescope docker/image docker/batch cli/run cli/package
parity/parity network/linux-multicast network/tcp-analysis network/kernel/conversations cli/grade
browser/lessons browser/site browser/trouble browser/lab-verdict browser/lab browser/container parity/browsers browser/lab-work`
    .split(/\s+/)
    .map((name) => `/tests/${name}.test.ts`)

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.endsWith(name))
      return found === -1 ? longest.length : found
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

/** `npm test` runs the projects `units` and `together`; `npm test -- --all` runs every project. */
export default defineConfig({
  test: {
    globalSetup: 'tests/support/generated.ts',
    setupFiles: [
      'tests/support/property-seed.ts',
      // Only where somebody wants the captures of tests.
      ...(process.env.ACKADEMY_CAPTURES === undefined ? [] : ['tests/support/keep-captures.ts']),
    ],
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // A test that is done in a second may take ten of them on a busy machine with two cores.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // As long as a page or a process may take to come to what is awaited; without this, one second.
    expect: { poll: { timeout: 25_000 } },
    // A failure's first line shows its values, however long: a log's end is all that some see of a run.
    chaiConfig: { truncateThreshold: 0 },
    projects: [
      {
        extends: true,
        test: {
          name: 'units',
          include: units,
          // A process for each of two hundred files takes longer than what is in them.
          isolate: false,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['tests/**/*.test.ts'],
          exclude: [...proofs, ...exercises, ...browsers, ...containers, ...alone],
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'proofs',
          include: proofs,
          exclude: alone,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'exercises',
          include: exercises,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'containers',
          include: containers,
          globalSetup: 'tests/support/grading-image.ts',
          maxWorkers: WORKERS,
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
