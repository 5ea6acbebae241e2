import { readFileSync, writeFileSync } from 'node:fs'
import vm from 'node:vm'
import { hasPassed, reportAsText, type TestResult, testAsText } from '#grader'
import { type GradeRequest, type OpenWorld, simulatedWorlds } from '#grader/running/index.ts'
import type { Graded } from '#grading/desk/index.ts'
import { gradeFiles, readSubmission } from '#grading/here/index.ts'
import type { Files } from '#lab'
import type { AddOnName } from '#node/library/index.ts'
import { localStarter } from '#node/processes/index.ts'
import { createVmRealm, type PreparedAddOn, type PreparedRealm } from '#node/realm/platform/vm/index.ts'
import { CommandError } from '../command-error.ts'
import type { OneFileOptions } from './options.ts'

/** Data that the build embeds: everything that is read from disk elsewhere. */
declare const __PARTS__: {
  realm: PreparedRealm
  addOns: Readonly<Record<AddOnName, PreparedAddOn>>
  loadDriver: Files
}

/** An exercise as the site publishes it for Check. */
type Published = Pick<GradeRequest, 'exercise' | 'seed' | 'variant'>

/** Grades one folder: a line as each test ends, then the report. Returns the exit status. */
export async function gradeOne(options: OneFileOptions): Promise<number> {
  const published = readPublished(options.exercise)
  const recordings: Graded['recordings'] = {}
  const report = await gradeFiles({
    exercise: published.exercise,
    submission: await readSubmission(options.folder, published.exercise),
    backend: 'simulated',
    seed: options.seed ?? published.seed,
    variant: options.variant ?? published.variant,
    openWorld: openWorlds(),
    submissionName: options.folder,
    ...(options.tests && { tests: options.tests }),
    onTest: (result) => process.stdout.write(`${testAsText(result)}\n`),
    onRecording: (test, pcapng) => {
      recordings[test] = Buffer.from(pcapng).toString('base64')
    },
  })
  process.stdout.write(`\n${reportAsText(report)}`)
  if (options.answer !== null) {
    const failed = report.tests.filter(isFailed).map(({ id }) => id)
    const kept = Object.fromEntries(Object.entries(recordings).filter(([test]) => failed.includes(test)))
    writeFileSync(options.answer, JSON.stringify({ report, recordings: kept } satisfies Graded))
  }
  if (report.status !== 'graded') return 2
  return hasPassed(report) ? 0 : 1
}

const isFailed = ({ status }: TestResult) => status === 'failed' || status === 'timed-out'

function readPublished(file: string): Published {
  try {
    const published = JSON.parse(readFileSync(file, 'utf8')) as Partial<Published>
    if (published.exercise && published.seed !== undefined && published.variant !== undefined)
      return published as Published
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`)
  }
  throw new CommandError(`${file} is no exercise as the site publishes it: expected exercise, seed and variant`)
}

/** Worlds whose programs run in contexts of this thread. */
function openWorlds(): OpenWorld {
  if (vm.runInNewContext('Object') === Object)
    throw new CommandError(
      'this Node has no contexts apart (node:vm), and a simulated process is one: use the lab itself',
    )
  const { realm, addOns, loadDriver } = __PARTS__
  const starter = localStarter((calls, synchronous) =>
    createVmRealm({ library: realm, calls, synchronous, addOns: (name) => addOns[name] }),
  )
  return simulatedWorlds(starter, loadDriver)
}
