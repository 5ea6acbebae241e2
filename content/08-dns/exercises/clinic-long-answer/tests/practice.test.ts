import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { framed, query, replyOf, test } from './setup.ts'

const LONG = `${params.records} records`

test('h3 a query may come byte by byte', { waits: '3s' }, async ({ connect, sendApart }) => {
  const client = await connect()
  const stream = framed(query(0x0102, 'long.test'))
  await sendApart(
    client,
    times(stream.length, (i) => stream.subarray(i, i + 1)),
  )
  const what = 'the reply to a query that came byte by byte'
  expect(await replyOf(client, what), what).toBe(`id 258, ${LONG}`)
})

test('h4 several queries in one segment', async ({ connect }) => {
  const client = await connect()
  await client.send(framed(query(1, 'long.test'), query(2, 'short.test'), query(3, 'long.test')))
  const replies = []
  for (const n of ['first', 'second', 'third'])
    replies.push(await replyOf(client, `the ${n} reply to three queries in one segment`))
  expect(replies.sort(), 'the replies to three queries in one segment').toEqual([
    `id 1, ${LONG}`,
    'id 2, 1 records',
    `id 3, ${LONG}`,
  ])
})

test('h5 a query and a half', async ({ connect, sendApart }) => {
  const client = await connect()
  const stream = framed(query(1, 'long.test'), query(2, 'short.test'))
  for (const cut of [30, 31, 40]) {
    await sendApart(client, [stream.subarray(0, cut), stream.subarray(cut)])
    const replies = []
    for (const n of ['first', 'second']) replies.push(await replyOf(client, `the ${n} reply to a query and a half`))
    expect(replies.sort(), 'the replies to a query and a half, and the rest').toEqual([
      `id 1, ${LONG}`,
      'id 2, 1 records',
    ])
  }
})

test('h6 one query after another', async ({ connect }) => {
  const client = await connect()
  for (const id of [1, 2, 3]) {
    await client.send(framed(query(id, 'long.test')))
    const what = `the reply to query ${id} of one connection`
    expect(await replyOf(client, what), what).toBe(`id ${id}, ${LONG}`)
  }
})

test('h7 two clients send in turn', async ({ connect, sendApart }) => {
  const clients = [await connect(), await connect()] as const
  const streams = [framed(query(1, 'long.test')), framed(query(2, 'short.test'))] as const
  for (const [from, to] of [
    [0, 1],
    [1, 10],
    [10, 40],
  ])
    for (const i of [0, 1] as const) await sendApart(clients[i], [streams[i].subarray(from, to)])
  expect(
    await replyOf(clients[0], 'the reply to the first of two clients'),
    'the reply to the first of two clients',
  ).toBe(`id 1, ${LONG}`)
  expect(
    await replyOf(clients[1], 'the reply to the second of two clients'),
    'the reply to the second of two clients',
  ).toBe('id 2, 1 records')
})

test('h8 what is no query is skipped', async ({ connect }) => {
  const client = await connect()
  const response = query(1, 'long.test').map((byte, i) => (i === 2 ? 0x84 : byte))
  const what = 'the reply to the query behind it'
  for (const [name, nonsense] of [
    ['a response', response],
    ['five bytes', Uint8Array.of(1, 2, 3, 4, 5)],
    ['an empty message', new Uint8Array()],
  ] as const) {
    await client.send(framed(nonsense, query(9, 'short.test')))
    expect(await replyOf(client, `${what}, after ${name}`), `${what}, after ${name}`).toBe('id 9, 1 records')
  }
})
