import { bytes, expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test.schedules('h3 lines may be cut anywhere', { delimiters: ['\n'] }, async ({ connect }) => {
  const ada = await connect('guest1')
  await ada.send(['LOGIN ada\n', 'WHOAMI\n', 'QUIT\n'])
  await expect(ada.rest(), 'the three answers, up to your FIN').toBe('OK ada\nada\nBYE\n')
})

test('h4 a name is taken, and free again after every kind of end', { leaks: { listeners: [params.port] } }, async ({
  lab,
  connect,
  login,
}) => {
  const bob = await login('guest2', 'bob')
  for (const [leave, how] of [
    ['end', 'a FIN'],
    ['reset', 'a RST'],
    ['quit', 'QUIT'],
  ] as const) {
    const ada = await login('guest1', 'ada')
    const other = await connect('guest3')
    await expect(other.ask('LOGIN ada\n'), 'the answer to a second LOGIN ada').toBe('ERR taken')
    await expect(other.ask('WHOAMI\n'), 'the answer to WHOAMI after ERR taken').toBe('ERR auth')
    await other.end()
    if (leave === 'quit') await ada.send(`QUIT\n${params.verb} boo\nLOGIN zoe\n`)
    else await ada[leave]()
    await expect(bob.lines(2), `what bob hears when ada comes and leaves by ${how}`).toEqual([
      '* ada is here',
      '* ada left',
    ])
    if (leave === 'quit') await ada.end()
    await lab.settle()
    await expect(bob.ask('WHOAMI\n'), `the next line that bob hears, the answer to WHOAMI`).toBe('bob')
  }
})

test('h5 not every word is a name', async ({ connect }) => {
  const person = await connect('guest1')
  for (const name of ['', ' ', 'ada lovelace', 'ada\r', 'a_b', 'é', 'x'.repeat(17), 'ada '])
    await expect(person.ask(`LOGIN ${name}\n`), `the answer to LOGIN ${JSON.stringify(name)}`).toBe('ERR name')
  const longest = 'x'.repeat(16)
  await expect(person.ask(`LOGIN ${longest}\n`), 'the answer to the longest name').toBe(`OK ${longest}`)
  const other = await connect('guest2')
  await expect(other.ask('LOGIN constructor\n'), 'the answer to LOGIN constructor').toBe('OK constructor')
})

test('h6 the room hears a message; its sender and strangers do not', async ({ connect, login }) => {
  const stranger = await connect('guest3')
  const ada = await login('guest1', 'ada')
  const bob = await login('guest2', 'bob')
  await expect(ada.line(), 'what ada hears when bob logs in').toBe('* bob is here')
  await ada.send(`${params.verb}  hello,  world \n`)
  await expect(bob.line(), "what bob hears of ada's message").toBe('ada:  hello,  world ')
  await expect(ada.ask('WHOAMI\n'), 'the next line that ada hears, the answer to WHOAMI').toBe('ada')
  await expect(stranger.expectSilence('20ms'), 'a connection that never logged in').toHappen()
})

test('h7 a connection without a complete line counts as silent', { waits: `${1.2 * params.idle}s` }, async ({
  lab,
  login,
}) => {
  const bob = await login('guest2', 'bob')
  await lab.clock.advance(500 * params.idle)
  const ada = await login('guest1', 'ada')
  await expect(bob.line(), 'what bob hears when ada logs in').toBe('* ada is here')
  await bob.send('WHO')
  await lab.clock.advance(200 * params.idle)
  await ada.send('WHOAMI\n')
  const silent = 'what bob hears after his silence, up to your FIN'
  await expect(bob.rest({ within: 400 * params.idle }), silent).toBe('BYE idle\n')
  await expect(ada.lines(2), 'what ada hears meanwhile').toEqual(['ada', '* bob left'])
})

test('h8 a reader that stops holds up nobody', { waits: '4s' }, async ({ lab, connect, login, server }) => {
  const stuck = await connect('guest2', { receiveBuffer: 8_192, paused: true })
  await stuck.send('LOGIN carol\n')
  const dora = await login('guest3', 'dora')
  const ada = await login('guest1', 'ada')
  await expect(dora.line(), 'what dora hears when ada logs in').toBe('* ada is here')
  const words = 'x'.repeat(10_000)
  for (const _ of times(28, () => 0)) await ada.send(`${params.verb} ${words}\n`)
  const hearing = dora.lines(29, { within: '4s' })
  const heard = await expect(hearing, 'the 28 messages and * carol left, all that dora should hear,').toHappen()
  expect(heard.filter((line) => line === `ada: ${words}`).length, 'the number of messages that dora heard').toBe(28)
  expect(heard.filter((line) => line === '* carol left').length, 'how often dora heard that carol left').toBe(1)
  await lab.settle({ within: '4s' })
  const { queuedBytes } = await server.counters()
  const about = 'what still waits in your process when carol is gone'
  expect(queuedBytes, { about, unit: 'bytes' }).toBe(0)
})

test('h9 a client that asks and does not read fills no memory', { waits: '4s' }, async ({ lab, connect, server }) => {
  const carol = await connect('guest2', { receiveBuffer: 8_192, paused: true })
  await carol.send(`LOGIN ${'c'.repeat(16)}\n${'WHOAMI\n'.repeat(20_000)}`)
  await lab.settle({ within: '4s' })
  const { queuedBytes } = await server.counters()
  const about = 'what waits in your process for a client that asks and does not read'
  expect(queuedBytes, { about, unit: 'bytes' }).toBeLessThanOrEqual(params.queue)
})

test('h10 a reader that is a little behind gets everything', { waits: '4s' }, async ({ lab, login, server }) => {
  const carol = await login('guest2', 'carol')
  const ada = await login('guest1', 'ada')
  await carol.pause()
  const words = 'x'.repeat(10_000)
  let said = 0
  while (said < 30 && (await server.counters()).queuedBytes < 0.8 * params.queue) {
    await ada.send(`${params.verb} ${words}\n`)
    await lab.settle()
    said++
  }
  await carol.resume()
  const all = ['* ada is here', ...times(said, () => `ada: ${words}`)]
  await expect(carol.lines(said + 1), 'all that carol hears, who is a little behind').toEqual(all)
})

test('h11 every line of the table gets its answer', async ({ connect, login }) => {
  const stranger = await connect('guest3')
  for (const line of ['DANCE', `${params.verb} hello`, 'whoami'])
    await expect(stranger.ask(`${line}\n`), `the answer to ${line} before LOGIN`).toBe('ERR auth')
  await expect(stranger.ask('QUIT now\n'), 'the answer to QUIT now before LOGIN').toBe('BYE')
  await expect(stranger.expectEnd(), 'your FIN after BYE').toHappen()
  const ada = await login('guest1', 'ada')
  for (const line of ['DANCE', 'whoami', 'QUITTER'])
    await expect(ada.ask(`${line}\n`), `the answer to ${line}`).toBe('ERR command')
  await expect(ada.ask('\n'), 'the answer to an empty line').toBe('ERR command')
  await expect(ada.ask('LOGIN -\n'), 'the answer to LOGIN - after LOGIN').toBe('ERR state')
  await expect(ada.ask('WHOAMI now\n'), 'the answer to WHOAMI now').toBe('ada')
})

test('h12 any complete line is a sign of life, from new connections too', { waits: `${2 * params.idle}s` }, async ({
  lab,
  connect,
  login,
}) => {
  const [ada, stranger, mute] = [await login('guest1', 'ada'), await connect('guest2'), await connect('guest3')]
  for (const _ of times(2, () => 0)) {
    await lab.clock.advance(600 * params.idle)
    await ada.send(`${params.verb} is anybody here?\n`)
    await expect(stranger.ask('DANCE\n'), 'the answer to DANCE from a new connection').toBe('ERR auth')
  }
  await expect(mute.rest(), 'what a connection hears that never said anything').toBe('BYE idle\n')
  await expect(ada.ask('WHOAMI\n'), 'the next line that ada hears, the answer to WHOAMI').toBe('ada')
})

test('h13 a two-byte character may arrive in two packets', async ({ lab, login }) => {
  const ada = await login('guest1', 'ada')
  const bob = await login('guest2', 'bob')
  const said = new TextEncoder().encode(`${params.verb} caf\u00e9 \u4e16\n`)
  const cut = params.verb.length + 5 // within the é
  await ada.send(said.subarray(0, cut))
  await lab.settle()
  await ada.send(said.subarray(cut))
  await expect(bob.line(), 'what bob hears of a message with é').toBe('ada: caf\u00e9 \u4e16')
})

test('h14 words are passed on byte for byte', async ({ login }) => {
  const ada = await login('guest1', 'ada')
  const bob = await login('guest2', 'bob')
  const words = Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20, 0xff, 0x0a) // "caf\u00e9 \u00ff" in Latin-1, and \n
  await ada.send(bytes(`${params.verb} `, words))
  const heard = bytes('ada: ', words)
  await expect(bob.bytes(heard.length), 'what bob hears of words in another encoding').toEqualBytes(heard)
})
