import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { bytesOf, expectAcknowledges, expectStats, FIRST, report, test } from './setup.ts'

test('v1 every sender gets the acknowledgment of its own datagram', async ({ a, b, c }) => {
  for (const [peer, text] of [
    [a, 'hello'],
    [b, 'good morning'],
    [c, 'hi'],
  ] as const)
    await peer.send(text, FIRST)
  for (const [peer, text, name] of [
    [a, 'hello', 'a'],
    [b, 'good morning', 'b'],
    [c, 'hi', 'c'],
  ] as const) {
    const what = `the reply to host ${name}`
    expectAcknowledges(await expect(peer.receive(), what).toHappen(), bytesOf(text), what)
  }
})

test('v2 metrics are added up', async ({ a, b }) => {
  await report(a, `${params.metric}:1|c`)
  await report(b, `${params.metric}:41|c`)
  await report(a, 'logins:2|c')
  const expected = `bad=0\n${[`${params.metric} 42\n`, 'logins 2\n'].sort().join('')}`
  await expectStats(a, expected, 'the counters after three reports')
})
