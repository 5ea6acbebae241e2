import { expect } from 'ackademy/lab'
import { clientTest, resultOf, serverTest } from './setup.ts'

serverTest('v1 the answer comes after the FIN, not before', async ({ client }) => {
  await client.send('1\n2\n39\n')
  await client.expectSilence('100ms')
  await client.end()
  expect(await client.rest()).toBe(`${resultOf(1, 2, 39)}\n`)
})

clientTest('v2 the client sends its numbers, closes its half and prints the answer', async ({ server, program }) => {
  expect(await server.rest()).toBe('1\n2\n3\n')
  await server.send('6\n')
  await server.end()
  expect(await program.exited()).toMatchObject({ code: 0 })
  expect((await program.output()).stdout).toBe('6\n')
})
