import { z } from 'zod'
import { didYouMean } from '../../runtime/lab/yaml/index.ts'
import { BackendName, DurationText, Id, MebibytesText, Scalar, TestPattern } from './fields.ts'

/** What a backend must be able to do; the list is Lab's. */
export const Capability = z.enum([
  'virtual-time',
  'segments',
  'hold',
  'raw',
  'inject',
  'power',
  'multicast',
  'nat',
  'middlebox',
  'policy-routing',
  'wall-clock-step',
  'count.syscalls',
  'count.copies',
  'count.memory',
  'sysctl',
  'shell',
])

/** One parameter of a variant: drawn from the variant's key, written to `params.ts`. */
export const VariantParameter = z.union([
  z.strictObject({ oneOf: z.array(Scalar).min(1) }),
  z.strictObject({
    integer: z.tuple([z.number().int(), z.number().int()]),
    step: z.number().int().positive().default(1),
  }),
  z.strictObject({ value: Scalar }),
])
export type VariantParameter = z.output<typeof VariantParameter>

/** What must come of running the tests: the signature of a mistake, and the hint that must come first. */
export const Claim = z.strictObject({
  /** Each pattern must have a failed test. */
  fails: z.array(TestPattern).min(1),
  /** Every test that a pattern means must have passed: otherwise a broken program has the same signature. */
  passes: z.array(TestPattern).default([]),
  hint: Id,
  /** Where it is claimed; absent: on every backend of the exercise. */
  backends: z.array(BackendName).min(1).optional(),
})
export type Claim = z.output<typeof Claim>

/** `wrong/<name>/wrong.yaml`: a mistake learners make. Its folder holds only the files that differ from the solution. */
export const Wrong = Claim.extend({ version: z.literal(1), idea: z.string().min(1) })
export type Wrong = z.output<typeof Wrong>

export const TestGroup = z.strictObject({
  id: Id,
  title: z.string().min(1),
  tests: z.array(TestPattern).min(1),
  points: z.number().positive(),
  /** `all`: points only when every test passes. `each`: in proportion. */
  credit: z.enum(['all', 'each']).default('all'),
})
export type TestGroup = z.output<typeof TestGroup>

const Submission = z.strictObject({
  /** Files that must be there. */
  files: z.array(z.string().min(1)).min(1),
  /** Whether there may be others beside them. */
  others: z.boolean().default(true),
  maxBytes: z.number().int().positive().default(1_000_000),
})

const Limits = z.strictObject({
  /** How long a wait may take unless it says so. */
  within: DurationText.default('2s'),
  /** The longest that a test may run, in the world's time. */
  virtual: DurationText.default('10min'),
  /** The longest that a test may run, in the grader's time. */
  real: DurationText.default('60s'),
  memory: MebibytesText.default('256M'),
  /** What one program may write to its standard output and error. */
  output: MebibytesText.default('1M'),
  packets: z.number().int().positive().default(100_000),
})

/** What may remain after each test of the exercise; absent: no leak oracle. A text is the name of a parameter. */
const Leaks = z.strictObject({
  listeners: z.array(z.union([z.number().int(), z.string()])).default([]),
  sockets: z.number().int().default(0),
  timers: z.number().int().default(0),
})

/** What the lab page offers beside the editor. */
const Workspace = z.strictObject({
  /** Run starts this file … */
  program: z.string().min(1),
  /** … on this host. */
  host: z.string().min(1),
  /** From another host the learner talks to the program by hand, over TCP. A text is the name of a parameter. */
  byHand: z.strictObject({
    host: z.string().min(1),
    port: z.union([z.number().int(), z.string()]),
    /** Things worth saying first, as they are sent: `PING\n`. */
    say: z.array(z.string().min(1)).default([]),
  }),
})

const ONLY_SIMULATED: readonly string[] = ['virtual-time', 'wall-clock-step']

export const Exercise = z
  .strictObject({
    version: z.literal(1),
    id: Id,
    title: z.string().min(1),
    module: z.number().int().min(0),
    kind: z.enum(['drill', 'exercise', 'challenge', 'capstone']),
    tier: z.union([z.literal(1), z.literal(2)]),
    points: z.number().int().positive(),
    backends: z.array(BackendName).min(1),
    needs: z.array(Capability).default([]),
    /** A name in `content/topologies/`, or `./file.yaml` beside this one. */
    topology: z.string().min(1),
    topologyParameters: z.record(z.string(), Scalar).default({}),
    /** Topology parameters that take a variant parameter's value: `{ fwIdle: idleSeconds }`. */
    topologyFromVariant: z.record(z.string(), z.string()).default({}),
    variants: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a camelCase name'), VariantParameter).default({}),
    submission: Submission,
    /** What the untouched starter must do: fail, with a hint of its own. */
    starter: Claim,
    tests: z.strictObject({
      files: z
        .array(z.enum(['visible', 'practice', 'sealed']))
        .min(1)
        .default(['visible', 'practice']),
      groups: z.array(TestGroup).min(1),
    }),
    limits: Limits.prefault({}),
    leaks: Leaks.optional(),
    /** Absent: the exercise has no lab page. */
    workspace: Workspace.optional(),
    /** Smaller parameters for real time: the same tests run on Linux with these instead of the variant's. */
    linux: z.strictObject({ params: z.record(z.string(), Scalar) }).optional(),
    solution: z.enum(['always', 'after-pass', 'after-due', 'never']).default('after-pass'),
  })
  .superRefine((exercise, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const sum = exercise.tests.groups.reduce((total, group) => total + group.points, 0)
    if (sum !== exercise.points)
      issue(['points'], `found ${exercise.points}, expected ${sum}, the points of all test groups together`)
    const ids = exercise.tests.groups.map((group) => group.id)
    for (const [i, id] of ids.entries())
      if (ids.indexOf(id) !== i)
        issue(['tests', 'groups', i, 'id'], `found "${id}", expected an id that no other group has`)
    const known = Object.keys(exercise.variants)
    const parameter = (path: (string | number)[], name: string) => {
      if (!known.includes(name))
        issue(
          path,
          `found "${name}", expected a parameter of "variants": ${known.join(', ') || 'there is none'}${didYouMean(name, known)}`,
        )
    }
    for (const [name, from] of Object.entries(exercise.topologyFromVariant))
      parameter(['topologyFromVariant', name], from)
    for (const name of Object.keys(exercise.linux?.params ?? {})) parameter(['linux', 'params', name], name)
    for (const [i, port] of (exercise.leaks?.listeners ?? []).entries())
      if (typeof port === 'string') parameter(['leaks', 'listeners', i], port)
    for (const [i, need] of exercise.needs.entries())
      if (exercise.backends.includes('linux') && ONLY_SIMULATED.includes(need))
        issue(['needs', i], `found "${need}", expected what every backend of the exercise can do, and linux cannot`)
  })
export type Exercise = z.output<typeof Exercise>

/** `module.yaml`: what the exercises of a module share. A field of the exercise itself goes before one of `defaults`. */
export const Module = z.strictObject({
  version: z.literal(1),
  number: z.number().int().min(0),
  title: z.string().min(1),
  defaults: z.record(z.string(), z.unknown()).default({}),
})
export type Module = z.output<typeof Module>
