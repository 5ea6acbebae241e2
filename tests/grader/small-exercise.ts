import { type ExerciseSources, type Files, type LoadedExercise, loadExercise, type Report } from '#grader'
import { processorWait } from '#grader/node/index.ts'
import { type GradeRequest, simulatedWorlds } from '#grader/running/index.ts'
import { loadDriverFiles, sameThread } from '#lab/on-disk/index.ts'
import { grade } from './support.ts'

const WIRE = `version: 1
name: wire
topology:
  nodes:
    client: { interfaces: { eth0: { addresses: [10.0.9.1/24] } } }
    server: { interfaces: { eth0: { addresses: [10.0.9.2/24] } } }
  links: [{ endpoints: ["client:eth0", "server:eth0"], delay: 10ms }]
`

interface Small {
  /** `visible.test.ts`, behind the imports of `expect` and `labTest`. */
  tests: string
  ids: string[]
  /** Lines of exercise.yaml and hints.yaml that differ. */
  exercise?: string
  causes?: string
  program?: string
}

/** An exercise of one program on `server`, in memory: for what the runner does with tests, not for what is asked of learners. */
export const smallExercise = (small: Small): LoadedExercise => loadExercise(smallSources(small))

export function smallSources({
  tests,
  ids,
  exercise = '',
  causes = '',
  program = 'server.ts',
}: Small): ExerciseSources {
  return {
    folder: 'content/03-tcp/exercises/small',
    files: {
      'exercise.yaml': `version: 1
id: small
title: Small
module: 3
kind: exercise
tier: 1
points: ${ids.length}
backends: [simulated]
topology: wire
submission: { files: [${program}] }
starter: { fails: [${ids[0]}], hint: small }
tests:
  files: [visible]
  groups:
${ids.map((id) => `    - { id: ${id.replace(/\W+$/, '')}, title: "${id}", tests: ["${id}"], points: 1 }`).join('\n')}
${exercise}`,
      'hints.yaml': `version: 2\nstages: [{ text: What is a datagram? }]\ncauses:\n  - { id: small, at: { none: "*" }, when: { leak: file }, say: Something is wrong. }\n${causes}`,
      'prompt.mdx': 'Small.',
      [`starter/${program}`]: '',
      'tests/visible.test.ts': `import * as lab from 'ackademy/lab'\nconst { expect, labTest } = lab\n${tests}`,
    },
    topologies: { 'wire.yaml': WIRE },
  }
}

/** Programs in contexts of this thread. */
export const worlds = simulatedWorlds(sameThread(), loadDriverFiles())

/** A machine that stands still for half a minute must not fail a test, and these programs end by themselves. */
const PATIENT_MS = 600_000

/** Grades in this thread: for programs that can be trusted with it. */
export function gradeHere(
  exercise: LoadedExercise,
  submission: Files | string,
  more: Partial<GradeRequest> = {},
): Promise<Report> {
  const files = typeof submission === 'string' ? { [exercise.exercise.submission.files[0]!]: submission } : submission
  const here = { openWorld: worlds, waitedMs: processorWait(), elapsedMs: () => 0, submissionMs: PATIENT_MS }
  return grade(exercise, files, { ...here, ...more })
}

/** The sentences of the tests that did not pass, by their ids. */
export function failuresOf({ tests }: Report): Record<string, string> {
  const failed = tests.filter(({ status }) => status !== 'passed')
  return Object.fromEntries(failed.map(({ id, reason, evidence }) => [id, reason ?? evidence?.sentence ?? '']))
}
