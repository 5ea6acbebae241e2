import { expect } from 'ackademy/lab'
import { answer, clientTest, ends, printed, resultOf, serverTest, status } from './setup.ts'

serverTest('v1 the answer comes after the FIN, not before', async ({ client }) => {
  await client.send('1\n2\n39\n')
  await expect(client.expectSilence('100ms'), "your server, before the client's FIN").toHappen()
  await client.end()
  await expect(client.rest(), answer).toBe(`${resultOf(1, 2, 39)}\n`)
})

clientTest('v2 the client sends its numbers, closes its half and prints the answer', async ({ server, program }) => {
  await expect(server.rest(), 'what your client sent up to its FIN').toBe('1\n2\n3\n')
  await server.send('6\n')
  await server.end()
  const { code } = await expect(program.exited(), ends).toHappen()
  expect(code, status).toBe(0)
  expect((await program.output()).stdout, printed).toBe('6\n')
})
