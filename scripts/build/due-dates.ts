// Due dates after which solutions open. A site built before such a date doesn't contain the solution, so it is rebuilt after it.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Step } from './step.ts'

const FILE = 'generated/due-dates.json'

export const dueDates: Step = {
  name: 'due-dates',
  outputs: [FILE],
  inputs: ['content', 'src/grader/exercise', 'src/labs/publishing'],
  make: async () => {
    const { publishedExercises } = await import('#labs/publishing/index.ts')
    const solutions = (await publishedExercises()).map(({ lab }) => lab.solution)
    writeFileSync(FILE, JSON.stringify(solutions.flatMap((one) => (one?.when === 'after-due' ? [one.due] : []))))
    return undefined
  },
}

/** Whether a solution has opened since the page was built. */
export function hasOpenedSince(page: string, file = FILE, now = Date.now()): boolean {
  if (!existsSync(page) || !existsSync(file)) return false
  const built = statSync(page).mtimeMs
  const dues = JSON.parse(readFileSync(file, 'utf8')) as number[]
  return dues.some((due) => built < due && due <= now)
}
