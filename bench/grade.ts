/**
 * What grading costs: the solution of tcp-echo-line in simulated worlds without the jail, as a person types it (the whole command,
 * goal: 1.5 s), and how that time is spent; its author's check (goal: 15 s). Compared with the same tests run one after another in a process that
 * is warm already.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endedChildrenCpuMs } from '#lab/proc/index.ts'
import { closeWorlds, course, grade } from '../tests/grader/support.ts'
import { type Figure, median, report } from './figure.ts'

const GOAL_MS = 1_500
const CHECK_MS = 15_000
const main = fileURLToPath(new URL('../scripts/command.ts', import.meta.url))
const exercise = course.exercise('tcp-echo-line')
const solution = fileURLToPath(new URL(`../${exercise.folder}/solution`, import.meta.url))
/** Milliseconds of a whole command, as a person waits for it. */
function wholeCommand(...words: string[]): number {
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [main, ...words])
  if (status !== 0) throw new Error(`ackademy ${words.join(' ')} did not pass: ${stderr}`)
  return performance.now() - began
}

async function* figures(): AsyncGenerator<Figure> {
  const grading = () => wholeCommand('grade', '--unsandboxed', 'tcp-echo-line', solution)
  const whole = median(Array.from({ length: 5 }, grading))
  yield { what: 'ackademy grade, whole command', value: whole, unit: 'ms', goal: GOAL_MS }
  const before = endedChildrenCpuMs()
  const check = wholeCommand('check', '--backend', 'simulated', 'tcp-echo-line')
  yield { what: 'ackademy check, whole command', value: check, unit: 'ms', goal: CHECK_MS }
  yield { what: '… processor time', value: endedChildrenCpuMs() - before, unit: 'ms' }
  const warm: number[] = []
  const perTest = new Map<string, number[]>()
  for (let i = 0; i < 6; i++) {
    const began = performance.now()
    let last = began
    const onTest = ({ id }: { id: string }) => {
      const now = performance.now()
      perTest.set(id, [...(perTest.get(id) ?? []), now - last])
      last = now
    }
    await grade(exercise, exercise.solution!, { onTest })
    if (i > 0) warm.push(performance.now() - began)
  }
  yield { what: `${perTest.size} tests in a warm process`, value: median(warm), unit: 'ms' }
  const others = [...perTest].filter(([id]) => id !== 'h9')
  const sum = others.reduce((total, [, times]) => total + median(times), 0)
  yield { what: `${others.length} of them, all but h9`, value: sum, unit: 'ms', goal: GOAL_MS }
  for (const [id, times] of perTest) yield { what: `test ${id}`, value: median(times), unit: 'ms' }
}

await report(figures())
closeWorlds()
