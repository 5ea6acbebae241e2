import { expect, workOf } from 'ackademy/lab'
import { params } from './params.ts'
import { expectLast, frame, header, readFrame, test } from './setup.ts'

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
  await client.send([frame('first'), frame('costs 5 €'), frame('third')])
  for (const answer of ['FIRST', 'COSTS 5 €', 'THIRD']) expect(await readFrame(client)).toBe(answer)
})

test('h3 an empty message is answered', async ({ client }) => {
  await client.send([frame(''), frame('x'), frame('')])
  for (const answer of ['', 'X', '']) expect(await readFrame(client)).toBe(answer)
})

test('h4 the longest message is answered, a longer one refused by its length alone', async ({ client, connect }) => {
  await client.send(frame('x'.repeat(params.maxFrame)))
  expect(await readFrame(client)).toBe('X'.repeat(params.maxFrame))
  await client.send([frame('before'), header(params.maxFrame + 1)])
  expect(await readFrame(client)).toBe('BEFORE')
  await expectLast(client, 'ERR too large')
  if (!params.includesHeader) return
  const other = await connect()
  await other.send(header(-1))
  await expectLast(other, 'ERR bad length')
})

test('h5 the length is unsigned, and checked before memory is allocated', async ({ client, lab }) => {
  await client.send(header(HUGE))
  await expectLast(client, 'ERR too large')
  const work = await lab.host('client').load<Work>('tests:work.ts')
  expect(await work.largestPieceFor(header(HUGE))).toBeLessThanOrEqual(params.maxFrame)
})

test('h6 a stream that ends inside a frame is truncated', async ({ client, connect }) => {
  await client.send(frame('x'.repeat(1000)).subarray(0, params.width + 600))
  await client.end()
  await expectLast(client, 'ERR truncated')
  const inHeader = await connect()
  await inHeader.send(header(1000).subarray(0, 1))
  await inHeader.end()
  await expectLast(inHeader, 'ERR truncated')
  const between = await connect()
  await between.send(frame('whole'))
  await between.end()
  await expectLast(between, 'WHOLE')
})

test('h7 a short frame leaves in one segment', async ({ client, lab }) => {
  await client.send(frame('hello'))
  expect(await readFrame(client)).toBe('HELLO')
  expect(await lab.capture(`tcp.srcport == ${params.port} && tcp.len > 0`).count()).toBe(1)
})

test('h8 twice the bytes cost twice the work', async ({ lab }) => {
  const work = await lab.host('client').load<Work>('tests:work.ts')
  const limit = { bytesCopied: 4 * (await work.prepare()) }
  for (const read of [work.readLongInPieces, work.readManyAtOnce])
    expect(await workOf(work.process, read)).toCostAtMost(limit)
})
