import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { expectAck, expectStats, FIRST, nameOf, PORT, report, SECOND, stats, test } from './setup.ts'

const { metric, maxCounters } = params

test('h3 each datagram is answered by itself, also an empty one', async ({ a }) => {
  for (const text of ['one', 'two']) await a.send(text, FIRST)
  const replies = [
    await expect(a.receive(), 'the first of two replies').toHappen(),
    await expect(a.receive(), 'the second of two replies').toHappen(),
  ]
  expect(replies.map(({ text }) => text).sort(), 'the replies to one and two').toEqual(['ACK: one', 'ACK: two'])
  await expectAck(a, '', 'the reply to an empty datagram')
  await expect(a.expectSilence('50ms'), 'silence after the last reply').toHappen()
})

test('h4 large datagrams and bytes that are no text come back whole', async ({ a }) => {
  await expectAck(a, Uint8Array.of(0xff, 0xfe, 0x80, 0, 0xc3), 'the reply to five bytes that are not UTF-8')
  for (const length of [1_400, 9_000]) {
    const data = Uint8Array.from(times(length, (n) => 97 + ((n * 7) % 26)))
    await expectAck(a, data, `the reply to ${length} bytes`)
  }
})

test('h5 a reply leaves from the address that was asked', async ({ a }) => {
  for (const to of [FIRST, SECOND]) {
    await a.send('hello', to)
    const got = await expect(a.receive(), `the reply to a datagram to ${to[0]}`).toHappen()
    const about = `the sender of the reply to a datagram to ${to[0]}`
    expect(nameOf(got.from), { about, datagram: got }).toBe(`${to[0]}:${PORT}`)
  }
})

test('h6 a sample counts for what it stands for', async ({ a }) => {
  await report(a, `${metric}:3|c|@0.1`)
  await expectStats(a, `bad=0\n${metric} 30\n`, 'the counters after 3 at a rate of 0.1')
  await report(a, `${metric}:1|c|@0.25`)
  await expectStats(a, `bad=0\n${metric} 34\n`, 'the counters after 1 more at a rate of 0.25')
})

test('h7 a datagram may hold several lines', async ({ a }) => {
  await report(a, `${metric}:1|c\njust text\nconstructor:5|c\n${metric}:2|c\n`)
  await expectStats(a, `bad=0\nconstructor 5\n${metric} 3\n`, 'the counters after a datagram of several lines')
})

test('h8 bad lines are counted, and the others still are', async ({ a }) => {
  const bad = [`${metric}:many|c`, `${metric}:1|g`, `:1|c`, `${metric}:1234567890|c`, `${'x'.repeat(65)}:1|c`]
  const rates = [`${metric}:1|c|@0`, `${metric}:1|c|@0.0`, `${metric}:1|c|@2`, `${metric}:1|c|@`, `${metric}:1|c|0.1`]
  for (const [n, line] of [...bad, ...rates].entries()) {
    await report(a, `${line}\nok:1|c`)
    await expectStats(a, `bad=${n + 1}\nok ${n + 1}\n`, `the counters after the bad line ${line.slice(0, 24)}`)
  }
})

test('h9 strangers start only so many counters', async ({ a }) => {
  const names = times(maxCounters + 20, (n) => `n${String(n).padStart(3, '0')}`)
  for (let at = 0; at < names.length; at += 50)
    await report(
      a,
      names
        .slice(at, at + 50)
        .map((name) => `${name}:1|c`)
        .join('\n'),
    )
  await report(a, `${names[0]}:1|c`)
  const got = await stats(a, 1_400, 'the reply to stats after too many names')
  const lines = got.text.split('\n').filter((line) => line !== '')
  expect(lines.length - 1, { about: 'the number of counters', datagram: got }).toBe(maxCounters)
  expect(lines[0], { about: 'the count of bad lines', datagram: got }).toBe('bad=20')
  expect(lines[1], { about: 'a counter that was there before', datagram: got }).toBe(`${names[0]} 2`)
})

test('h10 a reply to stats is never longer than its question', async ({ a }) => {
  await report(a, 'aa:1|c\nbb:22|c\nzz:333|c')
  const lines = ['bad=0\n', 'aa 1\n', 'bb 22\n', 'zz 333\n']
  for (const [length, count] of [
    [5, 0],
    [10, 1],
    [11, 2],
    [16, 2],
    [17, 3],
    [24, 4],
  ] as const) {
    const what = `the reply to stats of ${length} bytes`
    const got = await stats(a, length, what)
    expect(got.data.length, { about: `the length of ${what}`, unit: 'bytes', datagram: got }).toBeLessThanOrEqual(
      length,
    )
    expect(got.text, { about: what, datagram: got }).toBe(lines.slice(0, count).join(''))
  }
})

test('h11 no datagram ends the server', async ({ lab, server, a, b }) => {
  const gone = await lab.host('c').udp()
  await gone.send('from a client that leaves', FIRST)
  await gone.close()
  const raw = await lab.host('c').raw()
  const [address] = FIRST
  await raw.send({ ip: { dst: address }, udp: { src: 0, dst: PORT }, payload: `${metric}:7|c` })
  await raw.send({ ip: { dst: address }, udp: { src: 0, dst: PORT }, payload: 'stats' })
  await a.send(new Uint8Array(65_507), FIRST)
  await lab.clock.advance('50ms')
  await expect(server.expectAlive(), 'your server, still running').toHappen()
  await expectAck(b, 'hello', 'the reply to the next client')
})
