/**
 * What fault schedules cost: one test in 1,000 seeded worlds of loss and reordering, a program of Node in each (goal: 10 s on two processors), on a crew
 * of threads and in one thread; beside them the processor time of a world, which says the same on a machine that is busy.
 */
import { availableParallelism } from 'node:os'
import { ThreadCrew } from '../src/grader/node/index.ts'
import { gradeHere, smallExercise } from '../tests/grader/small-exercise.ts'
import { type Figure, report } from './figure.ts'

const WORLDS = 1_000
const exercise = (worlds: number) =>
  smallExercise({
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

async function measure(worlds: number, threads: number): Promise<{ ms: number; cpuMs: number }> {
  const crew =
    threads > 0
      ? new ThreadCrew(
          { exercise: exercise(worlds), submission: { 'server.ts': program }, variant: 'sample', seed: 1 },
          { size: threads },
        )
      : null
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const { tests } = await gradeHere(exercise(worlds), program, crew ? { crew } : {})
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  await crew?.close()
  if (tests[0]?.status !== 'passed') throw new Error(`the program did not pass: ${tests[0]?.evidence?.sentence}`)
  return { ms, cpuMs: (user + system) / 1_000 }
}

async function* figures(): AsyncGenerator<Figure> {
  await measure(5, 0)
  const alone = await measure(100, 0)
  yield { what: 'a world, in one thread: processor time', value: alone.cpuMs / 100, unit: 'ms' }
  const threads = availableParallelism()
  const { ms, cpuMs } = await measure(WORLDS, threads)
  yield { what: `1,000 fault schedules on ${threads} threads`, value: ms, unit: 'ms', goal: 10_000 }
  yield { what: 'a world, on threads: processor time', value: cpuMs / WORLDS, unit: 'ms', goal: 20 }
}

await report(figures())
