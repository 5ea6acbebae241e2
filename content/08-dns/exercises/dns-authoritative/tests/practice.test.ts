import { expect, hex } from 'ackademy/lab'
import { linesOf, query, rcodeOf, type Type } from './dns.ts'
import { params } from './params.ts'
import { record, SOA, test } from './setup.ts'

const WEB = record('web.lab.test', `A ${params.address}`)
const NODATA = { rcode: 'NOERROR', flags: 'qr aa', answer: [], authority: [SOA] }
const NXDOMAIN = { rcode: 'NXDOMAIN', flags: 'qr aa', answer: [], authority: [SOA] }

test.each<{ name: string; type: Type | number; rcode: string }>({
  'no-name': { name: 'no.lab.test', type: 'A', rcode: 'NXDOMAIN' },
  'no-type': { name: 'web.lab.test', type: 'AAAA', rcode: 'NOERROR' },
  'unknown-type': { name: 'web.lab.test', type: 99, rcode: 'NOERROR' },
  'below-a-name': { name: 'no.web.lab.test', type: 'A', rcode: 'NXDOMAIN' },
})('h2 both kinds of no carry the SOA', async ({ name, type, rcode }, { expectReply }) => {
  await expectReply(name, type, { rcode, flags: 'qr aa', answer: [], authority: [SOA] })
})

test('h3 a name with records only below it exists', async ({ expectReply }) => {
  await expectReply('deep.lab.test', 'A', NODATA)
  await expectReply('no.deep.lab.test', 'A', NXDOMAIN)
})

test('h4 aliases are followed inside the zone, but not in loops', async ({ dig, expectReply }) => {
  const www = record('www.lab.test', 'CNAME front.lab.test')
  const front = record('front.lab.test', 'CNAME web.lab.test')
  const out = record('out.lab.test', 'CNAME host.example.test')
  await expectReply('www.lab.test', 'A', { rcode: 'NOERROR', flags: 'qr aa', answer: [www, front, WEB], authority: [] })
  await expectReply('www.lab.test', 'CNAME', { rcode: 'NOERROR', answer: [www] })
  await expectReply('www.lab.test', 'AAAA', { rcode: 'NOERROR', answer: [www, front], authority: [SOA] })
  await expectReply('out.lab.test', 'A', { rcode: 'NOERROR', answer: [out], authority: [] })
  const { message, datagram } = await dig('loop1.lab.test', 'A')
  const loop = [record('loop1.lab.test', 'CNAME loop2.lab.test'), record('loop2.lab.test', 'CNAME loop1.lab.test')]
  expect(rcodeOf(message), { about: 'the RCODE for loop1.lab.test A', datagram }).toBe('NOERROR')
  const lines = linesOf(message.answer)
  const others = lines.filter((line, i) => !loop.includes(line) || lines.indexOf(line) < i)
  expect(others, { about: 'what else than the two aliases answers loop1.lab.test A', datagram }).toEqual([])
})

test('h5 other zones are refused', async ({ expectReply }) => {
  const refused = { rcode: 'REFUSED', flags: 'qr', answer: [], authority: [], additional: [] }
  for (const name of ['example.test', 'test', 'notlab.test', 'lab.test.example.test', ''])
    await expectReply(name, 'A', refused)
})

test('h6 the question comes back in its own case', async ({ dig, expectReply }) => {
  const { message, datagram } = await dig('WeB.LaB.tEsT', 'A')
  const [{ name = '' } = {}] = message.question
  expect(name, { about: 'the name in the question of your answer', datagram }).toBe('WeB.LaB.tEsT')
  await expectReply('WeB.LaB.tEsT', 'A', { rcode: 'NOERROR', answer: [WEB] })
})

test('h7 a wildcard stands for names that do not exist', async ({ expectReply }) => {
  for (const name of ['any.wild.lab.test', 'any.thing.wild.lab.test'])
    await expectReply(name, 'A', { rcode: 'NOERROR', flags: 'qr aa', answer: [record(name, 'A 192.0.2.200')] })
  await expectReply('any.wild.lab.test', 'TXT', NODATA)
  await expectReply('tame.wild.lab.test', 'A', NODATA)
  await expectReply('wild.lab.test', 'A', NODATA)
  await expectReply('any.tame.wild.lab.test', 'A', NXDOMAIN)
})

test('h8 a TTL of 0 is a TTL', async ({ expectReply }) => {
  await expectReply('fresh.lab.test', 'A', { answer: [record('fresh.lab.test', 'A 192.0.2.99', 0)] })
})

test('h9 EDNS is answered, and only version 0 is known', async ({ expectReply }) => {
  const opt = ['OPT size 1232, upper RCODE bits 0, version 0']
  await expectReply('web.lab.test', 'A', { rcode: 'NOERROR', answer: [WEB], additional: opt }, { edns: 0 })
  await expectReply('no.lab.test', 'A', { ...NXDOMAIN, additional: opt }, { edns: 0 })
  const options = { edns: 0, options: hex('0003 0002 6869') }
  await expectReply('mail.lab.test', 'TXT', { ...NODATA, additional: opt }, options)
  const badVersion = ['OPT size 1232, upper RCODE bits 1, version 0']
  await expectReply('ns1.lab.test', 'A', { rcode: 'NOERROR', answer: [], additional: badVersion }, { edns: 1 })
  await expectReply('fresh.lab.test', 'A', { additional: [] })
})

test('h10 a datagram that is no question gets no answer', async ({ ask, peer, reply, server }) => {
  const whole = query('web.lab.test', 'A')
  const isAnswer = whole.map((byte, i) => (i === 2 ? byte | 0x80 : byte))
  const pointsToItself = Uint8Array.from([...whole.subarray(0, 12), ...hex('c00c 0001 0001')])
  const nonsense = {
    'one byte': hex('00'),
    'a header that is cut': whole.subarray(0, 11),
    'a question that is cut': whole.subarray(0, 20),
    'a message with QR set': isAnswer,
    'a name that points to itself': pointsToItself,
  }
  for (const [what, bytes] of Object.entries(nonsense)) {
    await ask(bytes)
    await expect(peer.expectSilence('60ms'), `silence after ${what}`).toHappen()
    await expect(server.expectAlive(), `your server, still running after ${what}`).toHappen()
  }
  await ask(query('web.lab.test', 'A', { id: 7, opcode: 2 }))
  const { message, datagram } = await reply('your answer to opcode 2')
  expect(rcodeOf(message), { about: 'the RCODE for opcode 2', datagram }).toBe('NOTIMP')
  expect([message.id, message.opcode], { about: 'id and opcode of the answer to opcode 2', datagram }).toEqual([7, 2])
  expect(linesOf(message.answer), { about: 'the answer section for opcode 2', datagram }).toEqual([])
})

test('h11 two questions at once get their own answers', async ({ ask, reply, server, lab }) => {
  await server.kill('SIGSTOP')
  await ask(query('web.lab.test', 'A', { id: 1 }))
  await ask(query('mail.lab.test', 'AAAA', { id: 2 }))
  await lab.clock.advance('100ms')
  await server.kill('SIGCONT')
  const replies = [(await reply('the first answer')).message, (await reply('the second answer')).message]
  const names = replies
    .toSorted((a, b) => a.id - b.id)
    .map(({ id, answer: [record] }) => `id ${id}: ${record?.name.toLowerCase()}`)
  expect(names, 'the answers to two queries at once').toEqual(['id 1: web.lab.test', 'id 2: mail.lab.test'])
})

test('h12 ANY is answered with one RRset', async ({ dig }) => {
  const { message, datagram } = await dig('lab.test', 'ANY')
  expect(rcodeOf(message), { about: 'the RCODE for lab.test ANY', datagram }).toBe('NOERROR')
  const types = new Set(message.answer.map(({ type }) => type)).size
  expect(types, { about: 'the number of record types in the answer to lab.test ANY', datagram }).toBe(1)
})

test('h13 a query may have other records and pointers behind its question', async ({ expectReply }) => {
  const opt = ['OPT size 1232, upper RCODE bits 0, version 0']
  const wanted = { rcode: 'NOERROR', answer: [WEB], additional: opt }
  await expectReply('web.lab.test', 'A', wanted, { edns: 0, extra: true })
})

test('h14 a dot inside a label divides nothing', async ({ expectReply }) => {
  await expectReply('a\\deep.lab.test', 'A', NXDOMAIN)
  await expectReply('web\\lab.test', 'A', { rcode: 'REFUSED' })
})
