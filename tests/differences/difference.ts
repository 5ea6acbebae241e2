/** Programs that do something else here than on real Node, on purpose or not yet: each says what differs and why, and must differ. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { comparable, describeProgram, type Outcome, type ParityProgram } from '../parity/program.ts'

export interface Difference {
  name: string
  program: ParityProgram
  /** Heading of the page under which it stands. */
  area: string
  difference: string
  why: string
  /** The program without what it says of itself. */
  code: string
}

const FOLDER = fileURLToPath(new URL('./programs/', import.meta.url))

export const DIFFERENCES: readonly Difference[] = readdirSync(FOLDER).sort().map(readDifference)

function readDifference(name: string): Difference {
  const text = readFileSync(FOLDER + name, 'utf8')
  const [, area, difference, why, code] =
    /^\/\/ area: (.+)\n\/\/ difference: (.+)\n\/\/ why: (.+)\n([\s\S]+)$/.exec(text) ?? []
  if (!area || !difference || !why || !code)
    throw new Error(
      `${FOLDER}${name} has to begin with its area, difference and why, each a comment in a line of its own`,
    )
  // The same path on both sides, and in everybody's clone.
  return { name, program: describeProgram(FOLDER + name, text), area, difference, why, code }
}

/** What is shown of an outcome: standard output, or else the first line of an error that says something. */
export function shown(outcome: Outcome, { program }: Difference): string {
  const { stdout, stderr } = comparable(outcome, program)
  const error = /^\w*Error.*$/m.exec(stderr)?.[0]
  return (stdout || error || stderr).trimEnd()
}
