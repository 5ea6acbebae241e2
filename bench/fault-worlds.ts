/**
 * What fault schedules cost: one test in 1,000 seeded worlds of loss and reordering, a program of Node in each, graded by the whole command as a person
 * types it, on a thread for each processor (goal: 10 s on two); beside it processor time, which says the same on a machine that is busy.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Files } from '#grader'
import { endedChildrenCpuMs } from '#lab/proc/index.ts'
import { gradeHere, smallExercise, smallSources } from '../tests/grader/small-exercise.ts'
import { type Figure, processorTime, report } from './figure.ts'

const WORLDS = 1_000
const ALONE = 100
const command = fileURLToPath(new URL('../scripts/command.ts', import.meta.url))
const exercise = (worlds: number) => ({
  ids: ['h1'],
  tests: `
const test = labTest(async (lab) => ({ server: await lab.host('server').run('server.ts', { listens: 9000 }) }))
test.faults('h1 answers', { worlds: ${worlds}, loss: 0.1, reorder: 0.1 }, async ({ lab }) => {
  const client = await lab.host('client').connect('server', 9000, { within: '20s' })
  expect(await client.ask('PING\\n', { within: '20s' })).toBe('PONG')
})`,
})
const program = `
import net from 'node:net'
net.createServer((socket) => {
  socket.on('error', () => {})
  socket.on('data', () => socket.write('PONG\\n'))
}).listen(9000)
`

function write(folder: string, files: Files): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** The whole command. */
function measure(worlds: number, place: string): { ms: number; cpuMs: number } {
  const paths = [
    write(join(place, String(worlds), 'small'), smallSources(exercise(worlds)).files),
    write(join(place, 'submission'), { 'server.ts': program }),
  ]
  const [began, used] = [performance.now(), endedChildrenCpuMs()]
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'grade', '--unsandboxed', ...paths])
  if (status !== 0) throw new Error(`the program did not pass: ${stdout}${stderr}`)
  return { ms: performance.now() - began, cpuMs: endedChildrenCpuMs() - used }
}

async function* figures(place: string): AsyncGenerator<Figure> {
  await gradeHere(smallExercise(exercise(5)), program)
  const began = processorTime()
  await gradeHere(smallExercise(exercise(ALONE)), program)
  const what = 'a world, in one thread: processor time'
  yield { what, value: (processorTime() - began) / ALONE, unit: 'ms' }
  // What has not been built yet is built now.
  const few = measure(1, place)
  const { ms, cpuMs } = measure(WORLDS, place)
  const threads = availableParallelism()
  yield { what: `1,000 fault schedules on ${threads} threads, whole command`, value: ms, unit: 'ms', goal: 10_000 }
  yield { what: '… processor time', value: cpuMs, unit: 'ms', beside: { what: 'with one world', value: few.cpuMs } }
}

const place = mkdtempSync(join(tmpdir(), 'fault-worlds-'))
try {
  await report(figures(place))
} finally {
  rmSync(place, { recursive: true })
}
