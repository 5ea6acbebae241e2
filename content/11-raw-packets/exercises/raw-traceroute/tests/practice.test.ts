import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { lines, outcomeOf, quoteOf, R1, R2, SERVER, test, traced, withExtension } from './setup.ts'

const ONE = { probes: 1, maxHops: 1, timeoutMs: 300 }
const PROBE = 'a UDP probe of your trace'

test('h2 probes leave on time, each to a port of its own', async ({ trace, probes, silence }) => {
  await silence()
  await trace('server', { intervalMs: 100, timeoutMs: 250 })
  const sent = await probes.all()
  const ttls = sent.map(({ ip }) => ip!.ttl)
  expect(ttls, 'the TTLs of your probes').toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
  const ports = sent.map(({ udp }) => udp!.dst)
  const expected = ports.map((_, i) => 33_434 + i)
  expect(ports, 'the destination ports of your probes').toEqual(expected)
  const sources = new Set(sent.map(({ udp }) => udp!.src))
  expect(sources.size, 'the number of source ports of one trace').toBe(1)
  for (const n of [1, 2]) {
    const wait = `the time from probe ${n} to probe ${n + 1}, at a silent hop`
    expect(sent[n]!.at - sent[n - 1]!.at, wait).toBeBetween('90ms', '130ms')
  }
  const next = 'the time from the last probe of TTL 2 to TTL 3, when its answer took 50 ms'
  expect(sent[6]!.at - sent[5]!.at, next).toBeBetween('45ms', '120ms')
})

test('h3 a router that sends ten errors a second', async ({ lab, trace }) => {
  await lab.host('r1').sysctl('net.ipv4.icmp_ratelimit', 100)
  const other = await lab.host('client').raw()
  // Linux sends six at once before the limit applies.
  for (let i = 0; i < 6; i++) await other.send({ ip: { dst: SERVER, ttl: 1 }, udp: { src: 9, dst: 9 } })
  await lab.clock.advance('150ms')
  const { hops } = await trace('server', { maxHops: 1, intervalMs: 160, timeoutMs: 500 })
  expect(lines(hops), 'a hop that may send an error every 100 ms').toEqual([`${R1} ${R1} ${R1}`])
})

test('h4 a silent router is not the end', async ({ trace, silence }) => {
  await silence()
  const { hops, end } = await trace('server', { intervalMs: 20, timeoutMs: 200 })
  const way = ['* * *', `${R2} ${R2} ${R2}`, `${SERVER} ${SERVER} ${SERVER}`]
  expect(lines(hops), 'your hops when the first router is silent').toEqual(way)
  expect(end, 'the end of a trace past a silent router').toBe('reached')
})

test('h5 errors about others prolong no timeout', async ({ lab, trace, probes, silence, forge }) => {
  await silence()
  const tracing = trace('server', { probes: 1, maxHops: 2, timeoutMs: 300 })
  const first = await expect(probes.next(), PROBE).toHappen()
  for (let i = 0; i < 6; i++) {
    await forge({ type: 11, quote: quoteOf(first, { source: 1 }) })
    await lab.clock.advance('80ms')
  }
  await tracing
  const [one, two] = await probes.all()
  expect(two !== undefined, 'a probe with TTL 2 left after TTL 1 got no answer').toBe(true)
  expect(two!.at - one!.at, 'the time until TTL 2 when TTL 1 got no answer').toBeBetween('290ms', '400ms')
})

test.each({
  'source-port': { source: 1 },
  'destination-port': { port: 0x20 },
  address: { target: 77 },
  protocol: { protocol: 6 },
})("h6 an error about somebody else's packet is not ours", async (change, { trace, probes, silence, forge }) => {
  await silence()
  const tracing = trace('server', ONE)
  const probe = await expect(probes.next(), PROBE).toHappen()
  await forge({ type: 11, quote: quoteOf(probe, change) })
  const { hops } = await tracing
  expect(lines(hops), 'a hop of which only a foreign error came').toEqual(['*'])
})

test.each({
  'eight-bytes': { after: 0, options: undefined },
  extended: { after: 1, options: undefined },
  options: { after: 0, options: Uint8Array.of(1, 1, 1, 0) },
})('h7 an answer, however much it quotes', async ({ after, options }, { trace, probes, silence, forge }) => {
  await silence()
  const tracing = trace('server', ONE)
  const quote = quoteOf(await expect(probes.next(), PROBE).toHappen())
  if (after) await forge({ type: 11, quote: withExtension(quote), words: 32 })
  else await forge({ type: 11, quote, ...(options && { options }) })
  const { hops } = await tracing
  expect(lines(hops), 'a hop with one answer').toEqual([R1])
})

test('h8 errors too short to quote anything', async ({ lab, trace, probes, forge }) => {
  const tracing = trace('server', { probes: 2, maxHops: 1, intervalMs: 300, timeoutMs: 500 })
  const quote = quoteOf(await expect(probes.next(), PROBE).toHappen())
  for (const length of [0, 1, 19, 20, 22, 24]) await forge({ type: 11, quote: quote.subarray(0, length) })
  // A quoted header of 60 bytes, of which 28 are there.
  const longer = quote.slice()
  longer[0] = 0x4f
  await forge({ type: 11, quote: longer })
  await (await lab.host('r1').raw()).send({ ip: { dst: '10.0.1.10', protocol: 1 }, bytes: Uint8Array.of(11, 0) })
  const { hops } = await tracing
  expect(lines(hops), 'a hop with two answers and errors cut short').toEqual([`${R1} ${R1}`])
})

test.each({ 'source-quench': 4, redirect: 5, 'parameter-problem': 12 })(
  'h9 another type is no answer, though it quotes our probe',
  async (type, { trace, probes, silence, forge }) => {
    await silence()
    const tracing = trace('server', ONE)
    const probe = await expect(probes.next(), PROBE).toHappen()
    await forge({ type, quote: quoteOf(probe) })
    const { hops } = await tracing
    expect(lines(hops), 'a hop of which only another type came').toEqual(['*'])
  },
)

test('h10 answers in another order, and one that is lost', async ({ trace, link }) => {
  await link.from('r1').rule({ filter: 'icmp.type == 11', nth: 1, action: 'delay', by: '300ms' })
  await link.from('r1').rule({ filter: 'icmp.type == 11', nth: 3, action: 'drop' })
  const { hops } = await trace('server', { maxHops: 1, intervalMs: 100, timeoutMs: 700 })
  expect(lines(hops), 'a hop with a late, a usual and a lost answer').toEqual([`${R1} ${R1} *`])
  const [late, usual] = hops[0]!.answers
  expect(late!.ms, 'ms of an answer that was 300 ms late').toBeAbout('310ms')
  expect(usual!.ms, 'ms of the answer that overtook it').toBeAbout('10ms')
})

test.each({ 'same-hop': 300, 'next-hop': 0 })(
  'h11 an answer after its timeout belongs to no probe',
  async (wait, { lab, trace, link }) => {
    const nth = wait > 0 ? 1 : 2
    await link.from('r1').rule({ filter: 'icmp.type == 11', nth, action: 'delay', by: '260ms' })
    await lab.link('r1', 'r2').from('r2').drop('icmp.type == 11', { count: Infinity })
    const { hops, end } = await trace('server', { probes: 2, maxHops: 2, intervalMs: wait, timeoutMs: 200 })
    const expected = [wait > 0 ? `* ${R1}` : `${R1} *`, '* *']
    expect(lines(hops), 'two hops, with an answer for the first that came too late').toEqual(expected)
    expect(end, 'the end of a trace of two hops').toBe('max-hops')
  },
)

test('h12 the first answer to a probe counts', async ({ lab, trace, probes, silence, forge }) => {
  await silence(2)
  const tracing = trace('server', { probes: 2, maxHops: 1, intervalMs: 100, timeoutMs: 400 })
  const first = await expect(probes.next(), PROBE).toHappen()
  await expect(probes.next(), 'the second UDP probe of your trace').toHappen()
  await lab.clock.advance('40ms')
  await forge({ type: 11, quote: quoteOf(first), src: R2 })
  const { hops } = await tracing
  expect(lines(hops), 'a hop whose first probe was answered twice').toEqual([`${R1} *`])
})

const MARKS = { network: [0, '!N'], host: [1, '!H'], prohibited: [13, '!X'], other: [params.code, `!<${params.code}>`] }
test.each(MARKS)(
  'h13 a router that reports why it goes no further',
  async ([code, mark], { trace, probes, silence, forge }) => {
    await silence(1, 1)
    const tracing = trace('server', { probes: 2, intervalMs: 50, timeoutMs: 300 })
    const probe = await expect(probes.next(), PROBE).toHappen()
    await forge({ type: 3, code: Number(code), quote: quoteOf(probe) })
    const { hops, end } = await tracing
    expect(lines(hops), 'your hops when the first router refused one of two probes').toEqual([`${R1} ${mark} ${R1}`])
    expect(end, 'the end of a trace that a router refused').toBe('unreachable')
  },
)

test('h14 thirty hops, unless told otherwise', { waits: '3s' }, async ({ lab, trace }) => {
  await lab.link('r1', 'r2').from('r1').drop('udp', { count: Infinity })
  const { hops, end } = await trace('server', { probes: 1, timeoutMs: 50 })
  expect(hops.length, 'the number of hops without maxHops').toBe(30)
  expect(end, 'the end of a trace that nothing ended').toBe('max-hops')
  const two = await trace('server', { probes: 1, timeoutMs: 50, maxHops: 2 })
  expect(two.hops.length, 'the number of hops with maxHops 2').toBe(2)
})

test('h15 traces on one host at once', async ({ client, load, probes }) => {
  const tracers = [client, client, await load()]
  const all = await Promise.all(tracers.map((one) => traced(one, 'server', { probes: 1, timeoutMs: 500 })))
  const sources = new Set((await probes.all()).map(({ udp }) => udp!.src))
  expect(sources.size, 'the number of source ports of three traces at once').toBe(3)
  const ways = all.map(({ hops }) => lines(hops).join(', '))
  const expected = ways.map(() => [R1, R2, SERVER].join(', '))
  expect(ways, 'the hops of three traces at once').toEqual(expected)
})

test('h16 no socket stays open', { leaks: true }, async ({ client, trace }) => {
  await trace('server', { probes: 1, timeoutMs: 300 })
  // A broadcast address: the kernel refuses the first probe.
  const refused = outcomeOf(client.traceroute('10.0.1.255', ONE))
  await expect(refused, 'what a trace to a broadcast address came to').toBe('an error: EACCES')
})
