/**
 * What grading costs: the solution of tcp-echo-line in simulated worlds without the jail, as a person types it (the whole command,
 * goal: 1.5 s), and how that time is spent. Compared with the same tests run one after another in a process that is warm already.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { closeWorlds, course, grade } from '../tests/grader/support.ts'

const GOAL_MS = 1_500
const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const exercise = course.exercise('tcp-echo-line')
const solution = fileURLToPath(new URL(`../${exercise.folder}/solution`, import.meta.url))
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
const show = (name: string, ms: number, more = '') =>
  console.log(`${name.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms${more}`)

const whole = Array.from({ length: 5 }, () => {
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [main, 'grade', '--unsandboxed', 'tcp-echo-line', solution])
  if (status !== 0) throw new Error(`the solution did not pass: ${stderr}`)
  return performance.now() - began
})
show(
  'ackademy grade, whole command',
  median(whole),
  `   goal ${GOAL_MS} ms: ${median(whole) <= GOAL_MS ? 'kept' : 'missed'}`,
)

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
show('13 tests in a warm process', median(warm))
for (const [id, times] of perTest) show(`  ${id}`, median(times))
closeWorlds()
