import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { answer, LINE, sender, test } from './setup.ts'

test('h3 a message from another address or port is ignored', async ({ lab, server, ask, query, printed }) => {
  const program = await ask('web.test')
  const datagram = await query('the query')
  const other = await lab.host('server').udp(params.port + 1)
  await other.send(answer(datagram, 66), sender(datagram))
  await lab.clock.advance('50ms')
  await server.send(answer(datagram, 1), sender(datagram))
  expect(await printed(program), 'what the program printed after a message from another port').toBe(LINE)

  const second = await ask('web.test')
  const asked = await query('the query of the second run')
  const raw = await lab.host('server').raw()
  const [address, port] = sender(asked)
  const forged = { ip: { src: '10.0.9.77', dst: address }, udp: { src: params.port, dst: port } }
  await raw.send({ ...forged, payload: answer(asked, 66) })
  await lab.clock.advance('50ms')
  await server.send(answer(asked, 1), sender(asked))
  expect(await printed(second), 'what the program printed after a message from another address').toBe(LINE)
})

test('h4 a message with another id is ignored', async ({ lab, server, ask, query, printed }) => {
  const program = await ask('web.test')
  const datagram = await query('the query')
  for (const at of [0, 1])
    await server.send(
      answer(datagram, 66, (r) => r.set([r[at]! ^ 1], at)),
      sender(datagram),
    )
  await lab.clock.advance('50ms')
  await server.send(answer(datagram, 1), sender(datagram))
  expect(await printed(program), 'what the program printed after a message with another id').toBe(LINE)
})

/** Places in the question of `web.test`: its first letter, its type and its class. */
const PLACES: [string, number][] = [
  ['another name', 13],
  ['another type', 23],
  ['another class', 25],
]

test('h5 a message about another question is ignored', async ({ lab, server, ask, query, printed }) => {
  for (const [what, place] of PLACES) {
    const program = await ask('web.test')
    const datagram = await query('the query')
    await server.send(
      answer(datagram, 66, (r) => r.set([r[place]! ^ 2], place)),
      sender(datagram),
    )
    await lab.clock.advance('50ms')
    await server.send(answer(datagram, 1), sender(datagram))
    expect(await printed(program), `what the program printed after a message about ${what}`).toBe(LINE)
  }
})

test('h6 a query is no answer', async ({ lab, server, ask, query, printed }) => {
  const program = await ask('web.test')
  const datagram = await query('the query')
  await server.send(
    answer(datagram, 66, (r) => r.set([1], 2)),
    sender(datagram),
  )
  await lab.clock.advance('50ms')
  await server.send(answer(datagram, 1), sender(datagram))
  expect(await printed(program), 'what the program printed after a message without QR').toBe(LINE)
})

test('h7 what is ignored changes nothing about the wait', { waits: '4s' }, async ({
  lab,
  server,
  ask,
  query,
  printed,
}) => {
  const program = await ask('web.test')
  const first = await query('the query')
  const began = lab.clock.now
  // Too short for a header, too short for a question, and with another id.
  const noise = [
    Uint8Array.of(),
    first.data.slice(0, 5),
    first.data.slice(0, 12),
    answer(first, 66, (r) => r.set([r[1]! ^ 1], 1)),
  ]
  for (let part = 1; part <= 4; part++) {
    await server.send(noise[part - 1]!, sender(first))
    if (part < 4) await lab.clock.advance(params.timeout / 5)
  }
  const again = await query('the second try')
  const wait = { about: 'the time from the query to the second try', unit: 'ms' }
  expect(lab.clock.now - began, wait).toBeBetween(params.timeout - 30, params.timeout + 30)
  await server.send(answer(again, 1), sender(again))
  expect(await printed(program), 'what the program printed after messages of all kinds').toBe(LINE)
})

test('h8 upper and lower case of the name do not matter', { waits: '4s' }, async ({ server, ask, query, printed }) => {
  const program = await ask('web.test')
  const datagram = await query('the query')
  const upper = (response: Uint8Array) => {
    for (const at of [13, 14, 15, 17, 18, 19, 20]) response.set([response[at]! - 32], at)
  }
  await server.send(answer(datagram, 1, upper), sender(datagram))
  expect(await printed(program), 'what the program printed after an answer in upper case').toBe(LINE)
})
