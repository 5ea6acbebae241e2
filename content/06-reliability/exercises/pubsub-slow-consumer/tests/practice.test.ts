import { expect, type Lab, times } from 'ackademy/lab'
import { params } from './params.ts'
import { catchUp, MANY, message, PACE, publish, read, tell, test, withGapsTold, withOneGap } from './setup.ts'

const HALF = params.most / 2
const MORE = Math.floor(HALF / 2)
const MOST_WRITTEN = 64 * 1024 + 4_000 // what write() takes before it returns false, and the message that was too much

const LATEST = params.stallMs + 1_000 // from the write() that returned false to the RST
/** For tests whose subject is time without 'drain': it is behind after less than 300 ms. */
const FAST = { gap: 1 }

/** The RST that the broker sends to the slow subscriber. */
const resetOfSlow = (lab: Lab) =>
  lab.capture(`tcp.srcport == ${params.port} && tcp.flags.reset == 1`, {
    on: 'd:eth0',
    as: 'a RST for the subscriber that stopped',
  })

const about = { about: 'the time from the first message to the RST', unit: 'ms' }

test('h3 a subscriber that stopped delays no other', { waits: '4s' }, async ({
  lab,
  publisher,
  subscribe,
  subscribeStopped,
}) => {
  const fast = await subscribe('news')
  await subscribeStopped('news')
  await publisher.send(
    times(MANY, (i) => message(1 + i)),
    { gap: PACE },
  )
  const came: number[] = []
  for (let n = 1; n <= MANY; n++) {
    const line = await expect(fast.line(), 'the next message for the fast subscriber').toHappen()
    expect(line.slice(0, 14).trim().split(' ', 3).join(' '), 'the next message for the fast subscriber').toBe(
      `MSG news ${n}`,
    )
    came.push(lab.clock.now)
  }
  const longest = Math.max(...came.slice(1).map((at, i) => at - came[i]!))
  const about = { about: 'the longest time between two messages for the fast subscriber', unit: 'ms' }
  expect(longest, about).toBeWithin(PACE + 5)
})

test('h4 two patterns that match bring one copy', async ({ lab, publisher, subscribe }) => {
  const ada = await subscribe('price.*', 'price.tea', 'price.tea', '>')
  await publisher.send('PUB price.tea 3 euros\nPUB price.gold 60 euros\n')
  const both = ['MSG price.tea 3 euros', 'MSG price.gold 60 euros']
  await expect(ada.lines(2), 'the messages for three patterns that match').toEqual(both)
  await tell(lab, ada, 'UNSUB >', 'UNSUB price.*', 'UNSUB weather')
  await publisher.send('PUB price.gold 61 euros\nPUB price.tea 4 euros\n')
  await expect(ada.line(), 'the next message, with only `price.tea` left').toBe('MSG price.tea 4 euros')
  await tell(lab, ada, 'UNSUB price.tea')
  await publisher.send('PUB price.tea 5 euros\n')
  await ada.expectSilence('30ms')
})

test('h5 a subscriber that stopped is still heard', { waits: '4s' }, async ({
  lab,
  publisher,
  subscribe,
  subscribeStopped,
}) => {
  const fast = await subscribe('weather')
  const slow = await subscribeStopped('news')
  await publish(lab, publisher, MANY)
  await slow.send('PUB weather rain\n')
  await expect(fast.line(), 'a message that the slow subscriber published').toBe('MSG weather rain')
})

test('h6 many that stopped cost little', { waits: '4s', needs: ['count.syscalls'] }, async ({
  lab,
  broker,
  publisher,
  subscribeStopped,
}) => {
  const stopped = 5
  for (let i = 0; i < stopped; i++) await subscribeStopped('news')
  await publish(lab, publisher, MANY)
  const about = `what waits in your sockets for ${stopped} subscribers that stopped`
  const { queuedBytes } = await broker.counters()
  expect(queuedBytes, { about, unit: 'bytes' }).toBeLessThanOrEqual(stopped * MOST_WRITTEN)
})

test('h7 each subscriber has its own queue', { waits: '4s' }, async ({ lab, publisher, subscribeStopped }) => {
  const early = await subscribeStopped('news')
  await publish(lab, publisher, 30)
  const late = await subscribeStopped('news')
  await publish(lab, publisher, MANY - 30, { first: 31 })
  await Promise.all([early.resume(), late.resume()])
  const ofEarly = await catchUp(lab, early, publisher)
  expect(ofEarly, 'what the first slow subscriber got').toEqual(withOneGap(ofEarly))
  const ofLate = await read(late, MANY + 1)
  expect(ofLate, 'what the second slow subscriber got').toEqual(withOneGap(ofLate, 31))
})

test('h8 every gap is told in its place', { waits: '8s' }, async ({ lab, publisher, subscribeStopped }) => {
  const slow = await subscribeStopped('news')
  const total = 3 * MANY
  await publisher.send(
    times(total, (i) => message(1 + i)),
    { gap: PACE },
  )
  for (const ms of [50, 90, 60, 80]) {
    await lab.clock.advance(MANY * PACE * 0.7)
    await slow.resume()
    await lab.clock.advance(ms)
    await slow.pause()
  }
  await lab.clock.advance(MANY * PACE * 0.4)
  const got = await catchUp(lab, slow, publisher, total)
  expect(got, 'what a subscriber got that stops again and again').toEqual(withGapsTold(got))
  const last = { about: 'its last messages without a gap', unit: 'messages' }
  const [, first] = /(\d+) to \d+$/.exec(got.at(-1)!)!
  expect(total - Number(first) + 1, last).toBeGreaterThanOrEqual(params.most)
})

test('h9 UNSUB takes messages out of the queue', { waits: '4s' }, async ({ lab, publisher, subscribeStopped }) => {
  const slow = await subscribeStopped('news', 'tea', 'gold')
  await publish(lab, publisher, MANY)
  await publish(lab, publisher, HALF, { first: MANY + 1, topic: 'tea' })
  await publish(lab, publisher, HALF, { first: MANY + HALF + 1, topic: 'gold' })
  await tell(lab, slow, 'UNSUB tea')
  await publish(lab, publisher, MORE, { first: MANY + params.most + 1, topic: 'gold' })
  await slow.resume()
  const last = MANY + params.most + MORE
  const got = await read(slow, last)
  const before = Number(/\d+$/.exec(got[0]!)![0])
  expect(got, 'what the slow subscriber got after UNSUB').toEqual([
    `news 1 to ${before}`,
    `LOST ${MANY - before}`,
    `gold ${MANY + HALF + 1} to ${last}`,
  ])
})

test('h10 UNSUB leaves what another pattern matches', { waits: '4s' }, async ({ lab, publisher, subscribeStopped }) => {
  const slow = await subscribeStopped('news', 'price.tea', 'price.*')
  await publish(lab, publisher, MANY)
  await publish(lab, publisher, params.most, { first: MANY + 1, topic: 'price.tea' })
  await tell(lab, slow, 'UNSUB price.tea')
  await slow.resume()
  const got = await read(slow, MANY + params.most, 'what another pattern matches')
  const before = Number(/\d+$/.exec(got[0]!)![0])
  expect(got, 'what the slow subscriber got, with a second pattern').toEqual([
    `news 1 to ${before}`,
    `LOST ${MANY - before}`,
    `price.tea ${MANY + 1} to ${MANY + params.most}`,
  ])
})

test('h16 a burst is no reason to drop', async ({ publisher, subscribe }) => {
  const fast = await subscribe('news')
  const burst = times(3 * params.most, (i) => `${i + 1} ping`)
  await publisher.send(burst.map((text) => `PUB news ${text}\n`).join(''))
  const lines = fast.lines(burst.length)
  await expect(lines, 'the messages of a burst').toEqual(burst.map((text) => `MSG news ${text}`))
})

test('h11 a subscriber that never reads again is reset', { waits: LATEST + 1_000 }, async ({
  lab,
  publisher,
  subscribeStopped,
}) => {
  await subscribeStopped('news')
  const start = lab.clock.now
  await publish(lab, publisher, MANY, FAST)
  const took = (await resetOfSlow(lab).next({ within: LATEST })).at - start
  expect(took, about).toBeBetween(params.stallMs, LATEST + 300)
})

test('h12 new messages and lines of its own do not save it', { waits: LATEST + 1_000 }, async ({
  lab,
  publisher,
  subscribeStopped,
}) => {
  const slow = await subscribeStopped('news')
  const start = lab.clock.now
  await publish(lab, publisher, MANY, FAST)
  await publisher.send(
    times(LATEST / 20, (i) => message(MANY + 1 + i)),
    { gap: 20 },
  )
  await slow.send(
    times(LATEST / 100, () => 'SUB weather\n'),
    { gap: 100 },
  )
  const took = (await resetOfSlow(lab).next({ within: LATEST })).at - start
  expect(took, about).toBeBetween(params.stallMs, LATEST + 300)
})

test("h13 with every 'drain' the time starts again", { waits: 3 * params.stallMs }, async ({
  lab,
  publisher,
  subscribeStopped,
}) => {
  const slow = await subscribeStopped('news')
  for (let round = 0; round < 3; round++) {
    await publish(lab, publisher, MANY, { ...FAST, first: round * MANY + 1 })
    await lab.clock.advance(0.7 * params.stallMs)
    await slow.resume()
    await read(slow, (round + 1) * MANY, 'what a subscriber got that reads now and then')
    await slow.pause()
  }
})

for (const [id, how] of [
  ['h14', 'reset'],
  ['h15', 'end'],
] as const)
  test(`${id} a subscriber that left by ${how === 'end' ? 'FIN' : 'RST'} leaves nothing behind`, {
    waits: '3s',
  }, async ({ lab, broker, publisher, subscribe, subscribeStopped }) => {
    const fast = await subscribe('weather')
    const gone = await Promise.all(times(3, (i) => subscribeStopped('news', i === 0 ? 'weather' : 'sport')))
    await publish(lab, publisher, MANY, FAST)
    for (const slow of gone) await slow[how]()
    await lab.clock.advance('30ms')
    await tell(lab, publisher, 'PUB weather rain')
    await expect(fast.line(), 'a message for the subscriber that stayed').toBe('MSG weather rain')
    const { sockets, timers } = await broker.handles()
    const open = sockets.filter(({ remote }) => remote?.address.endsWith(lab.host('d').address()))
    expect(open.length, { about: 'your open sockets for those that left', unit: 'sockets' }).toBe(0)
    expect(timers, { about: 'the timers that run after they left', unit: 'timers' }).toBeLessThanOrEqual(1)
  })
