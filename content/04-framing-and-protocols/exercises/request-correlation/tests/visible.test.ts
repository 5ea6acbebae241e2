import { expect } from 'ackademy/lab'
import { clientTest, line, question, serverTest } from './setup.ts'

serverTest('v1 the server answers three commands', async ({ peer }) => {
  expect(await peer.ask(`${line(7, 'ECHO', 'hello')}\n`)).toBe(line(7, 'OK', 'hello'))
  expect(await peer.ask(`${line(8, 'UPPER', 'hello')}\n`)).toBe(line(8, 'OK', 'HELLO'))
  expect(await peer.ask(`${line(9, 'REVERSE', 'hello')}\n`)).toBe(line(9, 'OK', 'olleh'))
})

clientTest('v2 a call gets its answer', async ({ client, peer }) => {
  const answer = client.call('ECHO', 'hello')
  const { id, text } = await question(peer)
  expect(text).toBe(line(id, 'ECHO', 'hello'))
  await peer.send(`${line(id, 'OK', 'hello')}\n`)
  expect(await answer).toBe('hello')
})
