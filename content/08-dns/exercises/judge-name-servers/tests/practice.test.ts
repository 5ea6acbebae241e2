import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { BROKEN, DATAGRAMS, RIGHT, SERVERS, TRIAL, test } from './setup.ts'

const OTHERS = [RIGHT.plain, RIGHT.plain, RIGHT.plain, RIGHT.plain]

/** Tests that one broken server is convicted, and that the four right ones beside it are not. */
function convicts(title: string, kind: number, what: string) {
  test(title, { waits: TRIAL }, async ({ suspects, trial }) => {
    const [guilty, ...others] = await suspects([kind, ...OTHERS])
    const verdictOn = await trial()
    expect(verdictOn(guilty!), `the verdict on the server that ${what}`).toBe('broken')
    for (const host of others) expect(verdictOn(host), 'the verdict on a right server').toBe('right')
  })
}

convicts('h3 a name with other records exists', BROKEN.nameError, 'answers NXDOMAIN where the name has other records')
convicts('h4 a no has the SOA', BROKEN.withoutSoa, 'leaves the SOA out')
convicts('h5 the SOA says how long a no may be kept', BROKEN.soaTtl, 'sends the SOA with its own TTL')
convicts('h6 names in between exist', BROKEN.onlyOwners, 'answers NXDOMAIN for a name that has records only below it')
convicts('h7 a wildcard stops at names that exist', BROKEN.wildBelow, 'applies the wildcard below an existing name')
convicts('h8 names have no case', BROKEN.caseSensitive, 'compares names with their case')
convicts('h9 the question comes back as it was', BROKEN.lowercasing, 'changes the case of the question')
convicts('h10 pointers lead to the right place', BROKEN.shortPointers, 'writes pointers of one byte')
convicts('h11 a cut answer says so', BROKEN.withoutTc, 'cuts an answer without TC')
convicts('h12 OPT for OPT', BROKEN.withoutOpt, 'replies without OPT')
convicts('h13 another version of EDNS', BROKEN.anyVersion, 'answers any version of EDNS')
convicts('h14 a query with OPT gets a reply', BROKEN.deafToOpt, 'ignores queries with OPT')
convicts('h15 a reply gets no reply', BROKEN.answersReplies, 'answers replies')

test('h16 unusual is not broken', { waits: TRIAL }, async ({ suspects, trial }) => {
  const kinds = [RIGHT.slow, RIGHT.reversed, RIGHT.withoutPointers, RIGHT.talkative, RIGHT.sparse]
  const [slow, reversed, withoutPointers, talkative, sparse] = await suspects(kinds)
  const verdictOn = await trial()
  expect(verdictOn(slow!), 'the verdict on a slow server').toBe('right')
  expect(verdictOn(reversed!), 'the verdict on a server that replies in another order').toBe('right')
  expect(verdictOn(withoutPointers!), 'the verdict on a server without pointers').toBe('right')
  expect(verdictOn(talkative!), 'the verdict on a server that sends further records').toBe('right')
  expect(verdictOn(sparse!), 'the verdict on a server with records in lowercase and empty cut answers').toBe('right')
})

const QUERIES = `udp.dstport == ${params.port} && dns.flags.response == 0`
const REPLIES = `udp.srcport == ${params.port}`

test('h17 a lost datagram proves nothing', { waits: TRIAL }, async ({ lab, suspects, trial }) => {
  await suspects(SERVERS.map(() => RIGHT.plain))
  const lost: [string, number][] = [
    [QUERIES, 1],
    [QUERIES, 4],
    [REPLIES, 1],
    [REPLIES, 3],
    [REPLIES, 6],
  ]
  for (const [n, [filter, nth]] of lost.entries()) await lab.link('sw', SERVERS[n]!).drop(filter, { nth })
  const verdictOn = await trial()
  for (const host of SERVERS) expect(verdictOn(host), 'the verdict on a right server behind a loss').toBe('right')
})

test('h18 silence proves nothing, either', { waits: TRIAL }, async ({ lab, suspects, trial }) => {
  const [guilty, ...others] = await suspects([BROKEN.answersReplies, ...OTHERS])
  const sent = `udp.dstport == ${params.port} && dns.flags.response == 1`
  await lab.link('sw', guilty!).drop(sent)
  const verdictOn = await trial()
  expect(verdictOn(guilty!), 'the verdict on the server that answers replies, behind a loss').toBe('broken')
  for (const host of others) expect(verdictOn(host), 'the verdict on a right server').toBe('right')
})

test('h19 few datagrams are enough', { waits: TRIAL }, async ({ lab, suspects, trial }) => {
  const hosts = await suspects([BROKEN.deafToOpt, BROKEN.soaTtl, RIGHT.plain, RIGHT.slow, BROKEN.shortPointers])
  const [, , lossy] = hosts
  await lab.link('sw', lossy!).drop(QUERIES)
  const verdictOn = await trial()
  const sent = await lab.capture(DATAGRAMS, { on: 'judge:eth0' }).all()
  for (const host of hosts) {
    const here = sent.filter(({ ip }) => ip!.dst === lab.host(host).address())
    expect(here.length, 'the number of datagrams to one server').toBeBetween(1, 12)
  }
  const verdicts = hosts.map(verdictOn)
  expect(verdicts, 'the five verdicts of the last test').toEqual(['broken', 'broken', 'right', 'right', 'broken'])
})

test('h20 all five may be broken', { waits: TRIAL }, async ({ suspects, trial }) => {
  await suspects(SERVERS.map(() => BROKEN.nameError))
  const verdictOn = await trial()
  for (const host of SERVERS) expect(verdictOn(host), 'the verdict on one of five broken servers').toBe('broken')
})
