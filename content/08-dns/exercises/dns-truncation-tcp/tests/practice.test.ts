import { expect, hex, lengthPrefixed } from 'ackademy/lab'
import { asked, query, reply, sizeOf, textsOf } from './dns.ts'
import { params } from './params.ts'
import { clientTest, cut, endOf, FEW, MANY, queryOf, replyOf, serverTest, shown } from './setup.ts'

/** Round trip on this topology, and time for the programs. */
const ROUND_MS = 100
const ALL = textsOf(params.records)
const framed = (message: Uint8Array) => lengthPrefixed(message, { width: 2 })

serverTest.each<{ size: number; fit: number }>({
  exact: { size: sizeOf(MANY, 15, 0), fit: 15 },
  'one-less': { size: sizeOf(MANY, 15, 0) - 1, fit: 14 },
  tiny: { size: 100, fit: 10 },
  large: { size: 4096, fit: 27 },
})('h3 an OPT record says how much fits, within limits', async ({ size, fit }, { ask }) => {
  const what = `your reply to an OPT of ${size} bytes`
  const { seen, length, datagram } = await ask(MANY, what, size)
  const limit = Math.min(Math.max(size, 512), 1232)
  expect(length, { about: `the number of bytes of ${what}`, datagram }).toBeLessThanOrEqual(limit)
  expect(seen.texts.length, { about: `the number of records in ${what}`, datagram }).toBe(fit)
  expect(seen.isCut ? 1 : 0, { about: `TC in ${what}`, datagram }).toBe(1)
  expect(seen.hasOpt ? 'OPT' : 'no OPT', { about: `what ${what} has behind its records`, datagram }).toBe('OPT')
})

serverTest.schedules(
  'h4 queries over TCP come in any pieces',
  { waits: '3s', delimiters: ['lab'] },
  async ({ connect }) => {
    const client = await connect()
    await client.send([framed(query(1, MANY)), framed(query(2, FEW))])
    const replies = [
      await replyOf(client, 'your first reply over TCP'),
      await replyOf(client, 'your second reply over TCP'),
    ].toSorted((a, b) => a.id - b.id)
    const lines = replies.map(({ id, isCut, texts }) => `id ${id}, TC ${isCut ? 1 : 0}: ${shown(texts)}`)
    const wanted = [`id 1, TC 0: ${shown(ALL)}`, `id 2, TC 0: ${shown(textsOf(2))}`]
    expect(lines, 'your two replies over TCP').toEqual(wanted)
  },
)

serverTest('h5 a silent connection is closed', { waits: '25s' }, async ({ connect, lab }) => {
  const client = await connect()
  await lab.clock.advance(params.idleMs / 2)
  await client.send(framed(query(1, FEW)).subarray(0, 5))
  const { took, value } = await lab.clock.time(() => endOf(client, 2 * params.idleMs))
  expect(value, 'a connection that is silent in the middle of a query').toBe('closed')
  expect(took, { about: 'the time until a silent connection was closed', unit: 'ms' }).toBeBetween(
    params.idleMs - ROUND_MS,
    params.idleMs + ROUND_MS,
  )
})

serverTest('h6 what is no query ends its own connection', async ({ ask, connect, server }) => {
  const other = await connect()
  for (const [what, message] of Object.entries({
    'a message of 0 bytes': hex('0000'),
    'a message of 5 bytes': hex('0005 0102030405'),
    'a response': framed(reply(1, FEW, [])),
  })) {
    const client = await connect()
    await client.send(message)
    await expect(endOf(client, 1_000), `the connection that brought ${what}`).toBe('closed')
  }
  await (await connect()).reset()
  await other.send(framed(query(9, FEW)))
  const { id } = await replyOf(other, 'your reply to a client that had nothing to do with it')
  expect(id, 'the id of your reply to that client').toBe(9)
  await ask(FEW, 'your reply over UDP after all that')
  await expect(server.expectAlive(), 'your server, still running').toHappen()
})

serverTest('h12 two clients may be in the middle of a query at once', async ({ connect, lab }) => {
  const [one, two] = [await connect(), await connect()]
  const whole = framed(query(1, FEW))
  await one.send(whole.subarray(0, 9))
  await lab.settle()
  await two.send(framed(query(2, FEW)))
  expect((await replyOf(two, 'your reply to the second client')).id, 'the id for the second client').toBe(2)
  await one.send(whole.subarray(9))
  expect((await replyOf(one, 'your reply to the first client')).id, 'the id for the first client').toBe(1)
})

clientTest.schedules(
  'h7 after TC the rest comes over TCP',
  { delimiters: ['lab'], leaks: { listeners: [params.port] } },
  async (given) => {
    const listener = await given.listen()
    const outcome = given.ask()
    await cut(given.server, await given.query(), 9)
    const server = await expect(listener.accept(), 'your TCP connection after TC').toHappen()
    const { id } = await queryOf(server)
    await server.send(framed(reply(id, MANY, textsOf(2))))
    await expect(outcome, 'what ask() returns after the reply over TCP').toBe(shown(textsOf(2)))
    expect(await given.server.received(), 'your queries over UDP, in total').toHaveLength(1)
    await expect(endOf(server, 1_000), 'your connection after the reply').toBe('closed')
  },
)

clientTest('h8 a reply to something else is ignored', { leaks: true }, async ({ ask, lab, query, server }) => {
  const outcome = ask()
  const { data, from } = await query()
  const { id } = asked(data)
  const forger = await lab.host('server').udp(params.port + 1)
  const forged = textsOf(1)
  await server.send(reply((id + 1) % 65_536, MANY, forged), from)
  await server.send(reply(id, 'some.lab.test', forged), from)
  await server.send(data, from)
  await server.send(hex('00'), from)
  await forger.send(reply(id, MANY, forged), from)
  await lab.settle()
  await server.send(reply(id, MANY, textsOf(4)), from)
  await expect(outcome, 'what ask() returns after forged replies and the real one').toBe(shown(textsOf(4)))
})

clientTest('h9 where TCP is refused there is no answer', { leaks: true }, async ({ ask, lab, query, server }) => {
  const outcome = ask()
  await cut(server, await query(), 9)
  await expect(outcome, 'what ask() comes to when TCP is refused').toBe('an Error')
  expect(await server.received(), 'your queries over UDP, in total').toHaveLength(1)
  const syns = lab.capture(`tcp.flags.syn == 1 && tcp.flags.ack == 0 && tcp.dstport == ${params.port}`)
  expect(await syns.count(), 'the number of your connections').toBe(1)
})

clientTest(
  'h10 a reply over TCP must be whole, and match',
  { waits: '3s', leaks: { listeners: [params.port] } },
  async (given) => {
    const listener = await given.listen()
    for (const [what, messageFor] of Object.entries({
      'the connection ends in the middle of the reply': (id: number) =>
        framed(reply(id, MANY, textsOf(9))).subarray(0, 200),
      'the reply over TCP has another id': (id: number) => framed(reply((id + 1) % 65_536, MANY, textsOf(9))),
      'the reply over TCP is to another name': (id: number) => framed(reply(id, 'some.lab.test', textsOf(9))),
    })) {
      const outcome = given.ask()
      await cut(given.server, await given.query(), 9)
      const server = await expect(listener.accept(), 'your TCP connection after TC').toHappen()
      await server.send(messageFor((await queryOf(server)).id))
      await server.end()
      await expect(outcome, `what ask() comes to when ${what}`).toBe('an Error')
    }
  },
)

clientTest('h11 silence ends too', { waits: '8s', leaks: { listeners: [params.port] } }, async (given) => {
  const { lab, ask, query } = given
  const listener = await given.listen()
  const silent = { about: 'the time until ask() gave up without a reply', unit: 'ms' }
  const noUdp = await lab.clock.time(() => within(ask()))
  expect(noUdp.value, 'what ask() comes to without a reply over UDP').toBe('an Error')
  expect(noUdp.took, silent).toBeBetween(params.patienceMs - ROUND_MS, params.patienceMs + ROUND_MS)
  await query() // of that call
  const outcome = within(ask())
  await cut(given.server, await query(), 9)
  const server = await expect(listener.accept(), 'your TCP connection after TC').toHappen()
  const { id } = await queryOf(server)
  await server.send(framed(reply(id, MANY, textsOf(9))).subarray(0, 1))
  const noTcp = await lab.clock.time(() => outcome)
  expect(noTcp.value, 'what ask() comes to without a reply over TCP').toBe('an Error')
  expect(noTcp.took, { ...silent, about: 'the time until ask() gave up over TCP' }).toBeWithin(
    `${params.patienceMs + ROUND_MS}ms`,
  )

  function within(call: Promise<string>): Promise<string> {
    const tooLong = lab.clock.advance(3 * params.patienceMs).then(() => `nothing within ${3 * params.patienceMs} ms`)
    return Promise.race([call, tooLong])
  }
})
