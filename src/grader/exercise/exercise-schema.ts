import { z } from 'zod'
import { eachItsOwn } from '#lab/yaml/index.ts'
import { checkExerciseFields } from './exercise-rules.ts'
import {
  BackendName,
  DurationText,
  FilePath,
  Id,
  InstantText,
  MebibytesText,
  ParameterName,
  Scalar,
  TestPattern,
} from './fields.ts'

/** Capabilities of a backend; Lab defines the list. */
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
  .describe('A capability that the backend needs.')

const About = z
  .string()
  .regex(/^[^\n\r\u2028\u2029]+$/, 'expected one line')
  .optional()
  .describe('Comment for params.ts, if the name does not explain itself.')

export const VariantParameter = z
  .union([
    z.strictObject({ oneOf: z.array(Scalar).min(1).describe('One of these values.'), about: About }),
    z.strictObject({
      integer: z.tuple([z.number().int(), z.number().int()]).describe('Minimum and maximum.'),
      step: z.number().int().positive().default(1).describe('Step between values.'),
      about: About,
    }),
    z.strictObject({ value: Scalar.describe('The same value in every variant.'), about: About }),
  ])
  .describe("A parameter of a variant: drawn from the variant's key and written to params.ts.")
export type VariantParameter = z.output<typeof VariantParameter>

/** Expected result of running the tests: the signature of a mistake, and the hint that must come first. */
export const Claim = z.strictObject({
  fails: z.array(TestPattern).min(1).describe('For each pattern at least one test must fail.'),
  passes: z
    .array(TestPattern)
    .default([])
    .describe(
      'Every test that matches a pattern must pass; otherwise any broken program would have the same signature.',
    ),
  hint: Id.optional().describe('Id of the cause in hints.yaml that is true of it and must be shown; default: none.'),
  also: z.array(Id).default([]).describe('Ids of other causes that are true of it and may be shown.'),
  backends: z
    .array(BackendName)
    .min(1)
    .optional()
    .describe('Backends that the claim is for; default: all backends of the exercise.'),
})
export type Claim = z.output<typeof Claim>

export const TestGroup = z.strictObject({
  id: Id,
  title: z.string().min(1).describe('Shown next to the points.'),
  tests: z.array(TestPattern).min(1).describe('Every test belongs to exactly one group.'),
  points: z.number().positive(),
  credit: z
    .enum(['all', 'each'])
    .default('all')
    .describe('all: points only if every test passes. each: in proportion to the weights of the passed tests.'),
  weights: z
    .record(TestPattern, z.number().positive())
    .default({})
    .describe('Weight of a test with "credit: each"; default 1. The weight of a pattern is divided among its tests.'),
})
export type TestGroup = z.output<typeof TestGroup>

const Submission = z.strictObject({
  files: z.array(FilePath).min(1).describe('Required files.'),
  others: z.boolean().default(true).describe('Whether other files are allowed.'),
  maxBytes: z.number().int().positive().default(1_000_000).describe('Total size of all files.'),
})

const Limits = z.strictObject({
  within: DurationText.default('2s').describe("Default time limit of a wait, in the world's time."),
  virtual: DurationText.default('10min').describe("Time limit of a test, in the world's time."),
  real: DurationText.default('60s').describe("Time limit of a test, in the grader's real time."),
  submission: DurationText.default('40s').describe(
    "Time limit of all tests of a submission together, in the grader's real time. The tests that are left then fail.",
  ),
  memory: MebibytesText.default('256M').describe('Memory limit of one program.'),
  output: MebibytesText.default('1M').describe('Limit on standard output and error of one program.'),
  packets: z.number().int().positive().default(100_000).describe('Limit on packets of one test, all hosts together.'),
})

/** Default limits. */
export const USUAL_LIMITS = Limits.parse({})

const Leaks = z
  .strictObject({
    listeners: z
      .array(z.union([z.number().int(), z.string()]))
      .default([])
      .describe('Ports that may still be listening; text is the name of a parameter.'),
    sockets: z.number().int().default(0),
    timers: z.number().int().default(0),
  })
  .describe('What may remain open after each test; default: leaks are checked only if a test asks.')

const WorkspaceProgram = z.strictObject({
  program: FilePath.describe('A submitted file, or one in `given/` …'),
  host: z.string().min(1).describe('… started on this host, in its terminal.'),
  args: z
    .array(z.union([Scalar, z.strictObject({ parameter: ParameterName })]))
    .default([])
    .describe('Its arguments; { parameter: port } is the value of a parameter.'),
  start: z
    .enum(['run', 'hand'])
    .default('run')
    .describe('run: Run starts it. hand: the learner starts it with the button in its terminal.'),
})

const Workspace = WorkspaceProgram.extend({
  firstStep: z
    .string()
    .min(1)
    .optional()
    .describe(
      'What to do first, in a sentence or two with code in backticks: one small change, then Run and what to look at.',
    ),
  byHand: z
    .strictObject({
      host: z.string().min(1),
      port: z.union([z.number().int(), z.string()]).describe('Text is the name of a parameter.'),
      say: z.array(z.string().min(1)).default([]).describe('Suggested first messages, as they are sent: "PING\\n".'),
    })
    .optional()
    .describe('A manual client: the learner talks to the program from another host, over TCP.'),
  programs: z
    .array(WorkspaceProgram)
    .default([])
    .describe('Additional programs: those in `given/` start before the main one, the others after it, in this order.'),
  topologyParameters: z
    .record(z.string(), Scalar)
    .default({})
    .describe('Topology parameters that Run uses instead, such as the loss that single tests set.'),
}).describe(
  'Programs that run in the page; default: Run opens the world, and the learner starts programs in the terminals.',
)

const Tests = z.strictObject({
  files: z
    .array(z.enum(['visible', 'practice', 'sealed']))
    .min(1)
    .default(['visible', 'practice'])
    .describe(
      'tests/visible.test.ts is shown to learners; practice runs in the page but is hidden; sealed runs on the server only.',
    ),
  groups: z
    .array(TestGroup)
    .min(1)
    .superRefine(eachItsOwn('id', 'an id that no other group has'))
    .describe('Groups of tests, each with its points.'),
})

/** When learners may see a solution, the strictest last. */
export const SolutionOpening = z.enum(['after-pass', 'after-due', 'never'])
export type SolutionOpening = z.output<typeof SolutionOpening>

export const Exercise = z
  .strictObject({
    version: z.literal(1),
    id: Id.describe("The folder's name."),
    title: z.string().min(1),
    module: z.number().int().min(0).describe('Usually from module.yaml.'),
    kind: z.enum(['drill', 'exercise', 'challenge', 'capstone']),
    tier: z.union([z.literal(1), z.literal(2)]).describe('1: required by the course. 2: optional.'),
    difficulty: z
      .number()
      .int()
      .min(1)
      .max(5)
      .default(2)
      .describe(
        '1: a first step. 2: one idea. 3: several ideas at once. 4: a day. 5: solving it qualifies you to teach it.',
      ),
    prerequisites: z.array(Id).default([]).describe('Exercises to solve before this one.'),
    tags: z.array(Id).default([]).describe('Topics, for search: framing, retransmission, dns.'),
    points: z.number().int().positive().describe('Sum of the points of all test groups.'),
    backends: z.array(BackendName).min(1),
    needs: z.array(Capability).default([]),
    topology: z.string().min(1).describe('A name in content/topologies/, or ./file.yaml in this folder.'),
    topologyParameters: z.record(z.string(), Scalar).default({}).describe('Values for parameters of the topology.'),
    topologyFromVariant: z
      .record(z.string(), z.string())
      .default({})
      .describe("Parameters of the topology that take a variant parameter's value: { fwIdle: idleSeconds }."),
    random: z
      .array(z.string().regex(/^[a-z][\w.]*(\[\d+:\d+\])?$/, 'expected a field, or bytes of one: udp.payload[0:8]'))
      .default([])
      .describe(
        'Fields of datagrams that programs draw at random: udp.payload[0:8]. Beside the solution their values are not compared, only which are the same.',
      ),
    variants: z.record(ParameterName, VariantParameter).default({}).describe('Values that differ between learners.'),
    submission: Submission.describe('The files that learners submit.'),
    starter: Claim.describe('Expected result of the unchanged starter: it must fail, with a hint of its own.'),
    tests: Tests,
    limits: Limits.prefault({}).describe("Limits on a test: the world's time, the grader's time, memory."),
    leaks: Leaks.optional(),
    workspace: Workspace.optional(),
    linux: z
      .strictObject({ params: z.record(z.string(), Scalar) })
      .optional()
      .describe("Smaller parameters for real time: on Linux the same tests run with these instead of the variant's."),
    solution: SolutionOpening.optional().describe(
      'When learners may see the solution; default: as course.yaml says under solutions. The stricter of the two counts.',
    ),
    due: InstantText.optional().describe(
      "When the exercise is due, with the time's zone: 2026-12-01T23:59:00+01:00; default: the due of course.yaml.",
    ),
  })
  .superRefine(checkExerciseFields)
export type Exercise = z.output<typeof Exercise>

/** `module.yaml`: settings shared by the exercises of a module. An exercise's own field overrides `defaults`. */
export const Module = z.strictObject({
  version: z.literal(1),
  number: z.number().int().min(0),
  title: z.string().min(1),
  defaults: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Default values for the exercise.yaml of the module's exercises; maps are merged."),
})
export type Module = z.output<typeof Module>
