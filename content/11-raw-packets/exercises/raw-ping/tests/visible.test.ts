import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 four requests, four replies, 60 ms each', async ({ client, requests }) => {
  const { replies, statistics } = await client.ping('server', { count: 4, intervalMs: 200, size: params.size })
  expect(statistics).toMatchObject({ sent: 4, received: 4, lossPercent: 0 })
  expect(replies.map((reply) => reply.seq)).toEqual([1, 2, 3, 4])
  for (const reply of replies) expect(reply.ms).toBeAbout('60ms')
  expect((await requests.all()).map((request) => request.icmp?.seq)).toEqual([1, 2, 3, 4])
})
