import type { Exercise, Mention, Params, Scalar } from '#grader'

/** Data behind an exercise's lab page, prepared when the site is built. */
export interface LabExercise {
  id: string
  title: string
  module: { number: number; title: string; href: string }
  /** The exercises to go on with, nearest first: those after it in the order of the lessons, then those before it. */
  next: { id: string; href: string; title: string }[]
  /** Lessons for this exercise, in course order; it belongs to the first. */
  lessons: { href: string; title: string }[]
  /** Lessons that a hint tells the learner to review, by the place that its report names. */
  readAgain: Readonly<Record<string, { href: string; title: string }>>
  /** Files that the learner edits, with their initial text. */
  starter: Readonly<Record<string, string>>
  /** Programs provided for trying it out: read only, and not submitted. */
  given: Readonly<Record<string, string>>
  /** Generated file, read only: the parameters of the variant that the task mentions. */
  generated: Readonly<Record<string, string>>
  /** The same file with every parameter, as a grader makes it: programs run with this one. */
  whole: Readonly<Record<string, string>>
  /** What to do first, with code in backticks. */
  firstStep: string | null
  /** Whether the learner's additional files are submitted too. */
  handsIn: { others: boolean }
  /** File that the editor opens first … */
  entry: string
  /** … and the host of its terminal. */
  host: string
  /** Whether the simulated internet runs it. Where only a real kernel does, all the page can do is submit. */
  runsHere: boolean
  /** Programs of this world, each in its host's terminal; none where the learner starts with a command. */
  programs: readonly LabProgram[]
  topology: LabTopology
  /** Host and port of the manual client; null where no program waits for one. */
  byHand: { host: string; port: number; say: readonly string[] } | null
  seed: number
  variant: string
  /** The variant's parameters, and what of the page depends on them; null where every variant is the same. */
  params: Params
  variants: LabVariants | null
  /** Stages of hints open to everybody, with the share of the points that each costs. */
  hints: { text: string; costs: number; file: { name: string; text: string } | null }[]
  /** Where the solution can be fetched and when it opens, in milliseconds since 1970; null where it never does. */
  solution: ({ address: string } & ({ when: 'after-pass' } | { when: 'after-due'; due: number })) | null
  /** Where Check fetches the tests and everything else it needs. */
  bundle: string
  visibleTests: { name: string; text: string }
  /** Numbers of tests: shown, hidden, and run only where the exercise is submitted. */
  tests: { visible: number; practice: number; sealed: number }
}

/** What the page makes another variant of. */
export interface LabVariants {
  parameters: Exercise['variants']
  mentions: readonly Mention[]
  /** Arguments of each program; those named by a parameter vary. */
  args: readonly (readonly (Scalar | { parameter: string })[])[]
  /** The manual client's port, or the parameter that has it. */
  port: number | string | null
}

/** File shown next to the learner's files that is not theirs. */
export const providedFiles = ({ given, generated }: LabExercise): Readonly<Record<string, string>> => ({
  ...given,
  ...generated,
})

export interface LabProgram {
  program: string
  host: string
  args: readonly string[]
  /** `run`: Run starts it; `hand`: the learner does, during the run. */
  start: 'run' | 'hand'
}

/** The network as drawn, and the file that describes it. */
export interface LabTopology {
  file: string
  text: string
  /** Values of its parameters. */
  params: Readonly<Record<string, string | number | boolean>>
  nodes: { name: string; kind: string; address: string }[]
  /** Protocols by port, for reading packets. */
  ports: Readonly<Record<number, string>>
  /** `endpoints` are interfaces, such as `client:eth0`; `ends` are the nodes that they belong to. */
  links: {
    endpoints: [string, string]
    ends: [string, string]
    /** Initial values from the topology: milliseconds one way, share lost, bits per second (0: no limit). */
    begins: { delay: number; loss: number; rate: number }
  }[]
}
