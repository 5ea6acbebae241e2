import { z } from 'zod'
import { eachItsOwn } from '../../runtime/lab/yaml/index.ts'
import { checkExerciseFields } from './exercise-rules.ts'
import { BackendName, DurationText, FilePath, Id, MebibytesText, ParameterName, Scalar, TestPattern } from './fields.ts'

/** What a backend must be able to do; the list is Lab's. */
export const Capability = z
  .enum([
    'virtual-time',
    'segments',
    'hold',
    'raw',
    'inject',
    'power',
    'multicast',
    'nat',
    'firewall',
    'middlebox',
    'policy-routing',
    'wall-clock-step',
    'count.syscalls',
    'count.memory',
    'sysctl',
    'shell',
  ])
  .describe('What a backend must be able to do.')

const About = z
  .string()
  .regex(/^[^\n\r\u2028\u2029]+$/, 'expected one line')
  .optional()
  .describe('What it is for: stands behind the value in params.ts, for a name that does not say it.')

export const VariantParameter = z
  .union([
    z.strictObject({ oneOf: z.array(Scalar).min(1).describe('One of these values.'), about: About }),
    z.strictObject({
      integer: z.tuple([z.number().int(), z.number().int()]).describe('The least and the greatest value.'),
      step: z.number().int().positive().default(1).describe('Only every step-th of them.'),
      about: About,
    }),
    z.strictObject({ value: Scalar.describe('The same value in every variant.'), about: About }),
  ])
  .describe("One parameter of a variant: drawn from the variant's key, written to params.ts.")
export type VariantParameter = z.output<typeof VariantParameter>

/** What must come of running the tests: the signature of a mistake, and the hint that must come first. */
export const Claim = z.strictObject({
  fails: z.array(TestPattern).min(1).describe('Each pattern must have a failed test.'),
  passes: z
    .array(TestPattern)
    .default([])
    .describe('Every test that a pattern means must have passed: otherwise any broken program has the same signature.'),
  hint: Id.describe('The mistake of hints.yaml whose hint must come first.'),
  backends: z
    .array(BackendName)
    .min(1)
    .optional()
    .describe('Where it is claimed; absent: on every backend of the exercise.'),
})
export type Claim = z.output<typeof Claim>

export const TestGroup = z.strictObject({
  id: Id,
  title: z.string().min(1).describe('Stands beside the points.'),
  tests: z.array(TestPattern).min(1).describe('Every test belongs to exactly one group.'),
  points: z.number().positive(),
  credit: z
    .enum(['all', 'each'])
    .default('all')
    .describe('all: points only when every test passes. each: in proportion to the weights of those that do.'),
  weights: z
    .record(TestPattern, z.number().positive())
    .default({})
    .describe(
      'With "credit: each", how much a test counts (1 unless said). A weight of a pattern is shared among its tests.',
    ),
})
export type TestGroup = z.output<typeof TestGroup>

const Submission = z.strictObject({
  files: z.array(FilePath).min(1).describe('Files that must be there.'),
  others: z.boolean().default(true).describe('Whether there may be others beside them.'),
  maxBytes: z.number().int().positive().default(1_000_000).describe('All files together.'),
})

const Limits = z.strictObject({
  within: DurationText.default('2s').describe("How long a wait may take unless it says so, in the world's time."),
  virtual: DurationText.default('10min').describe("The longest that a test may run, in the world's time."),
  real: DurationText.default('60s').describe("The longest that a test may run, in the grader's time."),
  memory: MebibytesText.default('256M').describe('What one program may hold.'),
  output: MebibytesText.default('1M').describe('What one program may write to its standard output and error.'),
  packets: z.number().int().positive().default(100_000).describe('What one test may send, of all hosts together.'),
})

/** Those of an exercise that says nothing of them. */
export const USUAL_LIMITS = Limits.parse({})

const Leaks = z
  .strictObject({
    listeners: z
      .array(z.union([z.number().int(), z.string()]))
      .default([])
      .describe('Ports that may still listen; a text is the name of a parameter.'),
    sockets: z.number().int().default(0),
    timers: z.number().int().default(0),
  })
  .describe('What may remain open after each test; absent: nothing is looked for unless a test asks.')

const WorkspaceProgram = z.strictObject({
  program: FilePath.describe('One of the files that are handed in, or of those in `given/` …'),
  host: z.string().min(1).describe('… started on this host, in its terminal.'),
  args: z
    .array(z.union([Scalar, z.strictObject({ parameter: ParameterName })]))
    .default([])
    .describe('What it is given; { parameter: port } is the value of a parameter.'),
  start: z
    .enum(['run', 'hand'])
    .default('run')
    .describe('run: Run starts it. hand: the learner does, by the button in its terminal.'),
})

const Workspace = WorkspaceProgram.extend({
  byHand: z
    .strictObject({
      host: z.string().min(1),
      port: z.union([z.number().int(), z.string()]).describe('A text is the name of a parameter.'),
      say: z.array(z.string().min(1)).default([]).describe('Things worth saying first, as they are sent: "PING\\n".'),
    })
    .optional()
    .describe('From another host the learner talks to the program by hand, over TCP.'),
  programs: z
    .array(WorkspaceProgram)
    .default([])
    .describe('The programs beside it: those of `given/` start before it, the others after it, each in this order.'),
  topologyParameters: z
    .record(z.string(), Scalar)
    .default({})
    .describe('Values for parameters of the topology that Run takes instead: the loss that single tests set.'),
}).describe('What runs in the page; absent: Run opens the world, and programs are started in the terminals by command.')

const Tests = z.strictObject({
  files: z
    .array(z.enum(['visible', 'practice', 'sealed']))
    .min(1)
    .default(['visible', 'practice'])
    .describe('tests/visible.test.ts is shown; practice runs in the page too, unseen; sealed on the server only.'),
  groups: z
    .array(TestGroup)
    .min(1)
    .superRefine(eachItsOwn('id', 'an id that no other group has'))
    .describe('What the points are given for.'),
})

export const Exercise = z
  .strictObject({
    version: z.literal(1),
    id: Id.describe("The folder's name."),
    title: z.string().min(1),
    module: z.number().int().min(0).describe('Usually from module.yaml.'),
    kind: z.enum(['drill', 'exercise', 'challenge', 'capstone']),
    tier: z.union([z.literal(1), z.literal(2)]).describe('1: the course needs it. 2: for those who want more.'),
    difficulty: z
      .number()
      .int()
      .min(1)
      .max(5)
      .default(2)
      .describe(
        '1: a first step. 2: one idea. 3: several ideas at once. 4: a day. 5: whoever solves it could teach it.',
      ),
    prerequisites: z.array(Id).default([]).describe('Exercises to be solved before this one.'),
    tags: z.array(Id).default([]).describe('What it is about, for searching: framing, retransmission, dns.'),
    points: z.number().int().positive().describe('The points of all test groups together.'),
    backends: z.array(BackendName).min(1),
    needs: z.array(Capability).default([]),
    topology: z.string().min(1).describe('A name in content/topologies/, or ./file.yaml beside this one.'),
    topologyParameters: z.record(z.string(), Scalar).default({}).describe('Values for parameters of the topology.'),
    topologyFromVariant: z
      .record(z.string(), z.string())
      .default({})
      .describe("Parameters of the topology that take a variant parameter's value: { fwIdle: idleSeconds }."),
    variants: z.record(ParameterName, VariantParameter).default({}).describe('What differs between learners.'),
    submission: Submission.describe('What is handed in.'),
    starter: Claim.describe('What the untouched starter must do: fail, with a hint of its own.'),
    tests: Tests,
    limits: Limits.prefault({}).describe("How much of the world's time, the grader's time and memory a test may take."),
    leaks: Leaks.optional(),
    workspace: Workspace.optional(),
    linux: z
      .strictObject({ params: z.record(z.string(), Scalar) })
      .optional()
      .describe("Smaller parameters for real time: on Linux the same tests run with these instead of the variant's."),
    solution: z
      .enum(['always', 'after-pass', 'after-due', 'never'])
      .default('after-pass')
      .describe('When a learner may see the solution. A site built for a graded course shows none at all.'),
  })
  .superRefine(checkExerciseFields)
export type Exercise = z.output<typeof Exercise>

/** `module.yaml`: what the exercises of a module share. A field of the exercise itself goes before one of `defaults`. */
export const Module = z.strictObject({
  version: z.literal(1),
  number: z.number().int().min(0),
  title: z.string().min(1),
  defaults: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Fields of exercise.yaml that the module's exercises have unless they say otherwise; maps are merged."),
})
export type Module = z.output<typeof Module>
