/** Worlds on several threads: faster, and never another result. */
import { expect, test, vi } from 'vitest'
import type { LoadedExercise } from '#grader'
import { WorkerPool } from '#grader/node/index.ts'
import { failuresOf, gradeHere, smallExercise } from './small-exercise.ts'

vi.setConfig({ testTimeout: 300_000 })

const lossy = (worlds: number) =>
  smallExercise({
    ids: ['h1'],
    tests: `
const test = labTest(async (lab) => ({ server: await lab.host('server').run('server.ts', { listens: 9000 }) }))
test.faults('h1 answers', { worlds: ${worlds}, loss: 0.3, filter: 'tcp', first: 8 }, async ({ lab }) => {
  const client = await lab.host('client').connect('server', 9000, { within: '20s' })
  expect(await client.ask('PING\\n', { within: '20s' })).toBe('PONG')
})`,
  })
const [exercise, few] = [lossy(6), lossy(2)]
const server = (on: string) => `
import net from 'node:net'
net.createServer((socket) => {
  ${on}
  socket.on('data', () => socket.write('PONG\\n'))
}).listen(9000)
`

async function gradeWithPool(exercise: LoadedExercise, program: string, patienceMs?: number) {
  const job = { exercise, submission: { 'server.ts': program }, variant: 'sample', seed: 1 }
  const pool = new WorkerPool(job, { size: 2, paysFrom: 0, ...(patienceMs !== undefined && { patienceMs }) })
  try {
    return await gradeHere(exercise, program, { pool })
  } finally {
    await pool.close()
  }
}

test('the report is the same as without threads, for a program that passes and for one that fails', async () => {
  const withoutTimes = ({ run: _, ...report }: Awaited<ReturnType<typeof gradeHere>>) => report
  const patient = server('')
  expect(failuresOf(await gradeWithPool(exercise, patient))).toEqual({})
  const hasty = server('socket.setTimeout(150, () => process.exit(3))')
  expect(withoutTimes(await gradeWithPool(exercise, hasty))).toEqual(withoutTimes(await gradeHere(exercise, hasty)))
})

test('a world that the pool does not answer in time runs here', async () => {
  expect(failuresOf(await gradeWithPool(few, server(''), 1))).toEqual({})
})
