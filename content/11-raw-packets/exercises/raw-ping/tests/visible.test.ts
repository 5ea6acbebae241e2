import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 four requests, four replies, 60 ms each', async ({ ping, requests }) => {
  const { replies, statistics } = await ping('server', { count: 4, intervalMs: 200, size: params.size })
  const sent = await requests.all()
  const numbers = sent.map((request) => request.icmp?.seq)
  expect(numbers, 'the sequence numbers of your requests').toEqual([1, 2, 3, 4])
  const isRight = sent.every((request) => request.icmp!.checksumOk)
  expect(isRight, 'the checksums of your requests are right').toBe(true)
  const kinds = ['reply', 'reply', 'reply', 'reply']
  expect(
    replies.map(({ kind }) => kind),
    'what came of four requests',
  ).toEqual(kinds)
  expect(
    replies.map(({ seq }) => seq),
    'seq in your replies',
  ).toEqual([1, 2, 3, 4])
  for (const { seq, ms } of replies) expect(ms, `ms of reply ${seq}`).toBeAbout('60ms')
  expect(statistics, 'your statistics').toMatchObject({ sent: 4, received: 4, lossPercent: 0 })
})
