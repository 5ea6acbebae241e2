import { expect, seededValues, times } from 'ackademy/lab'
import {
  expectAck,
  expectStats,
  FIRST,
  nameOf,
  PORT,
  report,
  SECOND,
  stats,
  test,
} from '../../../content/07-udp/exercises/udp-ack-server/tests/setup.ts'
import { params } from './params.ts'

test('r1-many each of 300 drawn datagrams gets its own bytes back', async ({ lab, a, b }) => {
  const draw = seededValues(lab, 'datagrams')
  for (const n of times(300, (n) => n)) {
    const data = Uint8Array.from(times(draw.integer(0, 60), () => draw.integer(128, 255)))
    await expectAck(n % 2 === 0 ? a : b, data, `the reply to datagram ${n}`)
  }
})

test('r2-both one client asks both addresses at once', async ({ a }) => {
  for (const n of times(20, (n) => n)) await a.send(`${n}`, n % 2 === 0 ? FIRST : SECOND)
  for (const _ of times(20, () => 0)) {
    const got = await expect(a.receive(), 'a reply').toHappen()
    const asked = Number(got.text.slice(5)) % 2 === 0 ? FIRST : SECOND
    expect(nameOf(got.from), 'the sender of a reply').toBe(`${asked[0]}:${PORT}`)
  }
})

test('r3-sum drawn samples add up', async ({ lab, a }) => {
  const draw = seededValues(lab, 'samples')
  let total = 0
  for (const _ of times(100, () => 0)) {
    const [number, rate] = [draw.integer(0, 999_999_999), draw.boolean() ? '' : '|@0.5']
    total += rate === '' ? number : 2 * number
    await report(a, `__proto__:${number}|c${rate}`)
  }
  await expectStats(a, `bad=0\n__proto__ ${total}\n`, 'the counters')
})

test('r4-noise drawn lines are bad or text', async ({ lab, a }) => {
  const draw = seededValues(lab, 'lines')
  let bad = 0
  for (const _ of times(100, () => 0)) {
    const line = times(draw.integer(1, 30), () => String.fromCharCode(draw.integer(32, 126))).join('')
    if (/^stats *$/.test(line) || /^[\w.]+:\d+\|c/.test(line)) continue
    if (line.includes('|')) bad++
    await report(a, line)
  }
  await expectStats(a, `bad=${bad}\n`, 'the counters')
})

test('r5-flood a hundred times the names change nothing', async ({ a }) => {
  const names = times(params.maxCounters * 100, (n) => `n${n}`)
  for (let at = 0; at < names.length; at += 100)
    await report(
      a,
      names
        .slice(at, at + 100)
        .map((name) => `${name}:1|c`)
        .join('\n'),
    )
  const got = await stats(a, 1_400)
  expect(got.text.split('\n').length - 2, 'counters').toBe(params.maxCounters)
  expect(got.text.split('\n')[0], 'the count of bad lines').toBe(`bad=${params.maxCounters * 99}`)
})

test('r6-lengths no question is answered with more than it had', async ({ a }) => {
  await report(a, times(params.maxCounters, (n) => `counter${n}:${n}|c`).join('\n'))
  const all = (await stats(a, 1_400)).text
  for (let length = 5; length < 200; length += 3) {
    const got = await stats(a, length)
    expect(got.data.length, 'bytes').toBeLessThanOrEqual(length)
    expect(all.startsWith(got.text) && (got.text === '' || got.text.endsWith('\n')), 'whole lines').toBe(true)
  }
})

test('r7-forged packets from nowhere end nothing', async ({ lab, server, a }) => {
  const raw = await lab.host('c').raw()
  const draw = seededValues(lab, 'senders')
  for (const src of ['203.0.113.9', '255.255.255.255', '10.0.0.255', '224.0.0.1', '0.0.0.0', '10.0.0.10', '127.0.0.1'])
    for (const port of [0, 1, PORT, draw.integer(1, 65_535)])
      await raw.send({ ip: { src, dst: FIRST[0] }, udp: { src: port, dst: PORT }, payload: 'hits:1|c' })
  await lab.clock.advance('100ms')
  await expect(server.expectAlive(), 'the server, running').toHappen()
  await expectAck(a, 'hello', 'the reply to the next client')
})
