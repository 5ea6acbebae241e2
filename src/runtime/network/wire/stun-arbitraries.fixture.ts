/** Random STUN messages, as bytes. */
import fc from 'fast-check'
import { write16, write32 } from '../bytes.ts'

const [COOKIE, HEADER] = [0x2112a442, 20]
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const text = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' })
  .map((one) => new TextEncoder().encode(one))
const address = fc.oneof(
  fc.tuple(bytes(2), bytes(4)).map(([port, ip]) => Uint8Array.of(0, 1, ...port, ...ip)),
  fc.tuple(bytes(2), bytes(16)).map(([port, ip]) => Uint8Array.of(0, 2, ...port, ...ip)),
)
const attribute = fc.oneof(
  ...[0x0001, 0x0012, 0x0016, 0x0020, 0x802b, 0x802c].map((type) => fc.tuple(fc.constant(type), address)),
  ...[0x0006, 0x0014, 0x0015, 0x8022].map((type) => fc.tuple(fc.constant(type), text)),
  ...[0x000d, 0x0024].map((type) => fc.tuple(fc.constant(type), bytes(4))),
  ...[0x8029, 0x802a].map((type) => fc.tuple(fc.constant(type), bytes(8))),
  fc.tuple(fc.constant(0x0008), bytes(20)),
  fc.tuple(fc.constant(0x000c), fc.constant(Uint8Array.of(0x40, 7, 0, 0))),
  fc.tuple(fc.constant(0x0019), fc.constant(Uint8Array.of(17, 0, 0, 0))),
  fc.tuple(fc.constant(0x0009), text).map(([type, reason]) => [type, Uint8Array.of(0, 0, 4, 38, ...reason)] as const),
  fc.tuple(fc.constant(0x0025), fc.constant(new Uint8Array(0))),
)
const type = fc.constantFrom(0x0001, 0x0101, 0x0111, 0x0011, 0x0003, 0x0103, 0x0113, 0x0004, 0x0104, 0x0008, 0x0108)

/** Messages with attributes that dissection reads, each padded to whole words. */
export const stunMessage: fc.Arbitrary<Uint8Array> = fc
  .tuple(type, bytes(12), fc.array(attribute, { maxLength: 4 }))
  .map(([messageType, id, attributes]) => {
    const length = attributes.reduce((sum, [, value]) => sum + 4 + value.length + (-value.length & 3), 0)
    const message = new Uint8Array(HEADER + length)
    write16(message, 0, messageType)
    write16(message, 2, length)
    write32(message, 4, COOKIE)
    message.set(id, 8)
    let at = HEADER
    for (const [kind, value] of attributes) {
      write16(message, at, kind)
      write16(message, at + 2, value.length)
      message.set(value, at + 4)
      at += 4 + value.length + (-value.length & 3)
    }
    return message
  })
