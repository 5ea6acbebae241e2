// Runs the solution of each exercise as Run does in the page, and stores the conversation: the task shows it as a session.
import { globSync, writeFileSync } from 'node:fs'
import type { Step } from './step.ts'

const FILE = 'generated/sessions.json'

export const sessions: Step = {
  name: 'sessions',
  outputs: [FILE],
  inputs: [
    ...globSync('content/*/exercises'),
    ...['content/topologies', 'src/runtime', 'src/grader/exercise', 'src/labs/publishing'],
  ],
  make: async () => {
    const { publishedExercises } = await import('#labs/publishing/index.ts')
    const { recordSession } = await import('#labs/publishing/record-session.ts')
    const exercises = await publishedExercises()
    const recorded: Record<string, unknown> = {}
    for (const { lab } of exercises) recorded[lab.id] = await recordSession(lab.id)
    writeFileSync(FILE, JSON.stringify(recorded))
    return undefined
  },
}
