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

convicts('h3 empty datagrams want a reply', BROKEN.deafToEmpty, 'ignores empty datagrams')
convicts('h4 any bytes come back', BROKEN.throughText, 'changes bytes that are not UTF-8')
convicts('h5 1,400 bytes come back', BROKEN.cutsLong, 'cuts long datagrams')
convicts('h6 each socket gets its reply', BROKEN.firstClientOnly, 'replies to its first client only')
convicts('h7 equal datagrams are two', BROKEN.ignoresEqual, 'ignores a datagram that it had before')
convicts('h8 datagrams keep their edges', BROKEN.joins, 'joins datagrams that come right after each other')
convicts('h9 a reply leaves from the port that was asked', BROKEN.otherPort, 'replies from another port')
convicts('h10 one datagram, one reply', BROKEN.repliesTwice, 'replies twice')

test('h11 slow is not broken', { waits: TRIAL }, async ({ suspects, trial }) => {
  const hosts = await suspects(SERVERS.map(() => RIGHT.slow))
  const verdictOn = await trial()
  for (const host of hosts) expect(verdictOn(host), 'the verdict on a slow server').toBe('right')
})

test('h12 replies in another order are right', { waits: TRIAL }, async ({ suspects, trial }) => {
  const hosts = await suspects([RIGHT.swapped, RIGHT.reversed, RIGHT.swapped, RIGHT.reversed, RIGHT.plain])
  const verdictOn = await trial()
  for (const host of hosts)
    expect(verdictOn(host), 'the verdict on a server that replies in another order').toBe('right')
})

const LOST = {
  'question-1': { filter: `udp.dstport == ${params.port}`, nth: 1 },
  'question-2': { filter: `udp.dstport == ${params.port}`, nth: 2 },
  'reply-1': { filter: `udp.srcport == ${params.port}`, nth: 1 },
  'reply-3': { filter: `udp.srcport == ${params.port}`, nth: 3 },
}

test.each(LOST, { waits: TRIAL })(
  'h13 a lost datagram proves nothing',
  async ({ filter, nth }, { lab, suspects, trial }) => {
    await suspects(SERVERS.map(() => RIGHT.plain))
    for (const host of SERVERS) await lab.link('sw', host).drop(filter, { nth })
    const verdictOn = await trial()
    for (const host of SERVERS) expect(verdictOn(host), 'the verdict on a right server behind a loss').toBe('right')
  },
)

test('h14 few datagrams are enough', { waits: TRIAL }, async ({ lab, suspects, trial }) => {
  const hosts = await suspects([BROKEN.silent, BROKEN.ignoresEqual, RIGHT.plain, RIGHT.slow, BROKEN.repliesTwice])
  const [, , lossy] = hosts
  await lab.link('sw', lossy!).drop(`udp.dstport == ${params.port}`)
  const verdictOn = await trial()
  const sent = await lab.capture(DATAGRAMS, { on: 'judge:eth0' }).all()
  for (const host of hosts) {
    const here = sent.filter(({ ip }) => ip!.dst === lab.host(host).address())
    expect(here.length, 'the number of datagrams to one server').toBeBetween(1, 8)
    const longest = Math.max(...here.map(({ udp }) => udp!.length - 8))
    expect(longest, { about: 'the longest datagram', unit: 'bytes' }).toBeLessThanOrEqual(1_400)
  }
  const verdicts = hosts.map(verdictOn)
  expect(verdicts, 'the five verdicts of the last test').toEqual(['broken', 'broken', 'right', 'right', 'broken'])
})

test('h15 all five may be broken', { waits: TRIAL }, async ({ suspects, trial }) => {
  await suspects(SERVERS.map(() => BROKEN.silent))
  const verdictOn = await trial()
  for (const host of SERVERS) expect(verdictOn(host), 'the verdict on one of five silent servers').toBe('broken')
})
