import { expect } from 'ackademy/lab'
import { clientTest, expectAnswer, line, outcomeOf, question, serverTest } from './setup.ts'

serverTest('v1 the server answers three commands', async ({ peer }) => {
  await expectAnswer(peer, line(7, 'ECHO', 'hello'), line(7, 'OK', 'hello'), 'ECHO')
  await expectAnswer(peer, line(8, 'UPPER', 'hello'), line(8, 'OK', 'HELLO'), 'UPPER')
  await expectAnswer(peer, line(9, 'REVERSE', 'hello'), line(9, 'OK', 'olleh'), 'REVERSE')
})

clientTest('v2 a call gets its answer', async ({ client, peer }) => {
  const answer = outcomeOf(client.call('ECHO', 'hello'))
  const { id, text } = await question(peer, 'the line of your first call')
  expect(text, 'the line of your first call').toBe(line(0, 'ECHO', 'hello'))
  await peer.send(`${line(id, 'OK', 'hello')}\n`)
  await expect(answer, 'what call() gave').toBe('hello')
})
