import { expect } from 'ackademy/lab'
import {
  answerOf,
  clientTest,
  destinations,
  instanceOf,
  NET1,
  NET2,
  PORT,
  QUESTION,
  question,
  SERVICE,
  serverTest,
} from './setup.ts'

serverTest('v1 a server answers the one who asks', async ({ lab, asker }) => {
  await asker.send(QUESTION, NET1)
  const answer = await expect(asker.receive(), 'the answer to a broadcast question').toHappen()
  const to = await destinations(lab, `udp.srcport == ${PORT}`, 'one:eth0')
  expect(to, 'the address that the answer was sent to').toEqual(['10.0.1.10'])
  expect(answer.from.port, { about: 'the source port of the answer', datagram: answer }).toBe(PORT)
  const about = { about: 'the answer without its instance', datagram: answer }
  expect(answer.text.replace(/[0-9a-f]{16}$/, 'INSTANCE'), about).toBe(`AM ${SERVICE} INSTANCE`)
})

clientTest('v2 a client asks on both networks and prints who answers', async ({ lab, discover, one, two }) => {
  const client = await discover()
  for (const [peer, [address], n] of [
    [one, NET1, 1],
    [two, NET2, 2],
  ] as const) {
    const asked = await question(peer, `the question on ${address}`)
    expect(asked.text, { about: `the question on ${address}`, datagram: asked }).toBe(QUESTION)
    const to = await destinations(lab, `udp.dstport == ${PORT}`, n === 1 ? 'one:eth0' : 'two:eth0')
    expect(to, 'the address that the question was sent to').toEqual([address])
    await peer.send(answerOf(n), asked.from)
    const line = client.line()
    const found = `found ${instanceOf(n)} at ${n === 1 ? '10.0.1.21' : '10.0.2.22'}`
    await expect(line, `what the client printed when a server on ${address} answered`).toBe(found)
  }
})
