import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { framed, query, replyOf, test, told } from './setup.ts'

test('v1 over UDP, a long reply is cut', async ({ lab }) => {
  const peer = await lab.host('client').udp()
  for (const [name, wanted] of [
    ['short.test', 'id 7, 1 records'],
    ['long.test', 'id 7, 0 records, cut'],
  ] as const) {
    await peer.send(query(7, name), ['server', params.port])
    const { data } = await expect(peer.receive(), `the reply about ${name} over UDP`).toHappen()
    expect(told(data), `the reply about ${name} over UDP`).toBe(wanted)
  }
})

test('v2 the length may come alone', async ({ connect, sendApart }) => {
  const client = await connect()
  const stream = framed(query(7, 'long.test'))
  await sendApart(client, [stream.subarray(0, 2), stream.subarray(2)])
  expect(
    await replyOf(client, 'the reply to a query whose length came alone'),
    'the reply to a query whose length came alone',
  ).toBe(`id 7, ${params.records} records`)
})
