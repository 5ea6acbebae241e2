import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { established, expectBusy, test } from './setup.ts'

test.schedules('h3 requests may be cut anywhere', { delimiters: ['\n'] }, async ({ comeIn }) => {
  const guest = await comeIn(1)
  await guest.send(['WHO\n', 'WHO\n'])
  expect(await guest.lines(2)).toEqual(['1', '1'])
})

test('h4 a FIN and a RST each free one place', async ({ lab, fill, connect, comeIn }) => {
  const [first, second] = await fill()
  await first.end()
  await first.expectEnd()
  await second.reset()
  await lab.settle()
  await comeIn(params.max + 1)
  await comeIn(params.max + 2)
  await expectBusy(await connect())
})

test('h5 a silent guest loses its place', { waits: `${params.idle + 1.2}s` }, async ({
  lab,
  fill,
  connect,
  comeIn,
}) => {
  const [, ...others] = await fill()
  await lab.clock.advance(600 * params.idle)
  for (const guest of others) await guest.ask('WHO\n')
  await lab
    .capture('tcp.flags.fin == 1 || tcp.flags.reset == 1', { as: 'a FIN or a RST for the guest who is silent' })
    .next({ within: `${params.idle}s` })
  await comeIn(params.max + 1)
  await expectBusy(await connect())
})

test('h6 one address gets only its share', async ({ lab, connect }) => {
  const [one, other] = [lab.host('guest1'), lab.host('guest2')]
  const first = await connect(one)
  expect(await first.line()).toBe('#1')
  for (let id = 2; id <= params.perAddress; id++) expect(await (await connect(one)).line()).toBe(`#${id}`)
  await expectBusy(await connect(one))
  expect(await (await connect(other)).line()).toBe(`#${params.perAddress + 1}`)
  await first.end()
  await first.expectEnd()
  await lab.settle()
  expect(await (await connect(one)).line(), 'what the address hears when one of its guests is gone').toBe(
    `#${params.perAddress + 2}`,
  )
})

test('h7 of many guests in one instant, as many get in as there are places', async ({ lab, connect }) => {
  const crowd = await Promise.all(times(12, () => connect()))
  const words = await Promise.all(crowd.map((guest) => guest.line()))
  const numbers = words.filter((word) => word !== 'BUSY').sort()
  expect(numbers.length, 'the number of guests, of twelve, who are told a number').toBe(params.max)
  expect(numbers, 'the numbers that twelve guests were told').toEqual(times(params.max, (i) => `#${i + 1}`))
  await Promise.all(crowd.filter((_, i) => words[i] === 'BUSY').map((guest) => guest.end()))
  await lab.settle()
  expect(await established(lab), 'the number of connections that the server keeps').toBe(params.max)
})

test('h8 a rejected guest that resets does not crash the server', async ({ lab, fill, connect, server }) => {
  const [first] = await fill()
  const rude = await connect()
  await rude.send('WHO\n')
  await rude.reset()
  await lab.settle()
  expect(await first.ask('WHO\n')).toMatch(/^1 2/)
  await server.expectAlive()
})

test('h9 a guest that leaves before it has its number frees its place', async ({ lab, connect }) => {
  const hasty = [await connect(), await connect()]
  for (const guest of hasty) await guest.reset()
  await lab.settle()
  const words = []
  for (const _ of times(params.max, () => 0)) words.push(await (await connect()).line())
  expect(words, 'what the next guests were told').toEqual(times(params.max, (i) => `#${i + 3}`))
})

test('h10 WHO before the number is answered after it, in order', async ({ connect }) => {
  const guest = await connect()
  await guest.send('WHO\nWHO\n')
  expect(await guest.lines(3), 'the number, then the two answers').toEqual(['#1', '1', '1'])
})

test('h11 a guest holds its place while it is being recorded', async ({ lab, connect, comeIn }) => {
  const first = await comeIn(1)
  await connect()
  await lab.clock.advance('5ms')
  expect(await first.ask('WHO\n'), 'who has a place').toBe('1 2')
})

test('h12 guests that have left leave nothing behind', { leaks: { listeners: [params.port] } }, async ({
  lab,
  fill,
  connect,
  server,
}) => {
  const guests = await fill()
  const late = await connect()
  await late.send('WHO\n')
  await expectBusy(late)
  for (const guest of [late, ...guests]) await guest.end()
  await lab.settle()
  expect((await server.handles()).sockets.length, 'the number of sockets that the server still holds').toBe(0)
})

test('h13 silence is counted from the last bytes, exactly', { waits: `${params.idle + 1.2}s` }, async ({
  lab,
  comeIn,
}) => {
  const guest = await comeIn(1)
  await lab.clock.advance('300ms')
  await guest.ask('WHO\n')
  const { took } = await lab.clock.time(() =>
    lab
      .capture('ip.src == 10.0.0.11 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)', {
        as: 'a FIN or a RST for the guest who is silent',
      })
      .next({ within: `${params.idle + 1}s` }),
  )
  expect(took, 'the time from the last word to the FIN or RST').toBeBetween(
    `${params.idle - 0.01}s`,
    `${params.idle + 0.2}s`,
  )
})

test('h14 a RST frees a place for its address', async ({ lab, connect, comeIn }) => {
  const one = lab.host('guest1')
  const rude = await comeIn(1, one)
  for (let id = 2; id <= params.perAddress; id++) await comeIn(id, one)
  await rude.reset()
  await lab.settle()
  await comeIn(params.perAddress + 1, one)
  await expectBusy(await connect(one))
})
