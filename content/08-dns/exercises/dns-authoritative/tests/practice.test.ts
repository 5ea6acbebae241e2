import { expect, hex } from 'ackademy/lab'
import { query, TYPES, type Type } from './dns.ts'
import { params } from './params.ts'
import { SOA, test } from './setup.ts'

test.each<{ name: string; type: Type; rcode: number }>({
  'no-name': { name: 'no.lab.test', type: 'A', rcode: 3 },
  'no-type': { name: 'web.lab.test', type: 'AAAA', rcode: 0 },
})('h2 both kinds of no carry the SOA', async ({ name, type, rcode }, { dig }) => {
  expect(await dig(name, type)).toMatchObject({ rcode, aa: true, answer: [], authority: [SOA] })
})

test('h3 a name with records only below it exists', async ({ dig }) => {
  expect(await dig('deep.lab.test', 'A')).toMatchObject({ rcode: 0, answer: [], authority: [SOA] })
  expect(await dig('no.deep.lab.test', 'A')).toMatchObject({ rcode: 3, answer: [] })
})

test('h4 aliases are followed inside the zone, but not in loops', async ({ dig }) => {
  const www = await dig('www.lab.test', 'A')
  expect(www.answer.map(({ data }) => data)).toEqual(['front.lab.test', 'web.lab.test', params.address])
  expect((await dig('www.lab.test', 'CNAME')).answer.map(({ data }) => data)).toEqual(['front.lab.test'])
  expect(await dig('www.lab.test', 'AAAA')).toMatchObject({ rcode: 0, answer: [{}, {}], authority: [SOA] })
  expect(await dig('out.lab.test', 'A')).toMatchObject({
    rcode: 0,
    answer: [{ data: 'host.example.test' }],
    authority: [],
  })
  expect((await dig('loop1.lab.test', 'A')).answer.length).toBeLessThanOrEqual(2)
})

test('h5 other zones are refused', async ({ dig }) => {
  for (const name of ['example.test', 'test', 'notlab.test', 'lab.test.example.test'])
    expect(await dig(name, 'A')).toMatchObject({ rcode: 5, aa: false, answer: [], authority: [] })
})

test('h6 the question comes back in its own case', async ({ dig }) => {
  const { question, answer } = await dig('WeB.LaB.tEsT', 'A')
  expect(question).toEqual([{ name: 'WeB.LaB.tEsT', type: TYPES.A }])
  expect(answer.map(({ data }) => data)).toEqual([params.address])
})

test('h7 a wildcard stands for names that do not exist', async ({ dig }) => {
  for (const name of ['any.wild.lab.test', 'any.thing.wild.lab.test'])
    expect((await dig(name, 'A')).answer).toMatchObject([{ name, data: '192.0.2.200' }])
  expect(await dig('any.wild.lab.test', 'TXT')).toMatchObject({ rcode: 0, answer: [], authority: [SOA] })
  for (const name of ['tame.wild.lab.test', 'wild.lab.test'])
    expect(await dig(name, 'A')).toMatchObject({ rcode: 0, answer: [], authority: [SOA] })
  expect(await dig('any.tame.wild.lab.test', 'A')).toMatchObject({ rcode: 3, answer: [] })
})

test('h8 a TTL of 0 is a TTL', async ({ dig }) => {
  expect((await dig('fresh.lab.test', 'A')).answer).toMatchObject([{ ttl: 0, data: '192.0.2.99' }])
})

test('h9 EDNS is answered, and only version 0 is known', async ({ dig }) => {
  const opt = { name: '', type: TYPES.OPT, class: 1232, data: '' }
  const known = await dig('web.lab.test', 'A', { edns: 0 })
  expect(known).toMatchObject({ rcode: 0, answer: [{ data: params.address }], additional: [{ ...opt, ttl: 0 }] })
  const unknown = await dig('web.lab.test', 'A', { edns: 1 })
  expect(unknown).toMatchObject({ rcode: 0, answer: [], additional: [{ ...opt, ttl: 0x0100_0000 }] })
  expect((await dig('web.lab.test', 'A')).additional).toEqual([])
})

test('h10 a datagram that is no question gets no answer', async ({ ask, peer, dig, server }) => {
  const whole = query('web.lab.test', 'A')
  const isAnswer = whole.map((byte, i) => (i === 2 ? byte | 0x80 : byte))
  const pointsToItself = Uint8Array.from([...whole.subarray(0, 12), ...hex('c00c 0001 0001')])
  for (const bytes of [hex('00'), whole.subarray(0, 11), whole.subarray(0, 20), isAnswer, pointsToItself])
    await ask(bytes)
  await peer.expectSilence('100ms')
  await server.expectAlive()
  expect(await dig('web.lab.test', 'A', { id: 7, opcode: 2 })).toMatchObject({ id: 7, opcode: 2, rcode: 4, answer: [] })
})

test('h11 two questions at once get their own answers', async ({ ask, reply, server, lab }) => {
  await server.kill('SIGSTOP')
  await ask(query('web.lab.test', 'A', { id: 1 }))
  await ask(query('mail.lab.test', 'AAAA', { id: 2 }))
  await lab.clock.advance('100ms')
  await server.kill('SIGCONT')
  const replies = [await reply(), await reply()].sort((a, b) => a.id - b.id)
  expect(replies.map(({ id, answer }) => [id, answer[0]?.name])).toEqual([
    [1, 'web.lab.test'],
    [2, 'mail.lab.test'],
  ])
})

test('h12 ANY is answered with one RRset', async ({ dig }) => {
  const { rcode, answer } = await dig('lab.test', 'ANY')
  expect(rcode).toBe(0)
  expect(new Set(answer.map(({ type }) => type)).size).toBe(1)
})
