import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { API, expectLookup, expectServers, expectVerdict, INSIDE, OUTSIDE, test } from './setup.ts'

/** For a round trip, and the programs. */
const ROUND_MS = 150

test('h3 only lookup sees /etc/hosts', async ({ lab, verify }) => {
  await lab.host('client').writeFile('/etc/hosts', `127.0.0.1 localhost\n10.9.9.9 ${API}\n`)
  const report = await verify(API, [INSIDE])
  expectLookup(report, API, '10.9.9.9')
  expectServers(report, API, [`${INSIDE}: 10.1.2.3`])
  expectVerdict(report, API, 'local')
})

test('h4 a name that a server does not know', async ({ verify }) => {
  const report = await verify('db.lab.test', [OUTSIDE, INSIDE])
  expectLookup(report, 'db.lab.test', '10.1.2.4')
  expectServers(report, 'db.lab.test', [`${OUTSIDE}: ENOTFOUND`, `${INSIDE}: 10.1.2.4`])
  expectVerdict(report, 'db.lab.test', 'diverged')
  const nobody = await verify('nobody.lab.test', [INSIDE, OUTSIDE])
  expectLookup(nobody, 'nobody.lab.test', 'ENOTFOUND')
  expectServers(nobody, 'nobody.lab.test', [`${INSIDE}: ENOTFOUND`, `${OUTSIDE}: ENOTFOUND`])
  expectVerdict(nobody, 'nobody.lab.test', 'same')
  const text = await verify('text.lab.test', [INSIDE, OUTSIDE])
  expectServers(text, 'text.lab.test', [`${INSIDE}: ENODATA`, `${OUTSIDE}: ENODATA`])
})

test('h5 a silent server delays nobody and disagrees with nobody', { waits: '10s' }, async ({ lab, verify }) => {
  await verify(API, [INSIDE, OUTSIDE]) // now the hosts know each other by ARP
  await lab.link('client', 'outside').impair({ loss: 1 })
  const { took, value } = await lab.clock.time(() => verify(API, [OUTSIDE, INSIDE, OUTSIDE]))
  expectServers(value, API, [`${OUTSIDE}: ETIMEOUT`, `${INSIDE}: 10.1.2.3`, `${OUTSIDE}: ETIMEOUT`])
  expectVerdict(value, API, 'same')
  expect(took, { about: 'the time that a report takes with two silent servers', unit: 'ms' }).toBeBetween(
    params.patienceMs - 1,
    params.patienceMs + ROUND_MS,
  )
})

test('h6 several addresses may come in any order', async ({ verify }) => {
  const report = await verify('pool.lab.test', [INSIDE, OUTSIDE])
  const all = '203.0.113.10 203.0.113.11 203.0.113.12'
  expectLookup(report, 'pool.lab.test', all)
  expectServers(report, 'pool.lab.test', [`${INSIDE}: ${all}`, `${OUTSIDE}: ${all}`])
  expectVerdict(report, 'pool.lab.test', 'same')
})

test('h7 other calls ask the servers that they asked before', async ({ others }) => {
  const { resolveDuring, serversAround } = await others()
  const around = 'the servers of the process before, while and after verify runs'
  await expect(serversAround(API, OUTSIDE), around).toEqual([INSIDE, INSIDE, INSIDE])
  await expect(resolveDuring(API, OUTSIDE), 'what resolve4 finds while verify asks outside').toEqual(['10.1.2.3'])
})

test('h8 two reports at once do not mix', async ({ verify }) => {
  const [one, two] = await Promise.all([verify(API, [OUTSIDE]), verify('www.lab.test', [INSIDE, OUTSIDE])])
  expectServers(one, API, [`${OUTSIDE}: 203.0.113.9`])
  expectServers(two, 'www.lab.test', [`${INSIDE}: 203.0.113.80`, `${OUTSIDE}: 203.0.113.80`])
  expectVerdict(one, API, 'local')
})

test('h9 each server is asked once', { waits: '10s' }, async ({ lab, verify }) => {
  await verify(API, [INSIDE, OUTSIDE])
  await lab.link('client', 'outside').impair({ loss: 1 })
  const queries = `udp.dstport == 53 && ip.dst == ${OUTSIDE}`
  const before = await lab.capture(queries).count()
  await verify(API, [OUTSIDE])
  await lab.clock.advance('6s') // longer than a Resolver waits by default
  const sent = (await lab.capture(queries).count()) - before
  expect(sent, { about: 'the number of queries to a silent server', unit: 'queries' }).toBe(1)
})
