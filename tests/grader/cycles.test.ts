/** A program that holds more after each repetition of the same steps has a leak. */
import { expect, test, vi } from 'vitest'
import { failuresOf, gradeHere, smallExercise } from './small-exercise.ts'

vi.setConfig({ testTimeout: 120_000 })

const exercise = smallExercise({
  ids: ['h1'],
  tests: `
const test = labTest(async (lab) => ({ server: await lab.host('server').run('server.ts', { listens: 9000 }) }))
test.cycles('h1 a connection leaves nothing behind', { cycles: 10, waits: '60s' }, async ({ lab }) => {
  const client = await lab.host('client').connect('server', 9000)
  expect(await client.ask('PING\\n')).toBe('PONG')
  await client.end()
  await client.rest()
})`,
})

const server = (extra: string) => `
import net from 'node:net'
net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', () => socket.write('PONG\\n'))
  socket.on('end', () => socket.end())
  ${extra}
}).listen(9000)
`

test('a program that lets go of all passes, and may hold what it held after the first time', async () => {
  expect(failuresOf(await gradeHere(exercise, server('')))).toEqual({})
  const once = `globalThis.tick ??= setInterval(() => {}, 60_000)`
  expect(failuresOf(await gradeHere(exercise, server(once)))).toEqual({})
})

test('one timer more for each connection is told as what it is', async () => {
  const report = await gradeHere(exercise, server('setInterval(() => {}, 60_000)'))
  expect(failuresOf(report)).toEqual({
    h1: 'After 10 times server.ts on server holds 9 timers more than after the first.',
  })
  expect(report.tests[0]!.evidence!.leaks).toMatchObject([{ kind: 'timer', process: 'server.ts on server' }])
})
