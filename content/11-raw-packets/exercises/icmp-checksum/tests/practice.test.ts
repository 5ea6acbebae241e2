import { bytes, hex, seededValues, times } from 'ackademy/lab'
import { params } from './params.ts'
import { ADDRESSES, covered, datagram, sumToSend, test } from './setup.ts'

const NOISE = hex('eeee eeee eeee eeee')
const withField = (message: Uint8Array, field: number): Uint8Array =>
  Uint8Array.of(...message.subarray(0, 2), field >> 8, field & 255, ...message.subarray(4))
const flipped = (message: Uint8Array, bit: number): Uint8Array =>
  message.map((byte, i) => (i === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte))

test('h4 every carry comes back in', async ({ lab, expectChecksum }) => {
  await expectChecksum('ffff ffff 0001', hex('ffff ffff 0001'), 0xfffe)
  await expectChecksum('ffff ffff ffff', hex('ffff ffff ffff'), 0)
  await expectChecksum('65,534 bytes ff', new Uint8Array(65_534).fill(0xff), 0)
  const draw = seededValues(lab, 'words')
  const large = Uint8Array.from(times(40_000, () => draw.integer(0, 255)))
  await expectChecksum('40,000 bytes', large, sumToSend(large))
})

test('h5 an odd last byte is a high byte', async ({ expectChecksum, expectIntact }) => {
  await expectChecksum('no bytes', hex(''), 0xffff)
  await expectChecksum('the byte 01', hex('01'), 0xfeff)
  await expectChecksum('0001 f203 f4', hex('0001 f203 f4'), sumToSend(hex('0001 f203 f4')))
  await expectChecksum('65,535 bytes ff', new Uint8Array(65_535).fill(0xff), 0x00ff)
  const odd = hex('0800 0000 1234 0001 48 45 4c 4c 4f')
  await expectIntact('a message with an odd number of bytes', withField(odd, sumToSend(odd)), true)
})

test('h6 a message may be a part of a larger buffer', async ({ expectChecksum, expectIntact }) => {
  const part = hex('0001 f203 f4f5 f6f7')
  await expectChecksum('a part of a larger buffer', part, 0x220d, NOISE)
  await expectChecksum('a part that begins at an odd place', part, 0x220d, NOISE.subarray(1))
  await expectChecksum('a part with an odd number of bytes', hex('0001 f2'), sumToSend(hex('0001 f2')), NOISE)
  await expectIntact('a part of a larger buffer', hex('0800 e5ca 1234 0001'), true, NOISE)
})

test('h7 echo requests of all sizes', async ({ expectEcho }) => {
  await expectEcho('an echo request without data', [params.id, 0], hex(''))
  await expectEcho('an echo request with one byte', [params.id, 2], hex('41'))
  await expectEcho('an echo request with id 0xffff', [0xffff, 0x8001], bytes('HELLO'))
  await expectEcho('an echo request with 1,472 bytes', [params.id, 256], new Uint8Array(1_472).fill(0xa5))
})

test('h8 a changed bit is found, two swapped words are not', async ({ expectIntact }) => {
  const message = hex('0800 0000 1234 0001 4845 4c4c 4f')
  const whole = withField(message, sumToSend(message))
  await expectIntact('a whole message', whole, true)
  for (const bit of times(8 * whole.length, (n) => n))
    await expectIntact(`a message whose bit ${bit} changed on the way`, flipped(whole, bit), false)
  const swapped = Uint8Array.of(
    ...whole.subarray(0, 4),
    ...whole.subarray(6, 8),
    ...whole.subarray(4, 6),
    ...whole.subarray(8),
  )
  await expectIntact('a message with two words swapped', swapped, true)
  await expectIntact('a message of zeros', new Uint8Array(8), false)
  await expectIntact('the word ffff', hex('ffff'), true)
})

test('h9 the pseudo-header and a field that holds something', async ({ expectUdp }) => {
  const plain = datagram(bytes('HELLO'))
  const wanted = sumToSend(covered(plain))
  await expectUdp('an odd datagram', plain, wanted)
  await expectUdp('a datagram whose field holds 0xbeef', datagram(bytes('HELLO'), 0xbeef), wanted)
  const far = ['192.168.250.7', '203.0.113.255'] as const
  await expectUdp('a datagram between other addresses', plain, sumToSend(covered(plain, far)), far)
  const empty = datagram(hex(''))
  await expectUdp('a datagram without data', empty, sumToSend(covered(empty)))
  const long = datagram(new Uint8Array(1_000).fill(0x31))
  await expectUdp('a datagram with 1,000 bytes of data', long, sumToSend(covered(long)))
})

test('h10 in UDP, 0 means no checksum', async ({ expectUdp, expectIntactDatagram }) => {
  const almost = datagram(hex('0000'))
  const zero = datagram(hex(sumToSend(covered(almost)).toString(16).padStart(4, '0')))
  await expectUdp('a datagram whose words add up to ffff', zero, 0xffff)
  const plain = datagram(bytes('HELLO'))
  const field = sumToSend(covered(plain))
  await expectIntactDatagram('a datagram with its checksum', datagram(bytes('HELLO'), field), true)
  await expectIntactDatagram('a datagram that carries 0xffff', datagram(zero.subarray(8), 0xffff), true)
  await expectIntactDatagram('a datagram without a checksum', datagram(bytes('HELLO'), 0), true)
  await expectIntactDatagram('a datagram with another byte', datagram(bytes('HELLP'), field), false)
  const translated = ['10.0.9.3', ADDRESSES[1]] as const
  await expectIntactDatagram('a datagram from another address', datagram(bytes('HELLO'), field), false, translated)
})

test('h11 a word changes, the rest is not added again', async ({ lab, expectUpdated }) => {
  const draw = seededValues(lab, 'changes')
  for (const ttl of [64, 2, 255])
    await expectUpdated(
      `TTL ${ttl} becomes ${ttl - 1}`,
      ...change([0x4500, 0x0054, (ttl << 8) | 1], ((ttl - 1) << 8) | 1),
    )
  for (const n of times(40, (i) => i + 1)) {
    const header = times(9, () => draw.integer(1, 0xffff))
    await expectUpdated(`change ${n}`, ...change(header, draw.integer(0, 0xffff)))
  }
})

// The example of RFC 1624, section 4.
test('h12 a sum of 0xffff is 0, not 0xffff, after the inversion', async ({ expectUpdated }) => {
  await expectUpdated('0x5555 becomes 0x3285', [0xdd2f, 0x5555, 0x3285], 0)
})

/** The last of the words becomes another one: the old checksum and both words, then the checksum that adding all again gives. */
function change(words: readonly number[], after: number): [[number, number, number], number] {
  const sum = (last: number) =>
    sumToSend(Uint8Array.from([...words.slice(0, -1), last].flatMap((word) => [word >> 8, word & 255])))
  const before = words.at(-1) ?? 0
  return [[sum(before), before, after], sum(after)]
}
