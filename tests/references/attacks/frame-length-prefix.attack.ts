import { bytes, expect, seededValues, times } from 'ackademy/lab'
import {
  expectFrame,
  expectLast,
  frame,
  header,
  test,
} from '../../../content/04-framing-and-protocols/exercises/frame-length-prefix/tests/setup.ts'
import { params } from './params.ts'

const each = (data: Uint8Array) => [...data].map((byte) => Uint8Array.of(byte))
const LARGEST = Math.min(params.maxFrame, 256 ** params.width - 1 - (params.includesHeader ? params.width : 0))

test('r1-drawn frames, cut at every byte and all in one', async ({ lab, connect }) => {
  const draw = seededValues(lab, 'frames')
  const texts = draw
    .list([5, 15], () => draw.unicode(0, 20))
    .map((text) => (new TextEncoder().encode(text).length > LARGEST ? '' : text))
  const stream = bytes(...texts.map((text) => frame(text)))
  for (const pieces of [each(stream), [stream]]) {
    const peer = await connect()
    await peer.send(pieces, { gap: '1us' })
    for (const text of texts) await expectFrame(peer, text.toUpperCase(), `the answer to ${JSON.stringify(text)}`)
    await peer.end()
    await expect(peer.expectEnd(), 'the end').toHappen()
  }
})

test('r1-many fifty clients in the middle of a frame, half of them reset', async ({ connect }) => {
  const peers = await Promise.all(times(50, () => connect()))
  const whole = frame('abcdef')
  for (const peer of peers) await peer.send(whole.subarray(0, params.width + 2))
  for (const [i, peer] of peers.entries()) if (i % 2 === 1) await peer.reset()
  for (const [i, peer] of peers.entries()) if (i % 2 === 0) await peer.send(whole.subarray(params.width + 2))
  for (const [i, peer] of peers.entries())
    if (i % 2 === 0) await expectFrame(peer, 'ABCDEF', `the answer to client ${i}`)
})

test('r2-one a short frame leaves in one segment, the empty one too', async ({ lab, client }) => {
  for (const text of ['', 'a', 'b'.repeat(Math.min(100, LARGEST))]) {
    await client.send(frame(text))
    await expectFrame(client, text.toUpperCase(), 'the answer')
  }
  const packets = await lab.capture(`tcp.srcport == ${params.port} && tcp.len > 0`).all()
  expect(packets.length, 'segments with an answer').toBe(3)
})

test('r3-lengths every length past the limit is refused by itself', async ({ connect }) => {
  const most = 256 ** params.width - 1 - (params.includesHeader ? params.width : 0)
  for (const length of new Set([params.maxFrame + 1, most]))
    if (length > params.maxFrame && length <= most) {
      const peer = await connect()
      await peer.send(each(header(length)), { gap: '1us' })
      await expectLast(peer, 'ERR too large', `the answer to a length of ${length}`)
    }
})

test('r3-grows text that grows in upper case never breaks the stream', async ({ connect }) => {
  for (const count of [1, 5, 40, 127, 128, 1_000, 10_922, 20_000]) {
    const text = 'ΐ'.repeat(count)
    if (2 * count > LARGEST) break
    const upper = new TextEncoder().encode(text.toUpperCase()).length
    const peer = await connect()
    await peer.send(bytes(frame(text), frame('a')))
    const most = 256 ** params.width - 1 - (params.includesHeader ? params.width : 0)
    if (upper > most) await expectLast(peer, 'ERR too large', `the answer to ${count} letters`)
    else await expectFrame(peer, text.toUpperCase(), `the answer to ${count} letters`)
  }
})

test('r4-on after an error a megabyte more is ignored, and the error is read', { waits: '8s' }, async ({
  lab,
  client,
}) => {
  await client.send(header(params.maxFrame + 1))
  await client.send(bytes(...times(2_000, () => frame('x'.repeat(Math.min(200, LARGEST))))), { times: 3 })
  await lab.settle({ within: '4s' })
  await client.end()
  await expectLast(client, 'ERR too large', 'the answer')
})

test('r5-truncated at every byte of a frame', async ({ connect }) => {
  const whole = frame('abc')
  for (let length = 0; length < whole.length; length++) {
    const peer = await connect()
    await peer.send(bytes(frame('x'), whole.subarray(0, length)))
    await peer.end()
    await expectFrame(peer, 'X', 'the first answer')
    if (length === 0) await expect(peer.expectEnd(), 'the end').toHappen()
    else await expectLast(peer, 'ERR truncated', `the answer to a frame that ends after ${length} bytes`)
  }
})

test('r6-pieces the longest message in many small pieces', { waits: '8s' }, async ({ lab, client }) => {
  const draw = seededValues(lab, 'pieces')
  const whole = frame('z'.repeat(LARGEST))
  const pieces: Uint8Array[] = []
  for (let at = 0; at < whole.length; ) {
    const next = at + draw.integer(1, Math.ceil(whole.length / 200))
    pieces.push(whole.subarray(at, next))
    at = next
  }
  await client.send(pieces, { gap: '1us' })
  await expectFrame(client, 'Z'.repeat(LARGEST), 'the answer')
})
