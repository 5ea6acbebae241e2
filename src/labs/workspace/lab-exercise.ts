/** What the lab page of an exercise is made from: data, prepared when the site is built. */
export interface LabExercise {
  id: string
  title: string
  module: { number: number; title: string; href: string }
  /** Those that lead to it, in the order of the course: it belongs to the first. */
  lessons: { href: string; title: string }[]
  /** What a hint says to read again, by the place that its report names. */
  readAgain: Readonly<Record<string, { href: string; title: string }>>
  /** What the learner edits, as the exercise begins it. */
  starter: Readonly<Record<string, string>>
  /** Programs to try it with: to be read and started, never edited, never handed in. */
  given: Readonly<Record<string, string>>
  /** Shown beside it, never edited: the parameters of the variant. */
  generated: Readonly<Record<string, string>>
  /** Whether files of the learner's own are handed in beside those. */
  handsIn: { others: boolean }
  /** What the editor opens first … */
  entry: string
  /** … and the host of its terminal. */
  host: string
  /** Whether the simulated internet runs it. Where only a real kernel does, handing in is all there is to do here. */
  runsHere: boolean
  /** What runs in this world, each in the terminal of its host; none where a run begins with a command. */
  programs: readonly LabProgram[]
  topology: LabTopology
  /** From this host the learner talks to the program by hand; null where no program waits to be talked to. */
  byHand: { host: string; port: number; say: readonly string[] } | null
  seed: number
  variant: string
  /** Stages of hints that anybody may open, with the share of the points that each costs. */
  hints: { text: string; costs: number; file: { name: string; text: string } | null }[]
  /** Where the solution can be fetched, and when it may be; null where it is kept. */
  solution: { address: string; when: 'always' | 'after-pass' } | null
  /** Where the tests and all else that Check needs can be fetched. */
  bundle: string
  visibleTests: { name: string; text: string }
  /** How many tests the exercise has, and how many of them are not shown. */
  tests: { visible: number; practice: number }
}

/** What stands beside the learner's files and is not theirs. */
export const providedFiles = ({ given, generated }: LabExercise): Readonly<Record<string, string>> => ({
  ...given,
  ...generated,
})

export interface LabProgram {
  program: string
  host: string
  args: readonly string[]
  /** Run starts it, or the learner does during the run. */
  start: 'run' | 'hand'
}

/** The network as it is drawn, and the file it is made from. */
export interface LabTopology {
  file: string
  text: string
  /** Values for its parameters. */
  params: Readonly<Record<string, string | number | boolean>>
  nodes: { name: string; kind: string; address: string }[]
  /** `endpoints` are interfaces, `client:eth0`; `ends` are the nodes they belong to. */
  links: {
    endpoints: [string, string]
    ends: [string, string]
    /** As the topology has it: milliseconds one way, share lost, bits a second (0: no limit). */
    begins: { delay: number; loss: number; rate: number }
  }[]
}
