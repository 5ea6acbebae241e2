import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { counters, inOrder, lineOf, linesAt, PORT, SERVER, test } from './setup.ts'

test('h3 no datagram is longer than 1,200 bytes, and none is wasted', async ({ reporter, server, arrive, lab }) => {
  const many = counters(params.counters)
  await expect(reporter.report(SERVER, PORT, many), 'a large report').toHappen()
  await arrive()
  const sent = await lab.capture(`udp.dstport == ${PORT} && !icmp`, { on: 'client:eth0' }).all()
  const longest = Math.max(0, ...sent.map(({ udp }) => udp!.length - 8))
  expect(longest, { about: 'the length of the longest datagram', unit: 'bytes' }).toBeLessThanOrEqual(1_200)
  // Filled line by line, in order.
  let [needed, length] = [0, Infinity]
  for (const line of many.map(lineOf)) {
    length += line.length + 1
    if (length > 1_200) [needed, length] = [needed + 1, line.length]
  }
  expect((await server.received()).length, 'the number of datagrams of a large report').toBeLessThanOrEqual(needed)
})

test('h4 names are counted in bytes and kept whole', async ({ reporter, server, arrive }) => {
  const many = counters(60, 'háfen.kräne.グ')
  await expect(reporter.report(SERVER, PORT, many), 'a report with names in UTF-8').toHappen()
  await arrive()
  for (const got of await server.received())
    expect(got.data.length, {
      about: 'the length of a datagram with names in UTF-8',
      unit: 'bytes',
      datagram: got,
    }).toBeLessThanOrEqual(1_200)
  expect(inOrder(await linesAt(server)), 'the lines with names in UTF-8').toEqual(inOrder(many.map(lineOf)))
})

test('h5 1,200 bytes are not too many, one more is', async ({ reporter, server, arrive }) => {
  for (const [last, expected] of [
    [92, 1],
    [93, 2],
  ] as const) {
    // Six lines of 183 bytes and their newlines, and one of the rest: 6 × 184 + 96 = 1,200.
    const names = [...times(6, (n) => `${n}`.repeat(179)), 'x'.repeat(last)]
    const before = (await server.received()).length
    const bytes = 1_108 + last
    await expect(
      reporter.report(
        SERVER,
        PORT,
        names.map((name): [string, number] => [name, 7]),
      ),
      'a report',
    ).toHappen()
    await arrive()
    const { length } = (await server.received()).slice(before)
    expect(length, `the number of datagrams for ${bytes} bytes`).toBe(expected)
  }
})

test('h6 a report without counters says that the shop is open', async ({ reporter, server, arrive }) => {
  await expect(reporter.report(SERVER, PORT, []), 'a report without counters').toHappen()
  await arrive()
  const lengths = (await server.received()).map(({ data }) => data.length)
  expect(lengths, 'the lengths of the datagrams of a report without counters').toEqual([0])
})

test('h7 nothing is left open', { leaks: true }, async ({ reporter, server, arrive }) => {
  await expect(reporter.report(SERVER, PORT, counters(2)), 'a report').toHappen()
  await arrive()
  expect((await server.received()).length, 'the number of datagrams of a report').toBe(1)
})

test('h8 a report that cannot be sent rejects', { leaks: true }, async ({ reporter }) => {
  // Everyone on the network, which needs a permission that nobody has asked for: EACCES.
  const unsendable = reporter.report('10.0.1.255', PORT, counters(2))
  const outcome = await unsendable.then(
    () => 'resolved',
    () => 'rejected',
  )
  expect(outcome, 'what a report that cannot be sent came to').toBe('rejected')
})
