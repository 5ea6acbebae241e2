import { expect, kindOf, labTest, resultOf, u16 } from 'ackademy/lab'

/** A fragment or a whole packet; what isn't given is that of the datagram most tests send. `at` counts bytes. */
export interface Piece {
  at?: number
  more?: boolean
  data: Uint8Array
  from?: string
  to?: string
  protocol?: number
  id?: number
  /** Behind the fixed part of the header; a multiple of four bytes. */
  options?: Uint8Array
  dontFragment?: boolean
}

const NO_OPTIONS = new Uint8Array()

/** Every test calls the learner's class on one host, where a new Reassembler waits. */
export const test = labTest(async (lab) => {
  const calls = await lab.host('server').load<typeof import('./programs/calls.ts')>('tests:calls.ts')
  const expire = async (nowMs: number): Promise<string[]> => {
    const result = await resultOf(calls.expire(nowMs), `what expired at ${nowMs} ms`)
    if (!Array.isArray(result.value)) return [kindOf(result, 'an object')]
    return result.value.map((packet: unknown) => (packet instanceof Uint8Array ? hexOf(packet) : typeof packet))
  }
  const push = async (packet: Uint8Array, what: string, nowMs: number) => {
    if (nowMs > 0) await resultOf(calls.expire(nowMs), 'what expired')
    return resultOf(calls.push(packet, nowMs), `what you return for ${what}`)
  }
  /** Pushes a packet that completes nothing. */
  const expectNothing = async (what: string, packet: Uint8Array, nowMs = 0) => {
    const result = await push(packet, what, nowMs)
    expect(kindOf(result, 'a packet'), `what you return for ${what}`).toBe('null')
  }
  return {
    lab,
    expectNothing,
    /** Pushes a packet that completes a datagram. */
    expectWhole: async (what: string, packet: Uint8Array, wanted: Uint8Array, nowMs = 0) => {
      const result = await push(packet, what, nowMs)
      expect(
        result.value instanceof Uint8Array ? 'a packet' : kindOf(result, 'an object'),
        `what you return for ${what}`,
      ).toBe('a packet')
      const got = Uint8Array.from(result.value as Uint8Array)
      expect(headerOf(got), `the header that you return for ${what}`).toBe(headerOf(wanted))
      expect(dataOf(got, wanted), `the data that you return for ${what}`).toBe(dataOf(wanted, wanted))
    },
    expectExpired: async (nowMs: number, wanted: Uint8Array[]) => {
      expect((await expire(nowMs)).join(' '), `what expire returns at ${nowMs} ms`).toBe(wanted.map(hexOf).join(' '))
    },
    expectHeld: async (what: string, bytes: number) => {
      const result = await resultOf(calls.held(), `the bytes held ${what}`)
      expect(
        typeof result.value === 'number' ? result.value : kindOf(result, 'an object'),
        `the bytes held ${what}`,
      ).toBe(bytes)
    },
    heldNow: async (): Promise<number> => Number((await resultOf(calls.held(), 'the bytes held')).value),
  }
})

/** An IPv4 packet with a right header checksum. */
export function packet(piece: Piece): Uint8Array {
  const { at = 0, more = false, data, from = '10.0.9.1', to = '10.0.9.2', protocol = 17, id = 77 } = piece
  const { options = NO_OPTIONS, dontFragment = false } = piece
  const length = 20 + options.length
  const flags = (dontFragment ? 0x4000 : 0) | (more ? 0x2000 : 0) | (at / 8)
  const addresses = `${from}.${to}`.split('.').map(Number)
  const words = [...u16(length + data.length), ...u16(id), ...u16(flags), 64, protocol]
  const header = [0x40 | (length / 4), 0, ...words, 0, 0, ...addresses, ...options]
  const field = u16(headerSum(Uint8Array.from(header)))
  return Uint8Array.of(...header.slice(0, 10), ...field, ...header.slice(12), ...data)
}

/** Pieces of a datagram, cut behind these bytes. */
export function cut(whole: Piece, cuts: readonly number[]): Uint8Array[] {
  const ends = [...cuts, whole.data.length]
  return ends.map((end, i) => {
    const at = cuts[i - 1] ?? 0
    return packet({ ...whole, at, more: end < whole.data.length, data: whole.data.subarray(at, end) })
  })
}

/** Bytes that differ from their neighbors. */
export const pattern = (length: number, first = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (first + i + (i >> 8)) & 255)

/** The inverted sum; one's complement addition is addition modulo 0xffff. */
function headerSum(header: Uint8Array): number {
  let remainder = 0
  for (const [i, byte] of header.entries()) remainder = (remainder + byte * (i % 2 ? 1 : 256)) % 0xffff
  return remainder === 0 ? 0 : 0xffff - remainder
}

/** `length 127, MF 0, offset 0, id 77, the rest 4500 …, checksum right` */
function headerOf(bytes: Uint8Array): string {
  if (bytes.length < 20) return `${bytes.length} bytes, which is no header`
  const length = 4 * (bytes[0]! & 15)
  const header = bytes.slice(0, length)
  const [total, flags, sum] = [word(header, 2), word(header, 6), word(header, 10)]
  const wanted = headerSum(Uint8Array.of(...header.subarray(0, 10), 0, 0, ...header.subarray(12)))
  const rest = hexOf(
    Uint8Array.of(
      ...header.subarray(0, 2),
      ...header.subarray(4, 6),
      ...header.subarray(8, 10),
      ...header.subarray(12),
    ),
  )
  const place = `DF ${(flags >> 14) & 1}, MF ${(flags >> 13) & 1}, offset ${flags & 0x1fff}`
  return `total length ${total} of ${bytes.length} bytes, ${place}, checksum ${sum === wanted ? 'right' : 'wrong'}, the rest ${rest}`
}

/** How the data differs from what is wanted. */
function dataOf(bytes: Uint8Array, wanted: Uint8Array): string {
  const [data, right] = [bytes, wanted].map((whole) => whole.subarray(4 * (whole[0]! & 15)))
  const at = right!.findIndex((byte, i) => byte !== data![i])
  if (at < 0 && data!.length === right!.length) return 'as it was sent'
  return at < 0 ? `${data!.length} bytes` : `another one from byte ${at} on`
}

const word = (bytes: Uint8Array, at: number): number => bytes[at]! * 256 + bytes[at + 1]!

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
