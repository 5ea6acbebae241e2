import { fileURLToPath } from 'node:url'
import type { Claim, Files, LoadedExercise, Report } from '../../src/grader/index.ts'
import { builtChild, compileFunction, PipedWorlds } from '../../src/grader/node/index.ts'
import { type GradeRequest, gradeSubmission } from '../../src/grader/running/index.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export { course } from './course.ts'

let worlds: PipedWorlds | null = null
export function closeWorlds(): void {
  worlds?.close()
  worlds = null
}

/** Grades files as `ackademy grade --unsandboxed` does: simulated, every program in a child process. */
export async function grade(
  exercise: LoadedExercise,
  submission: Files,
  more: Partial<GradeRequest> = {},
): Promise<Report> {
  worlds ??= openWorlds()
  const begun = performance.now()
  return gradeSubmission({
    exercise,
    submission,
    backend: 'simulated',
    seed: 1,
    variant: 'sample',
    openWorld: worlds.open,
    compileFunction,
    authority: 'practice',
    platform: 'test',
    node: process.versions.node,
    host: 'test',
    startedAt: new Date(0),
    elapsedMs: () => performance.now() - begun,
    ...more,
  })
}

function openWorlds(): PipedWorlds {
  const command = builtChild(here('../../generated'))
  if (!command) throw new Error('the program of child processes has not been made: npm run build')
  return new PipedWorlds({ command })
}

/** What the claim names, and what its hint looks at. */
export function testsFor({ hints }: LoadedExercise, claim: Claim): string[] {
  const { when } = hints.mistakes.find(({ id }) => id === claim.hint)!
  const conditions = 'any' in when ? when.any : [when]
  const looked = conditions.flatMap(({ fails = [], passes = [], capture = [] }) => [
    ...fails,
    ...passes,
    ...capture.map(({ test }) => test),
  ])
  return [...new Set([...claim.fails, ...claim.passes, ...looked])]
}
