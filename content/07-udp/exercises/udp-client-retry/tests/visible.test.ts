import { expect } from 'ackademy/lab'
import { ask, clientTest, PORT, reply, serverTest, textOf } from './setup.ts'

clientTest('v1 a call is answered', async ({ client, server }) => {
  const answer = client.call('server', PORT, 'hello')
  const request = await server.receive()
  expect(textOf(request)).toBe('hello')
  await server.send(reply(request, 'wörld'))
  expect(await answer).toBe('wörld')
})

serverTest('v2 the server adds', async ({ peer }) => {
  expect(await ask(peer, 1, 'add 5')).toBe('5')
  expect(await ask(peer, 2, 'add 37')).toBe('42')
  expect(await ask(peer, 3, 'sing')).toBe('unknown')
})
