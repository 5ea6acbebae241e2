import { fileURLToPath } from 'node:url'
import { allParts, type Claim, type Files, type LoadedExercise, type Report } from '#grader'
import { builtChild, compileFunction, PipedWorlds, type PipedWorldsOptions } from '#grader/node/index.ts'
import { type GradeRequest, gradeSubmission } from '#grader/running/index.ts'
import { FULL } from '../support/proof.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export { course, isOfModel } from './course.ts'

let worlds: PipedWorlds | null = null

function inChildren(): PipedWorlds {
  worlds ??= openWorlds()
  return worlds
}

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
  const openWorld = more.openWorld ?? inChildren().open
  const begun = performance.now()
  return gradeSubmission({
    exercise,
    submission,
    backend: 'simulated',
    seed: 1,
    variant: 'sample',
    openWorld,
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

/** Worlds whose programs run in child processes without a jail. */
export function openWorlds(options: Omit<PipedWorldsOptions, 'command'> = {}): PipedWorlds {
  const command = builtChild(here('../../generated'))
  if (!command) throw new Error('the program of child processes has not been made: npm run build')
  return new PipedWorlds({ command, ...options })
}

/**
 * What the claim says is failed, and what its hint looks at. What it says is passed as well where that is wanted: half of all worlds, which the
 * author's check (`ackademy check`) always holds.
 */
export function testsFor({ hints }: LoadedExercise, claim: Claim, withPasses = FULL): string[] {
  const when = hints.causes.find(({ id }) => id === claim.hint)?.when ?? {}
  const looked = allParts(when).flatMap(({ tests }) => [...(tests?.fail ?? []), ...(tests?.pass ?? [])])
  return [...new Set([...claim.fails, ...(withPasses ? claim.passes : []), ...looked])]
}
