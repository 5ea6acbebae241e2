import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { dataOf, isRogue, seconds, test, typesOf } from './setup.ts'

const NOERROR = 'NOERROR'
const { depth, minimum } = params

test('h3 other types are asked for as well', async ({ dig, expectAnswer }) => {
  const { answer } = await dig('example.test', 'NS')
  expect(typesOf(answer), 'types in the answer to example.test NS').toEqual(['NS', 'NS'])
  await expectAnswer('www.example.test', { rcode: NOERROR, answer: ['web.example.test'] }, 'CNAME')
})

test('h4 an alias is followed, also into another zone', async ({ expectAnswer }) => {
  await expectAnswer('www.example.test', { rcode: NOERROR, answer: ['web.example.test', '203.0.113.10'] })
  await expectAnswer('shop.example.test', { rcode: NOERROR, answer: ['front.other.test', '203.0.113.30'] })
  const { answer } = await expectAnswer(`chain-${depth}.two.test`, { rcode: NOERROR })
  expect(answer.length, `the number of records behind a chain of ${depth} aliases`).toBe(depth + 1)
})

test('h5 no chain is longer than eight', { waits: '8s' }, async ({ dig, expectAnswer, sent }) => {
  expect((await dig('chain-8.two.test')).answer.length, 'the number of records behind 8 aliases').toBe(9)
  await expectAnswer('chain-12.two.test', { rcode: 'SERVFAIL', answer: [] })
  const before = (await sent()).length
  await expectAnswer('ring-0.two.test', { rcode: 'SERVFAIL', answer: [] })
  const ring = (await sent()).slice(before).filter(isRogue)
  expect(ring.length, 'the number of queries to the servers of two.test for a ring of aliases').toBeLessThanOrEqual(10)
})

test('h6 a name that does not exist ends the walk', async ({ expectAnswer, expectQueries }) => {
  const top = await expectAnswer('nobody.nowhere.test', { rcode: 'NXDOMAIN', answer: [] })
  await expectQueries(2, 'the number of queries for a name that the second server denies')
  expect(typesOf(top.authority), 'the authority section of this no').toEqual(['SOA'])
  const inside = await expectAnswer('nobody.example.test', { rcode: 'NXDOMAIN', answer: [] })
  expect(typesOf(inside.authority), 'the authority section for nobody.example.test').toEqual(['SOA'])
  await expectAnswer('gone.example.test', { rcode: 'NXDOMAIN', answer: ['nobody.other.test'] })
})

test('h7 a name without such a record is no missing name', async ({ expectAnswer }) => {
  const { authority } = await expectAnswer('web.example.test', { rcode: NOERROR, answer: [] }, 'AAAA')
  expect(typesOf(authority), 'the authority section for web.example.test AAAA').toEqual(['SOA'])
  await expectAnswer('www.example.test', { rcode: NOERROR, answer: ['web.example.test'] }, 'AAAA')
})

test('h8 nobody asked for these records', async ({ dig, expectAnswer }) => {
  await expectAnswer('poison.two.test', { rcode: NOERROR, answer: ['192.0.2.1'] })
  await expectAnswer('web.example.test', { answer: ['203.0.113.10'] })
  const { answer } = await dig('extra.two.test')
  expect(dataOf(answer), 'the answer to extra.two.test A').toEqual(['192.0.2.1'])
  await expectAnswer('mail.example.test', { answer: ['203.0.113.25'] })
  await expectAnswer('other.two.test', { answer: ['192.0.2.1'] })
})

test('h9 glue for a name of another zone is not believed', async ({ expectAnswer }) => {
  await expectAnswer('www.trap.two.test', { rcode: NOERROR, answer: ['203.0.113.11'] })
  await expectAnswer('ns1.example.test', { answer: ['203.0.113.53'] })
})

test('h10 a referral leads down', { waits: '6s' }, async ({ expectAnswer, sent }) => {
  for (const rule of ['upward', 'sideways', 'itself']) {
    const before = (await sent()).length
    await expectAnswer(`${rule}.two.test`, { rcode: NOERROR, answer: ['192.0.2.1'] })
    const since = (await sent()).slice(before)
    const rogue = since.filter(isRogue).length
    expect(rogue, `the number of queries to the servers of two.test for ${rule}.two.test`).toBeLessThanOrEqual(3)
    const root = since.filter(({ server }) => server === '198.51.100.1').length
    expect(root, `the number of queries to the root for ${rule}.two.test`).toBeLessThanOrEqual(1)
  }
})

test('h11 a server without authority decides nothing', { waits: '4s' }, async ({ expectAnswer }) => {
  for (const rule of ['unsure', 'hollow'])
    await expectAnswer(`${rule}.two.test`, { rcode: NOERROR, answer: ['192.0.2.1'] })
})

test('h12 after a failure the next server is asked', { waits: '4s' }, async ({ expectAnswer }) => {
  for (const rule of ['refused', 'servfail'])
    await expectAnswer(`${rule}.two.test`, { rcode: NOERROR, answer: ['192.0.2.1'] })
})

test('h13 silence lasts 400 ms', { waits: '9s' }, async ({ expectAnswer, sent }) => {
  await expectAnswer('silent.two.test', { rcode: NOERROR, answer: ['192.0.2.1'] })
  const tries = (await sent()).filter(isRogue)
  const other = tries.find(({ server }) => server !== tries[0]?.server)
  const wait = { about: 'the wait before the other server was asked', unit: 'ms' }
  expect((other?.at ?? 0) - (tries[0]?.at ?? 0), wait).toBeBetween(0, 410)
  await expectAnswer('late.two.test', { rcode: NOERROR, answer: ['192.0.2.1'] })
  await expectAnswer('down.two.test', { rcode: 'SERVFAIL', answer: [] })
})

test('h14 a tenth of all packets is lost', { waits: '60s' }, async ({ lab, dig }) => {
  for (const server of ['root', 'tld', 'auth1', 'auth2', 'rogue'])
    await lab.link('resolver', server).impair({ loss: 0.1 })
  let answered = 0
  for (const n of times(30, (i) => i)) if ((await dig(`host${n}.two.test`)).answer.length === 1) answered++
  expect(answered, 'the number of questions, of 30, that got an address').toBeGreaterThanOrEqual(24)
})

test('h15 an answer that was cut comes over TCP', async ({ expectAnswer }) => {
  await expectAnswer('cut.two.test', { rcode: NOERROR, answer: ['192.0.2.1'] })
})

test('h16 forged replies are ignored', { waits: '8s' }, async ({ expectAnswer }) => {
  const rules = ['forgedid', 'forgedport', 'forgedaddress', 'forgedname', 'forgedtype', 'forgedquery', 'garbled']
  for (const rule of rules) await expectAnswer(`${rule}.two.test`, { rcode: NOERROR, answer: ['192.0.2.1'] })
})

test('h17 ports and ids can not be guessed', { waits: '8s' }, async ({ dig, sent }) => {
  for (const n of times(40, (i) => i)) await dig(`host${n}.two.test`)
  const queries = await sent()
  const ports = new Set(queries.map(({ port }) => port))
  const different = Math.round((100 * ports.size) / queries.length)
  expect(different, { about: 'the share of queries from a port of their own', unit: '%' }).toBeGreaterThanOrEqual(90)
  const ones = times(16, (bit) => queries.filter(({ id }) => (id >> bit) & 1).length)
  const fixed = ones.filter((count) => count < 8 || count > queries.length - 8)
  expect(fixed.length, 'the number of bits, of 16, that are nearly the same in all ids').toBe(0)
})

test('h18 a server without glue is looked up first', async ({ expectAnswer }) => {
  await expectAnswer('www.glueless.test', { rcode: NOERROR, answer: ['203.0.113.20'] })
})

test('h19 servers that need each other end in SERVFAIL', { waits: '6s' }, async ({ expectAnswer, sent }) => {
  await expectAnswer('www.hen.test', { rcode: 'SERVFAIL', answer: [] })
  expect((await sent()).length, 'the number of queries for www.hen.test').toBeLessThanOrEqual(100)
})

test('h20 one question costs at most a hundred queries', { waits: '6s' }, async ({ expectAnswer, sent }) => {
  await expectAnswer('www.swarm.two.test', { rcode: 'SERVFAIL', answer: [] })
  expect((await sent()).length, 'the number of queries for www.swarm.two.test').toBeLessThanOrEqual(100)
  await expectAnswer('web.example.test', { rcode: NOERROR, answer: ['203.0.113.10'] })
})

test('h21 after five seconds the client is told', { waits: '12s' }, async ({
  lab,
  expectAnswer,
  expectQueries,
  sent,
}) => {
  const began = lab.clock.now
  await expectAnswer('www.slow.two.test', { rcode: 'SERVFAIL', answer: [] })
  const took = { about: 'the time until your SERVFAIL', unit: 'ms' }
  expect(lab.clock.now - began, took).toBeBetween(0, 5_100)
  const count = (await sent()).length
  await lab.clock.advance('2s')
  await expectQueries(count, 'the number of queries 2 s after your SERVFAIL')
})

test('h22 what is known is not asked again, and gets older', { waits: '65s' }, async ({ lab, dig, expectQueries }) => {
  await dig('web.example.test')
  await lab.clock.advance('20s')
  const { answer } = await dig('WEB.example.test')
  await expectQueries(3, 'the number of queries for two questions')
  expect(answer[0]?.ttl, seconds('the TTL 20 s later')).toBeBetween(39, 41)
  await lab.clock.advance('41s')
  const fresh = await dig('web.example.test')
  expect(fresh.answer[0]?.ttl, seconds('the TTL of the new answer')).toBeBetween(59, 60)
})

test('h23 a walk begins at the closest zone that is known', { waits: '65s' }, async ({
  lab,
  expectAnswer,
  expectQueries,
}) => {
  await expectAnswer('web.example.test', { answer: ['203.0.113.10'] })
  await expectAnswer('mail.example.test', { answer: ['203.0.113.25'] })
  await expectQueries(4, 'the number of queries for two names of one zone')
  await lab.clock.advance('61s')
  await expectAnswer('web.example.test', { answer: ['203.0.113.10'] })
  await expectQueries(5, 'the number of queries after the answer expired')
})

test('h24 a no is kept as long as its SOA says', { waits: '95s' }, async ({ lab, expectAnswer, expectQueries }) => {
  const no = { rcode: 'NXDOMAIN', answer: [] }
  await expectAnswer('nobody.two.test', no)
  await expectAnswer('nobody.two.test', no)
  await expectQueries(3, 'the number of queries for two questions about a missing name')
  await expectAnswer('nobody.two.test', no, 'AAAA')
  await expectQueries(3, 'the number of queries after a question for another type')
  await lab.clock.advance((minimum - 3) * 1000)
  await expectAnswer('nobody.two.test', no)
  await expectQueries(3, 'the number of queries before the no expired')
  await lab.clock.advance('4s')
  await expectAnswer('nobody.two.test', no)
  await expectQueries(4, 'the number of queries after the no expired')
})
