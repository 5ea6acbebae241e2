import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test.schedules('h3 lines may be cut anywhere', { delimiters: ['\n'] }, async ({ connect }) => {
  const ada = await connect('guest1')
  await ada.send(['LOGIN ada\n', 'WHOAMI\n', 'QUIT\n'])
  expect(await ada.rest()).toBe('OK ada\nada\nBYE\n')
})

test('h4 a name is taken, and free again after every kind of end', { leaks: { listeners: [params.port] } }, async ({
  lab,
  connect,
  login,
}) => {
  const bob = await login('guest2', 'bob')
  for (const leave of ['end', 'reset', 'quit'] as const) {
    const ada = await login('guest1', 'ada')
    const other = await connect('guest3')
    expect(await other.ask('LOGIN ada\n')).toBe('ERR taken')
    await other.end()
    if (leave === 'quit') await ada.send(`QUIT\n${params.verb} boo\nLOGIN zoe\n`)
    else await ada[leave]()
    expect(await bob.lines(2)).toEqual(['* ada is here', '* ada left'])
    if (leave === 'quit') await ada.end()
    await lab.settle()
    expect(await bob.ask('WHOAMI\n')).toBe('bob') // and nothing before it
  }
})

test('h5 not every word is a name', async ({ connect }) => {
  const person = await connect('guest1')
  for (const name of ['', ' ', 'ada lovelace', 'ada\r', 'a_b', 'é', 'x'.repeat(17), 'ada '])
    expect(await person.ask(`LOGIN ${name}\n`)).toBe('ERR name')
  expect(await person.ask(`LOGIN ${'x'.repeat(16)}\n`)).toBe(`OK ${'x'.repeat(16)}`)
  expect(await (await connect('guest2')).ask('LOGIN constructor\n')).toBe('OK constructor')
})

test('h6 the room hears a message; its sender and strangers do not', async ({ connect, login }) => {
  const stranger = await connect('guest3')
  const ada = await login('guest1', 'ada')
  const bob = await login('guest2', 'bob')
  expect(await ada.line()).toBe('* bob is here')
  await ada.send(`${params.verb}  hello,  world \n`)
  expect(await bob.line()).toBe('ada:  hello,  world ')
  expect(await ada.ask('WHOAMI\n')).toBe('ada')
  await stranger.expectSilence('20ms')
})

test('h7 a connection without a complete line counts as silent', { waits: `${1.2 * params.idle}s` }, async ({
  lab,
  login,
}) => {
  const bob = await login('guest2', 'bob')
  await lab.clock.advance(500 * params.idle)
  const ada = await login('guest1', 'ada')
  expect(await bob.line()).toBe('* ada is here')
  await bob.send('WHO')
  await lab.clock.advance(200 * params.idle)
  await ada.send('WHOAMI\n')
  expect(await bob.rest({ within: 400 * params.idle })).toBe('BYE idle\n')
  expect(await ada.lines(2)).toEqual(['ada', '* bob left'])
})

test('h8 a reader that stops holds up nobody', { waits: '4s' }, async ({ lab, connect, login, server }) => {
  const stuck = await connect('guest2', { receiveBuffer: 8_192, paused: true })
  await stuck.send('LOGIN carol\n')
  const dora = await login('guest3', 'dora')
  const ada = await login('guest1', 'ada')
  expect(await dora.line()).toBe('* ada is here')
  const words = 'x'.repeat(10_000)
  for (const _ of times(28, () => 0)) await ada.send(`${params.verb} ${words}\n`)
  const heard = await dora.lines(29, { within: '4s' })
  expect(heard.filter((line) => line === `ada: ${words}`).length, 'the number of lines that dora heard').toBe(28)
  expect(
    heard.filter((line) => line === '* carol left').length,
    'the number of lines that told dora that carol left',
  ).toBe(1)
  await lab.settle({ within: '4s' })
  const { queuedBytes } = await server.counters()
  expect(queuedBytes, 'the number of bytes that wait in your process when carol is gone').toBe(0)
})

test('h9 a client that asks and does not read fills no memory', { waits: '4s' }, async ({ lab, connect, server }) => {
  const carol = await connect('guest2', { receiveBuffer: 8_192, paused: true })
  await carol.send(`LOGIN ${'c'.repeat(16)}\n${'WHOAMI\n'.repeat(20_000)}`)
  await lab.settle({ within: '4s' })
  const { queuedBytes } = await server.counters()
  expect(queuedBytes, 'the number of bytes that wait in your process').toBeLessThanOrEqual(params.queue)
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
  expect(await carol.lines(said + 1)).toEqual(['* ada is here', ...times(said, () => `ada: ${words}`)])
})

test('h11 every line of the table gets its answer', async ({ connect, login }) => {
  const stranger = await connect('guest3')
  for (const line of ['DANCE', `${params.verb} hello`, 'whoami'])
    expect(await stranger.ask(`${line}\n`)).toBe('ERR auth')
  expect(await stranger.ask('QUIT now\n')).toBe('BYE')
  await stranger.expectEnd()
  const ada = await login('guest1', 'ada')
  for (const line of ['DANCE', 'whoami', 'QUITTER', '']) expect(await ada.ask(`${line}\n`)).toBe('ERR command')
  expect(await ada.ask('LOGIN -\n')).toBe('ERR state')
  expect(await ada.ask('WHOAMI now\n')).toBe('ada')
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
    expect(await stranger.ask('DANCE\n')).toBe('ERR auth')
  }
  expect(await mute.rest()).toBe('BYE idle\n')
  expect(await ada.ask('WHOAMI\n')).toBe('ada')
})

test('h13 a two-byte character may arrive in two packets', async ({ lab, login }) => {
  const ada = await login('guest1', 'ada')
  const bob = await login('guest2', 'bob')
  const said = new TextEncoder().encode(`${params.verb} caf\u00e9 \u4e16\n`)
  const cut = params.verb.length + 5 // within the é
  await ada.send(said.subarray(0, cut))
  await lab.settle()
  await ada.send(said.subarray(cut))
  expect(await bob.line()).toBe('ada: caf\u00e9 \u4e16')
})
