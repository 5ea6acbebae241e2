import { expect } from 'ackademy/lab'
import { ends, goodbye, printed, test } from './setup.ts'

test('v1 a number gets its answer', async ({ connect }) => {
  const client = await connect()
  await expect(client.ask('3\n'), 'the answer to 3').toBe('xxx')
  await expect(client.ask('0\n'), 'the answer to 0').toBe('')
})

test('v2 a waiting client gets its answer, then the goodbye', async ({ lab, connect, server }) => {
  const client = await connect()
  await client.send('2000\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  const heard = `${'x'.repeat(2000)}\n${goodbye}`
  await expect(client.rest(), 'what a client hears that waits for an answer').toBe(heard)
  await client.end()
  const { code } = await expect(server.exited(), ends).toHappen()
  expect(code, 'the exit status of your server').toBe(0)
  expect((await server.output()).stdout, printed).toMatch(/drained 1 killed 0\n$/)
})
