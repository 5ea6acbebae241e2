import { type Draw, expect, forAll, hex, labTest, times, workOf } from 'ackademy/lab'
import { capacity, empty, expectAnswer, numberOf, receiverTest, stream, test } from './setup.ts'

const ISN_BEFORE_WRAP = 0xfffffff0

test.each({ partly: [99, 200], inside: [20, 80], same: [0, 100], around: [0, 200] })(
  'h3 overlapping bytes are delivered once',
  async ([from, to], { part, receiver }) => {
    await part(0, 100)
    await part(from!, to!)
    expect(await receiver.read(999), 'what read(999) gave').toEqualBytes(stream.subarray(0, Math.max(100, to!)))
  },
)

receiverTest(ISN_BEFORE_WRAP)('h4 after number 4294967295 comes 0', async ({ part, receiver, ack }) => {
  expect((await part(100, 1000)).ack, 'ack after bytes 100 to 1000').toBe(ack(0))
  expect((await part(0, 100)).ack, 'ack after bytes 0 to 100').toBe(ack(1000))
  expect(await receiver.read(2000), 'what read(2000) gave').toEqualBytes(stream.subarray(0, 1000))
})

test('h5 SYN and FIN take one number each', async ({ receiver, part, ack }) => {
  expect((await receiver.segment({ seq: ack(-1), syn: true })).ack, 'ack after the SYN came again').toBe(ack(0))
  expect((await part(0, 100, { fin: true })).ack, 'ack after bytes 0 to 100 and a FIN').toBe(ack(101))
  expect((await part(0, 100, { fin: true })).ack, 'ack after bytes 0 to 100 and a FIN').toBe(ack(101))
  expect(await receiver.read(999), 'what read(999) gave').toHaveLength(100)
  expect(await receiver.read(999), 'what read(999) gave at the end').toBeNull()
})

test('h6 the window is the room that is left', async ({ part, receiver, ack }) => {
  expectAnswer(await part(0, capacity + 900), `bytes 0 to ${capacity + 900}`, {
    ack: ack(capacity),
    window: 0,
  })
  expectAnswer(await part(capacity, capacity + 1), `bytes ${capacity} to ${capacity + 1}`, {
    ack: ack(capacity),
    window: 0,
  })
  await receiver.read(1000)
  expect((await part(capacity, capacity)).window, 'the window after 1000 bytes were read').toBe(1000)
  expectAnswer(await part(capacity, capacity + 400), `bytes ${capacity} to ${capacity + 400}`, {
    ack: ack(capacity + 400),
    window: 600,
  })
})

test('h8 an early FIN waits for its bytes', async ({ part, receiver, ack }) => {
  expect((await part(300, 600, { fin: true })).ack, 'ack after bytes 300 to 600 and a FIN').toBe(ack(0))
  const early = await receiver.read(999)
  expect(early?.length ?? null, 'the number of bytes that read(999) gave before the missing ones came').toBe(0)
  expect((await part(0, 300)).ack, 'ack after bytes 0 to 300').toBe(ack(601))
  expect(await receiver.read(999), 'what read(999) gave').toHaveLength(600)
  expect(await receiver.read(999), 'what read(999) gave at the end').toBeNull()
})

test('h9 acknowledged bytes are acknowledged again', async ({ part, receiver, ack }) => {
  await part(0, 200)
  await receiver.read(200)
  expectAnswer(await part(0, 100), 'bytes 0 to 100', { ack: ack(200), window: capacity })
  expect(await receiver.read(999), 'what read(999) gave').toEqualBytes(empty)
})

test('h10 of two versions of a byte the first one stays', async ({ part, receiver }) => {
  await part(50, 100)
  await part(0, 150, { data: new Uint8Array(150).fill(7) })
  const bytes = (await receiver.read(999))!
  expect(bytes.subarray(50, 100), 'bytes 50 to 100, which came first').toEqualBytes(stream.subarray(50, 100))
  expect(bytes.subarray(100), 'bytes 100 to 150').toEqualBytes(new Uint8Array(50).fill(7))
})

test('h21 a stored byte does not change before it is read', async ({ part, receiver }) => {
  await part(0, 100)
  await part(50, 100, { data: new Uint8Array(50).fill(7) })
  expect(await receiver.read(999), 'what read(999) gave').toEqualBytes(stream.subarray(0, 100))
})

test('h12 bytes beyond the window are dropped, in order or not', async ({ part, receiver, ack }) => {
  expect((await part(capacity, capacity + 100)).ack, `ack after bytes ${capacity} to ${capacity + 100}`).toBe(ack(0))
  expect((await part(0, capacity)).ack, `ack after bytes 0 to ${capacity}`).toBe(ack(capacity))
  expect(await receiver.read(2 * capacity), `what read(${2 * capacity}) gave`).toHaveLength(capacity)
  expectAnswer(await part(capacity + 100, capacity + 100), `a segment without bytes at ${capacity + 100}`, {
    ack: ack(capacity),
    window: capacity,
  })
})

test('h14 overlaps beyond a gap are stored once', async ({ part, receiver, ack }) => {
  for (const [from, to] of [
    [100, 300],
    [100, 150],
    [500, 600],
    [250, 400],
    [50, 120],
  ] as const)
    await part(from, to)
  expect((await part(0, 60)).ack, 'ack after bytes 0 to 60').toBe(ack(400))
  expect((await part(390, 510)).ack, 'ack after bytes 390 to 510').toBe(ack(600))
  expect(await receiver.read(999), 'what read(999) gave').toEqualBytes(stream.subarray(0, 600))
})

test('h15 bytes beyond a gap leave the window unchanged', async ({ part, ack }) => {
  expectAnswer(await part(100, 300), 'bytes 100 to 300', { ack: ack(0), window: capacity })
  expectAnswer(await part(0, 50), 'bytes 0 to 50', { ack: ack(50), window: capacity - 50 })
  expectAnswer(await part(50, 100), 'bytes 50 to 100', { ack: ack(300), window: capacity - 300 })
})

test('h16 nothing comes after a FIN', async ({ part, receiver, ack }) => {
  expect((await part(0, 600, { fin: true })).ack, 'ack after bytes 0 to 600 and a FIN').toBe(ack(601))
  expect((await part(600, 700)).ack, 'ack after bytes 600 to 700, which lie behind the FIN').toBe(ack(601))
  expect((await part(500, 800, { fin: true })).ack, 'ack after bytes 500 to 800 and a second FIN').toBe(ack(601))
  expect(await receiver.read(999), 'what read(999) gave').toHaveLength(600)
  expect(await receiver.read(999), 'what read(999) gave at the end').toBeNull()
})

test('h17 a FIN needs no bytes', async ({ part, receiver, ack }) => {
  await part(0, 100)
  expect((await part(100, 100, { fin: true })).ack, 'ack after a FIN without bytes').toBe(ack(101))
  expect(await receiver.read(100), 'what read(100) gave').toHaveLength(100)
  expect(await receiver.read(100), 'what read(100) gave at the end').toBeNull()
})

receiverTest(ISN_BEFORE_WRAP)('h18 after a FIN with number 4294967295 comes 0', async ({ part }) => {
  const bytes = 0xffffffff - (ISN_BEFORE_WRAP + 1)
  expect((await part(0, bytes, { fin: true })).ack, `ack after bytes 0 to ${bytes} and a FIN`).toBe(0)
})

test('h19 a repeated SYN changes nothing', async ({ receiver, part, ack }) => {
  await part(0, 100)
  expectAnswer(await receiver.segment({ seq: ack(-1), syn: true }), 'the SYN that came again', {
    ack: ack(100),
    window: capacity - 100,
  })
  expect(await receiver.read(999), 'what read(999) gave').toEqualBytes(stream.subarray(0, 100))
})

test('h20 a FIN beyond the window is dropped with its bytes', async ({ receiver, part, ack }) => {
  await part(capacity, capacity + 100, { fin: true })
  await part(0, capacity)
  await receiver.read(capacity)
  expect((await part(capacity, capacity + 100)).ack, `ack after bytes ${capacity} to ${capacity + 100}`).toBe(
    ack(capacity + 100),
  )
  expect(await receiver.read(100), 'what read(100) gave').toHaveLength(100)
  expect(await receiver.read(100), 'what read(100) gave').toEqualBytes(empty)
})

const feedTest = labTest(async (lab) => lab.host('server').load<typeof import('./programs/feed.ts')>('tests:feed.ts'))

feedTest('h7 ten thousand one-byte segments cost in proportion', async ({ process, fill }) => {
  const size = 10_000
  const swapped = times(size, (i) => i ^ 1)
  const segments = swapped.map((place) => ({ seq: numberOf(place), data: stream.subarray(place, place + 1) }))
  const all = { capacity: size, segments: [{ seq: numberOf(-1), syn: true }, ...segments] }
  const work = await workOf(process, () => fill(all))
  expect(work, 'what your receiver does for 10,000 segments of one byte').toCostAtMost({ bytesCopied: 20 * size })
})

const gapTest = labTest(async (lab) => lab.host('server').load<typeof import('./programs/gaps.ts')>('tests:gaps.ts'))

gapTest('h24 many gaps do not make a segment dearer', async ({ visitsFor }) => {
  const size = 1_000
  const everyOther = times(size, (i) => ({ seq: numberOf(2 * i + 1), data: stream.subarray(i, i + 1) }))
  const segments = [{ seq: numberOf(-1), syn: true }, ...everyOther]
  const visits = await visitsFor({ capacity: 2 * size + 1, segments })
  // A binary search looks at 10 pieces of 1,000.
  const about = 'the number of stored pieces your receiver looks at for 1,000 segments with gaps between them'
  expect(visits, about).toBeLessThanOrEqual(50 * size)
})

feedTest('h22 bytes that were read do not change anymore', async ({ keep }) => {
  const [first, later] = [stream.subarray(0, capacity), stream.subarray(capacity, 2 * capacity)]
  const segments = [
    { seq: numberOf(-1), syn: true },
    { seq: numberOf(0), data: first },
  ]
  const kept = await keep({ capacity, segments, later: [{ seq: numberOf(capacity), data: later }] })
  const changed = first.filter((byte, i) => byte !== kept?.[i]).length
  expect(changed, { about: 'the number of bytes that changed after they were read', unit: 'bytes' }).toBe(0)
})

feedTest('h23 each receiver keeps its own capacity', async ({ feed }) => {
  const few = 300
  const segments = [
    { seq: numberOf(-1), syn: true },
    { seq: numberOf(0), data: stream.subarray(0, few + 100) },
  ]
  const { answers } = await feed({ capacity: few, reads: few, segments })
  expectAnswer(answers[0]!, `the SYN, where the capacity is ${few}`, { ack: numberOf(0), window: few })
  expectAnswer(answers[1]!, `bytes 0 to ${few + 100}, where the capacity is ${few}`, {
    ack: numberOf(few),
    window: 0,
  })
})

/** A stream in pieces, each sent up to three times, no piece far from its place: what a network with loss, copies and reordering does. */
function anyNetwork(draw: Draw) {
  const isn = draw.oneOf([1000, ISN_BEFORE_WRAP, draw.edge(32)])
  const cuts = draw.list([1, 30], (cut) => cut.integer(1, 400))
  let length = 0
  const pieces = cuts.map((size) => {
    length += size
    return { from: length - size, to: length }
  })
  const sent = pieces.flatMap((piece) => times(draw.integer(1, 3), () => ({ ...piece, early: draw.integer(0, 4) })))
  return { isn, length, sent, reads: draw.oneOf([capacity, 100, 7]) }
}

feedTest('h11 the stream survives whatever the network does', async ({ lab, feed }) => {
  await forAll(
    lab,
    anyNetwork,
    async ({ isn, length, sent, reads }) => {
      const inOrder = sent.map(({ from, to }) => ({
        seq: numberOf(from, isn),
        fin: to === length,
        data: stream.subarray(from, to),
      }))
      const shuffled = sent.map(({ early }, i) => ({ segment: inOrder[i]!, at: i - early })).sort((a, b) => a.at - b.at)
      const segments = [{ seq: isn, syn: true }, ...shuffled.map(({ segment }) => segment), ...inOrder, ...inOrder]
      const { answers, stream: got } = await feed({ capacity, reads, segments })
      expect(got, 'the stream that was read').toEqualBytes(stream.subarray(0, Math.min(length, got.length)))
      if (reads === capacity) expect(got.length, 'the number of bytes that were read').toBe(length)
      const edges = answers.map(({ ack, window }) => (ack + window - isn) >>> 0)
      expect(edges, 'ack + window, answer after answer').toEqual([...edges].sort((a, b) => a - b)) // a window should not shrink: RFC 9293, section 3.8.6
    },
    {
      runs: 25,
      say: ({ isn, length, sent }) => `${length} bytes in ${sent.length} segments after a SYN with number ${isn}`,
    },
  )
})

/** An address of no kernel: the program that takes over the server's interface answers for it. */
const OWN_HOST = { address: '10.0.8.2', port: 9000 }

labTest()('h13 what a complete TCP sends over a bad link arrives', async ({ lab }) => {
  const { address, port } = OWN_HOST
  const server = await lab.host('server').run('tests:host.ts', { takes: ['eth0'], args: [address, port, capacity] })
  const sender = await lab.host('client').connect(address, port)
  await lab.link('client', 'server').impair({ loss: 0.05, duplicate: 0.05, reorder: 0.2 })
  await sender.send(stream)
  await sender.end()
  const got = await server.json<string>({ within: '20s' })
  expect(hex(got), 'the stream that the host received').toEqualBytes(stream)
  await expect(sender.expectEnd(), 'the end of the connection').toHappen()
  // Only a sender whose FIN has been acknowledged gets here.
  expect(await lab.host('client').sockets(), 'the connection at the sender').toMatchObject([
    { proto: 'tcp', state: 'TIME_WAIT' },
  ])
})
