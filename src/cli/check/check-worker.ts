/**
 * A process of the author's check: grades one program after the other in simulated worlds. It gets the exercise once, reports regularly
 * that it is alive, and ends when its parent does. Programs run in contexts of this process; with the
 * argument `apart`, in children of their own, as submissions do.
 */
import { fileURLToPath } from 'node:url'
import { builtChild, PipedWorlds } from '#grader/node/index.ts'
import { type OpenWorld, simulatedWorlds } from '#grader/running/index.ts'
import { readExercise } from '#grading/course/index.ts'
import { gradeTimed } from '#grading/here/index.ts'
import { loadDriverFiles, sameThread } from '#lab/on-disk/index.ts'
import { BEAT_MS, type WorkerMessage, type WorkerQuestion } from './worker-process.ts'

const generated = fileURLToPath(new URL('../../../generated', import.meta.url))
const openWorld = process.argv.includes('apart') ? openApart() : simulatedWorlds(sameThread(), loadDriverFiles())
let exercise: ReturnType<typeof readExercise> | undefined
let queue = Promise.resolve()

process.on('message', (question: WorkerQuestion) => {
  queue = queue.then(() => answer(question))
})
process.on('disconnect', () => process.exit())
setInterval(() => tell({ alive: true }), BEAT_MS)

function openApart(): OpenWorld {
  const worlds = new PipedWorlds({ command: builtChild(generated)! })
  process.on('exit', () => worlds.close())
  return worlds.open
}

async function answer(question: WorkerQuestion): Promise<void> {
  if ('exercise' in question) exercise = readExercise(question.exercise)
  else tell(await outcome(question))
}

async function outcome({ job, extras }: Extract<WorkerQuestion, { job: unknown }>): Promise<WorkerMessage> {
  try {
    return { graded: await gradeTimed(exercise!, job, extras, openWorld) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function tell(message: WorkerMessage): void {
  // The parent may have just exited; then `disconnect` ends this process.
  if (process.connected) process.send!(message)
}
