import { type Draw, expect, forAll, seededValues, type TcpPeer, times } from 'ackademy/lab'
import { test } from '../../../content/03-tcp-conversations/exercises/session-state-machine/tests/setup.ts'
import { params } from './params.ts'

const ONE_EACH = { gap: '1us' } as const
const bytesOf = (text: string) => [...new TextEncoder().encode(text)].map((byte) => Uint8Array.of(byte))

test('r1-bytes a session cut at every byte', async ({ connect, login }) => {
  const bob = await login('guest2', 'bob')
  const ada = await connect('guest1')
  await ada.send(bytesOf(`WHOAMI\nLOGIN a b\nLOGIN ada\nLOGIN eve\n${params.verb} é👍\r\nQUIT\n`), ONE_EACH)
  await expect(ada.rest(), 'what ada hears').toBe('ERR auth\nERR name\nOK ada\nERR state\nBYE\n')
  await expect(bob.lines(3), 'what bob hears').toEqual(['* ada is here', 'ada: é👍\r', '* ada left'])
})

test('r1-noise drawn lines get the answers of the table', async ({ lab, connect }) => {
  const draw = seededValues(lab, 'lines')
  for (const host of ['guest1', 'guest2', 'guest3']) {
    const peer = await connect(host)
    const lines = draw.list([20, 60], drawnLine)
    await peer.send([`${lines.join('\n')}\n`, 'QUIT\n'])
    await expect(peer.rest(), `the answers to ${JSON.stringify(lines)}`).toBe(`${answersTo(lines).join('\n')}\nBYE\n`)
  }
})

const drawnLine = (draw: Draw) =>
  `${draw.oneOf(['LOGIN', 'WHOAMI', params.verb, 'quit', '', '__proto__', 'LOGIN '])}${draw.oneOf(['', ' ', '\t'])}${draw.oneOf(['ada', 'a'.repeat(17), 'é', '\r', ''])}`

/** What one who is alone hears, from the table of the prompt. */
function answersTo(lines: string[]): string[] {
  let name: string | null = null
  return lines.flatMap((line) => {
    const [verb = '', ...words] = line.split(' ')
    const rest = words.join(' ')
    if (verb === 'LOGIN') {
      if (name !== null) return 'ERR state'
      if (!/^[A-Za-z0-9]{1,16}$/.test(rest)) return 'ERR name'
      name = rest
      return `OK ${name}`
    }
    if (name === null) return 'ERR auth'
    if (verb === 'WHOAMI') return name
    return verb === params.verb ? [] : 'ERR command'
  })
}

test('r2-race of those who log in with one name in the same instant, one gets it', async ({ connect }) => {
  const peers = await Promise.all(times(12, (i) => connect(`guest${1 + (i % 3)}`)))
  for (const peer of peers) await peer.send('LOGIN ada\n')
  const answers = await Promise.all(peers.map((peer) => peer.line()))
  expect(answers.toSorted(), 'the answers').toEqual(['OK ada', ...times(11, () => 'ERR taken')].toSorted())
})

test('r3-fin one whose queue is not empty closes her half: the room hears it at once', { waits: '4s' }, async ({
  lab,
  connect,
  login,
  server,
}) => {
  const bob = await login('guest2', 'bob')
  const ada = await connect('guest1', { receiveBuffer: 8_192, paused: true })
  await ada.send('LOGIN ada\n')
  await expect(bob.line(), 'what bob hears when ada logs in').toBe('* ada is here')
  while ((await server.counters()).queuedBytes < 0.5 * params.queue) {
    await bob.send(`${params.verb} ${'x'.repeat(10_000)}\n`)
    await lab.settle()
  }
  await ada.end()
  await expect(bob.line({ within: '100ms' }), 'what bob hears when ada closes her half').toBe('* ada left')
  await bob.send(`${params.verb} to nobody\n`)
  await ada.resume()
  const heard = await expect(ada.rest({ within: '4s' }), 'what ada still reads').toHappen()
  expect(heard, 'what ada still reads').toMatch(/^OK ada\n(bob: x{10000}\n)+$/)
})

test('r3-many a hundred come and leave in every way', async ({ lab, connect, login, server }) => {
  const bob = await login('guest2', 'bob')
  const draw = seededValues(lab, 'ends')
  const people: TcpPeer[] = []
  for (const i of times(60, (n) => n)) {
    const peer = await connect(draw.oneOf(['guest1', 'guest3']))
    await peer.send(`LOGIN p${i}\n`)
    people.push(peer)
  }
  await expect(bob.lines(60), 'what bob hears').toEqual(times(60, (i) => `* p${i} is here`))
  for (const peer of draw.shuffled(people)) {
    const how = draw.oneOf(['end', 'reset', 'quit', 'half'] as const)
    if (how === 'quit') await peer.send('QUIT\nQUIT\n')
    else if (how === 'half') await peer.send('QU').then(() => peer.reset())
    else await peer[how]()
  }
  const left = await bob.lines(60)
  expect(left.toSorted(), 'what bob hears').toEqual(times(60, (i) => `* p${i} left`).toSorted())
  await expect(server.expectAlive(), 'the server runs').toHappen()
})

test('r4-flood one who was told BYE sends on without a newline, and still reads BYE', { waits: '4s' }, async ({
  lab,
  connect,
}) => {
  const ada = await connect('guest1')
  await ada.send('LOGIN ada\nQUIT\n')
  await ada.send('x'.repeat(10_000), { times: 30 })
  await lab.settle({ within: '2s' })
  await expect(lab.capture('tcp.flags.reset == 1', { as: 'a RST' }).expectNone('100ms'), 'no RST').toHappen()
  await ada.end()
  await expect(ada.rest(), 'what ada hears').toBe('OK ada\nBYE\n')
})

test('r4-stays one who was told BYE and never closes keeps no socket', { waits: '40s' }, async ({
  lab,
  connect,
  server,
}) => {
  const ada = await connect('guest1')
  await ada.send('QUIT\n')
  await expect(ada.rest(), 'what ada hears').toBe('BYE\n')
  for (const _ of times(25, () => 0)) {
    await lab.clock.advance('1s')
    await ada.send('x')
  }
  const { sockets } = await server.handles()
  expect(sockets.length, 'sockets of the server').toBe(0)
})

test('r5-drip half a line, byte after byte, keeps nobody in', { waits: `${1.4 * params.idle}s` }, async ({
  lab,
  connect,
}) => {
  const ada = await connect('guest1')
  await lab.clock.advance(500 * params.idle)
  for (const _ of times(9, () => 0)) {
    await ada.send('x')
    await lab.clock.advance(50 * params.idle)
  }
  await expect(ada.rest({ within: 100 * params.idle }), 'what ada hears').toBe('BYE idle\n')
})

test('r6-hundred a hundred times the size crosses to one who reads', { waits: '8s' }, async ({ login }) => {
  const [ada, bob] = [await login('guest1', 'ada'), await login('guest2', 'bob')]
  const line = `${params.verb} ${'y'.repeat(5_000)}\n`
  for (const _ of times(100, () => 0)) await ada.send(line, { gap: '1ms' })
  const heard = await expect(bob.lines(100, { within: '8s' }), 'what bob hears').toHappen()
  expect(
    heard.every((one) => one === `ada: ${'y'.repeat(5_000)}`),
    'every message came whole',
  ).toBe(true)
})

test('r1-property the room hears drawn messages as they were sent', async ({ lab, login }) => {
  const [ada, bob] = [await login('guest1', 'ada'), await login('guest2', 'bob')]
  await ada.line()
  await forAll(
    lab,
    (draw) => draw.unicode(0, 40).replaceAll('\n', ''),
    async (words) => {
      await ada.send(`${params.verb} ${words}\n`)
      expect(await bob.line(), 'the message').toBe(`ada: ${words}`)
    },
    { runs: 20 },
  )
})
