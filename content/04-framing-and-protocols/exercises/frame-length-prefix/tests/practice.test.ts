import { expect, workOf } from 'ackademy/lab'
import { params } from './params.ts'
import { expectFrame, expectLast, frame, header, test } from './setup.ts'

/** What `programs/work.ts` exports. */
interface Work {
  prepare(): number
  readLongInPieces(): void
  readManyAtOnce(): void
  largestPieceFor(bytes: Uint8Array): number
}

/** The largest value that the length field can have, less 15: its highest bit is set. */
const HUGE = 256 ** params.width - 16 - (params.includesHeader ? params.width : 0)

test.schedules('h2 the stream may be cut anywhere', { delimiters: ['\0'] }, async ({ client }) => {
  const texts = ['first', 'costs 5 €', 'third']
  await client.send(texts.map(frame))
  for (const text of texts) await expectFrame(client, text.toUpperCase(), `the answer to ${text}`)
})

test('h3 an empty message is answered', async ({ client }) => {
  await client.send([frame(''), frame('x'), frame('')])
  await expectFrame(client, '', 'the answer to an empty message')
  await expectFrame(client, 'X', 'the answer to x')
  await expectFrame(client, '', 'the answer to a second empty message')
})

test('h4 the longest message is answered, a longer one refused by its length alone', async ({ client, connect }) => {
  await client.send(frame('x'.repeat(params.maxFrame)))
  await expectFrame(client, 'X'.repeat(params.maxFrame), 'the answer to the longest message')
  await client.send([frame('before'), header(params.maxFrame + 1)])
  await expectFrame(client, 'BEFORE', 'the answer to before')
  await expectLast(client, 'ERR too large', 'the answer to a length of one byte too many')
  if (!params.includesHeader) return
  const other = await connect()
  await other.send(header(-1))
  await expectLast(other, 'ERR bad length', 'the answer to a length that is less than its own bytes')
})

test('h5 the length is unsigned, and checked before memory is allocated', async ({ client, lab }) => {
  await client.send(header(HUGE))
  await expectLast(client, 'ERR too large', 'the answer to a length with its highest bit set')
  const work = await lab.host('client').load<Work>('tests:work.ts')
  const largest = { about: 'the largest piece of memory that your reader asked for', unit: 'bytes' }
  expect(await work.largestPieceFor(header(HUGE)), largest).toBeLessThanOrEqual(params.maxFrame)
})

test('h6 a stream that ends inside a frame is truncated', async ({ client, connect }) => {
  await client.send(frame('x'.repeat(1000)).subarray(0, params.width + 600))
  await client.end()
  await expectLast(client, 'ERR truncated', 'the answer to 600 of 1,000 bytes')
  for (const [bytes, name] of [
    [header(1000).subarray(0, 1), 'half a length'],
    [header(1000), 'a length without a message'],
  ] as const) {
    const peer = await connect()
    await peer.send(bytes)
    await peer.end()
    await expectLast(peer, 'ERR truncated', `the answer to ${name}`)
  }
  const between = await connect()
  await between.send(frame('whole'))
  await between.end()
  await expectLast(between, 'WHOLE', 'the answer to a client that closes after a whole frame')
  const silent = await connect()
  await silent.end()
  await expect(silent.expectEnd(), 'your FIN after a client that sent nothing').toHappen()
})

test('h7 a short frame leaves in one segment', async ({ client, lab }) => {
  await client.send(frame('hello'))
  await expectFrame(client, 'HELLO', 'the answer to hello')
  const segments = await lab.capture(`tcp.srcport == ${params.port} && tcp.len > 0`).count()
  expect(segments, 'the number of segments that carry your answer').toBe(1)
})

test('h8 twice the bytes cost twice the work', async ({ lab }) => {
  const work = await lab.host('client').load<Work>('tests:work.ts')
  const limit = { bytesCopied: 4 * (await work.prepare()) }
  const inPieces = await workOf(work.process, work.readLongInPieces)
  expect(inPieces, 'what your reader does for one message in pieces of 16 bytes').toCostAtMost(limit)
  const atOnce = await workOf(work.process, work.readManyAtOnce)
  expect(atOnce, 'what your reader does for many short messages in one piece').toCostAtMost(limit)
})

test('h9 after an error everything else is ignored', async ({ client, connect, lab }) => {
  await client.send([header(params.maxFrame + 1), frame('more')])
  await client.send(frame('and more'))
  await lab.settle()
  await client.send(frame('still more'))
  await lab.settle()
  await expectLast(client, 'ERR too large', 'the only answer after a length that is too large')
  await client.send(frame('half a message').subarray(0, params.width + 4))
  await client.end()
  await lab.settle()
  const resets = await lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count()
  expect(resets, { about: 'the number of resets (RST) your server sent', unit: 'packets' }).toBe(0)
  const next = await connect()
  await next.send(frame('hello'))
  await expectFrame(next, 'HELLO', 'the answer to the next client')
})

test('h10 an answer may be longer than its question', async ({ client }) => {
  const upper = 'ΐ'.toUpperCase()
  await client.send(frame('ΐ'))
  await expectFrame(client, upper, 'the answer to ΐ')
  const times = params.maxFrame / 2
  await client.send(frame('ΐ'.repeat(times)))
  const longest = 256 ** params.width - 1 - (params.includesHeader ? params.width : 0)
  if (6 * times <= longest) await expectFrame(client, upper.repeat(times), 'the answer to many ΐ')
  else await expectLast(client, 'ERR too large', 'the answer to so many ΐ that its length does not fit')
})

test('h11 each client has a stream of its own', async ({ client, connect, lab }) => {
  const whole = frame('abcdef')
  await client.send(whole.subarray(0, params.width + 2))
  await lab.settle()
  const other = await connect()
  await other.send(frame('xyz'))
  await expectFrame(other, 'XYZ', 'the answer to another client meanwhile')
  await client.send(whole.subarray(params.width + 2))
  await expectFrame(client, 'ABCDEF', 'the answer to the interrupted message')
})
