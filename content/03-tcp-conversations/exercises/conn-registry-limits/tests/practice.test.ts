import { expect, type TcpPeer, times } from 'ackademy/lab'
import { params } from './params.ts'
import { established, expectBusy, finForLeaver, nextIsTold, test } from './setup.ts'

test.schedules('h3 requests may be cut anywhere', { delimiters: ['\n'] }, async ({ comeIn }) => {
  const guest = await comeIn(1)
  await guest.send(['WHO\n', 'WHO\n'])
  await expect(guest.lines(2), 'the answers to two WHO').toEqual(['1', '1'])
})

test('h4 a FIN and a RST each free one place', async ({ lab, fill, connect, comeIn }) => {
  const [first, second] = await fill()
  await first.end()
  await expect(first.expectEnd(), finForLeaver).toHappen()
  await second.reset()
  await lab.settle()
  await comeIn(params.max + 1, undefined, nextIsTold)
  await comeIn(params.max + 2, undefined, 'what the guest after the next is told')
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
  for (const guest of others) await expect(guest.ask('WHO\n'), 'the answer to WHO').toHappen()
  await lab
    .capture('tcp.flags.fin == 1 || tcp.flags.reset == 1', { as: 'a FIN or a RST for the silent guest' })
    .next({ within: `${params.idle}s` })
  await comeIn(params.max + 1, undefined, nextIsTold)
  await expectBusy(await connect())
})

test('h6 one address gets only its share', async ({ lab, comeIn, connect }) => {
  const [one, other] = [lab.host('guest1'), lab.host('guest2')]
  const first = await comeIn(1, one)
  for (let id = 2; id <= params.perAddress; id++) await comeIn(id, one)
  await expectBusy(await connect(one), 'what a guest too many from one address hears, up to your FIN')
  await comeIn(params.perAddress + 1, other, 'what a guest from another address is told')
  await first.end()
  await expect(first.expectEnd(), finForLeaver).toHappen()
  await lab.settle()
  await comeIn(params.perAddress + 2, one, 'what the address hears when one of its guests is gone')
})

test('h7 of many guests in one instant, as many get in as there are places', async ({ lab, connect }) => {
  const crowd = await Promise.all(times(12, () => connect()))
  const words = await Promise.all(
    crowd.map((guest) => expect(guest.line(), 'what one of twelve guests is told').toHappen()),
  )
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
  await expect(first.ask('WHO\n'), 'the answer to WHO').toMatch(/^1 2/)
  await expect(server.expectAlive(), 'your server, still running').toHappen()
})

test('h9 a guest that leaves before it has its number frees its place', async ({ lab, connect }) => {
  const hasty = [await connect(), await connect()]
  for (const guest of hasty) await guest.reset()
  await lab.settle()
  const words: string[] = []
  let guest!: TcpPeer
  for (const _ of times(params.max, () => 0)) {
    guest = await connect()
    words.push(await expect(guest.line(), nextIsTold).toHappen())
  }
  expect(words, 'what the next guests were told').toEqual(times(params.max, (i) => `#${i + 3}`))
  const here = times(params.max, (i) => i + 3).join(' ')
  await expect(guest.ask('WHO\n'), 'who holds a place when the first two have left').toBe(here)
})

test('h10 WHO before the number is answered after it, in order', async ({ connect }) => {
  const guest = await connect()
  await guest.send('WHO\nWHO\n')
  await expect(guest.lines(3), 'the number, then the two answers').toEqual(['#1', '1', '1'])
})

test('h11 a guest holds its place while it is being recorded', async ({ lab, connect, comeIn }) => {
  const first = await comeIn(1)
  await connect()
  await lab.clock.advance('5ms')
  await expect(first.ask('WHO\n'), 'who holds a place').toBe('1 2')
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

test('h13 silence is counted from the last bytes, exactly', { waits: `${params.idle + 1.8}s` }, async ({
  lab,
  comeIn,
  server,
}) => {
  const guest = await comeIn(1)
  await lab.clock.advance('300ms')
  await expect(guest.ask('WHO\n'), 'the answer to WHO').toHappen()
  await lab.clock.advance('300ms')
  await guest.send('WH')
  const { took } = await lab.clock.time(() =>
    lab
      .capture('ip.src == 10.0.0.11 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)', {
        as: 'a FIN or a RST for the silent guest',
      })
      .next({ within: `${params.idle + 1}s` }),
  )
  const about = "the time from the guest's last bytes to the FIN or RST"
  expect(took, about).toBeWithin(`${params.idle + 0.2}s`)
  expect(took, about).toBeBetween(`${params.idle - 0.01}s`, `${params.idle + 0.2}s`)
  await lab.clock.advance('200ms')
  const held = (await server.handles()).sockets.length
  expect(held, 'the number of sockets that the server still holds').toBe(0)
})

test('h14 a RST frees a place for its address', async ({ lab, connect, comeIn }) => {
  const one = lab.host('guest1')
  const rude = await comeIn(1, one)
  for (let id = 2; id <= params.perAddress; id++) await comeIn(id, one)
  await rude.reset()
  await lab.settle()
  await comeIn(params.perAddress + 1, one, nextIsTold)
  await expectBusy(await connect(one), 'what a guest too many from one address hears, up to your FIN')
})

test('h15 a FIN before the number frees the place at once', async ({ lab, connect, comeIn }) => {
  for (let id = 1; id < params.max; id++) await comeIn(id)
  const hasty = await connect(lab.host('guest3'))
  await hasty.end()
  await lab.clock.advance('1ms')
  await comeIn(params.max + 1, lab.host('guest3'), nextIsTold)
})

test('h16 WHO sorts numbers, not words', async ({ lab, comeIn }) => {
  await comeIn(1)
  await comeIn(2)
  for (let id = 3; id < 10; id++) {
    const guest = await comeIn(id)
    await guest.end()
    await expect(guest.expectEnd(), finForLeaver).toHappen()
    await lab.settle()
  }
  const last = await comeIn(10)
  await expect(last.ask('WHO\n'), 'the answer to WHO').toBe('1 2 10')
})

test('h17 silence is counted from the number', { waits: `${params.idle + 1.2}s` }, async ({ lab, comeIn }) => {
  await comeIn(1)
  const [number] = await lab.capture('ip.src == 10.0.0.11 && tcp.len > 0').all()
  const end = await lab
    .capture('ip.src == 10.0.0.11 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)', {
      as: 'a FIN or a RST for the silent guest',
    })
    .next({ within: `${params.idle + 1}s` })
  const about = 'the time from the number to the FIN or RST'
  expect(end.at - number!.at, { about, unit: 'ms' }).toBeGreaterThan(1_000 * params.idle - 10)
})
