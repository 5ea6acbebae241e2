import { expect } from 'ackademy/lab'
import { goodbye, test } from './setup.ts'

test('v1 a number gets its answer', async ({ connect }) => {
  const client = await connect()
  expect(await client.ask('3\n')).toBe('xxx')
  expect(await client.ask('0\n')).toBe('')
})

test('v2 a waiting client gets its answer, then the goodbye', async ({ lab, connect, server }) => {
  const client = await connect()
  await client.send('2000\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  expect(await client.rest()).toBe(`${'x'.repeat(2000)}\n${goodbye}`)
  await client.end()
  expect(await server.exited()).toMatchObject({ code: 0 })
  expect((await server.output()).stdout, 'what server.ts printed').toMatch(/drained 1 killed 0\n$/)
})
