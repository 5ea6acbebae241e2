import { expect } from 'ackademy/lab'
import { clientTest, expectReply, idWith, outcomeOf, PORT, reply, serverTest, textOf } from './setup.ts'

clientTest('v1 a call is answered', async ({ client, server, request }) => {
  const answer = outcomeOf(client.call('server', PORT, 'héllo'))
  const received = await request()
  expect(textOf(received), { about: 'the text of your request', datagram: received }).toBe('héllo')
  await server.send(reply(received, 'wörld'))
  await expect(answer, 'what the call came to').toBe('wörld')
})

serverTest('v2 the server adds', async ({ peer }) => {
  await expectReply(peer, idWith(1), 'add 5', '5')
  await expectReply(peer, idWith(2), 'add 37', '42')
  await expectReply(peer, idWith(3), 'add -2', '40')
  await expectReply(peer, idWith(4), 'sing', 'unknown')
})
