/** Arbitrary HTTP/2 frames for property tests: every field over its whole range. */
import fc from 'fast-check'
import type { Http2Frame } from './index.ts'

const number = (min: number, max: number) => fc.integer({ min, max })
const word = number(0, 2 ** 32 - 1)
const stream = number(1, 2 ** 31 - 1)
const bytes = fc.uint8Array({ maxLength: 60 })
const flag = fc.boolean()
const padding = fc.option(number(0, 255))
const text = fc.string({ unit: number(0, 255).map((code) => String.fromCharCode(code)), maxLength: 30 })
const priority = fc.record({ exclusive: flag, dependsOn: number(0, 2 ** 31 - 1), weight: number(1, 256) })
const setting = fc.oneof(
  fc.tuple(fc.constantFrom(1, 3, 6, 10, 0xffff), word),
  fc.tuple(fc.constantFrom(2, 8, 9), number(0, 1)),
  fc.tuple(fc.constant(4), number(0, 2 ** 31 - 1)),
  fc.tuple(fc.constant(5), number(16_384, 2 ** 24 - 1)),
)
const type = <const T extends string>(name: T) => fc.constant(name)

export const http2Frame: fc.Arbitrary<Http2Frame> = fc.oneof(
  fc.record({ type: type('DATA'), streamId: stream, endStream: flag, data: bytes, padding }),
  fc.record({
    type: type('HEADERS'),
    streamId: stream,
    endStream: flag,
    priority: fc.option(priority),
    fragment: bytes,
    endHeaders: flag,
    padding,
  }),
  fc.record({ type: type('PRIORITY'), streamId: stream, priority }),
  fc.record({ type: type('RST_STREAM'), streamId: stream, code: word }),
  fc.record({ type: type('SETTINGS'), ack: fc.constant(false), settings: fc.array(setting, { maxLength: 4 }) }),
  fc.record({ type: type('SETTINGS'), ack: fc.constant(true), settings: fc.constant([]) }),
  fc.record({
    type: type('PUSH_PROMISE'),
    streamId: stream,
    promisedId: number(1, 2 ** 30 - 1).map((half) => 2 * half),
    fragment: bytes,
    endHeaders: flag,
    padding,
  }),
  fc.record({ type: type('PING'), ack: flag, opaque: fc.uint8Array({ minLength: 8, maxLength: 8 }) }),
  fc.record({ type: type('GOAWAY'), lastStreamId: number(0, 2 ** 31 - 1), code: word, debug: bytes }),
  fc.record({ type: type('WINDOW_UPDATE'), streamId: number(0, 2 ** 31 - 1), increment: stream }),
  fc.record({ type: type('CONTINUATION'), streamId: stream, fragment: bytes, endHeaders: flag }),
  fc.record({ type: type('ALTSVC'), streamId: number(0, 2 ** 31 - 1), origin: text, value: text }),
  fc.record({ type: type('ORIGIN'), origins: fc.array(text, { maxLength: 3 }) }),
  fc.record({ type: type('PRIORITY_UPDATE'), prioritizedId: stream, value: text }),
  fc.record({
    type: type('unknown'),
    number: fc.constantFrom(11, 13, 77, 255),
    flags: number(0, 255),
    streamId: number(0, 2 ** 31 - 1),
    payload: bytes,
  }),
)
