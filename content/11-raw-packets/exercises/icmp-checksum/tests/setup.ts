import { type CallResult, expect, kindOf, labTest, resultOf, u16 } from 'ackademy/lab'
import type { Outcome } from './programs/calls.ts'

const NOTHING: Uint8Array = new Uint8Array()
export const ADDRESSES = ['10.0.9.1', '10.0.9.2'] as const

/** Every test calls the learner's functions on one host. */
export const test = labTest(async (lab) => {
  const calls = await lab.host('client').load<typeof import('./programs/calls.ts')>('tests:calls.ts')
  const unchanged = async (call: Promise<Outcome<unknown>>, what: string): Promise<CallResult<unknown>> => {
    const { value: outcome, thrown } = await resultOf(call, what)
    if (thrown !== undefined) return { thrown }
    expect(outcome!.changed, `whether a byte was changed by asking for ${what}`).toBe(false)
    return { value: outcome!.value }
  }
  return {
    expectChecksum: async (what: string, message: Uint8Array, wanted: number, around = NOTHING) => {
      const about = `the checksum of ${what}`
      expect(numberIn(await unchanged(calls.checksum(message, around), about)), about).toBe(word(wanted))
    },
    expectIntact: async (what: string, message: Uint8Array, wanted: boolean, around = NOTHING) => {
      const about = `whether ${what} is intact`
      expect(kindOf(await unchanged(calls.intact(message, around), about), 'an object'), about).toBe(String(wanted))
    },
    expectEcho: async (what: string, [id, seq]: readonly [number, number], data: Uint8Array) => {
      const result = await unchanged(calls.echo(id, seq, data), what)
      const isBytes = result.value instanceof Uint8Array
      expect(isBytes ? 'bytes' : kindOf(result, 'an object'), `what you return for ${what}`).toBe('bytes')
      const wanted = Uint8Array.of(8, 0, 0, 0, ...u16(id), ...u16(seq), ...data)
      const got = Uint8Array.from(result.value as Uint8Array)
      const field = got.subarray(2, 4)
      expect(got.length, `the number of bytes of ${what}`).toBe(wanted.length)
      expect(
        hexOf(Uint8Array.of(...got.subarray(0, 2), 0, 0, ...got.subarray(4))),
        `the bytes of ${what}, without the checksum`,
      ).toBe(hexOf(wanted))
      expect(word(number(field)), `the checksum in ${what}`).toBe(word(sumToSend(wanted)))
    },
    expectUdp: async (
      what: string,
      datagram: Uint8Array,
      wanted: number,
      [from, to]: readonly [string, string] = ADDRESSES,
    ) => {
      const about = `the UDP checksum of ${what}`
      expect(numberIn(await unchanged(calls.udp(from, to, datagram), about)), about).toBe(word(wanted))
    },
    expectIntactDatagram: async (
      what: string,
      datagram: Uint8Array,
      wanted: boolean,
      [from, to]: readonly [string, string] = ADDRESSES,
    ) => {
      const about = `whether ${what} is intact`
      expect(kindOf(await unchanged(calls.intactDatagram(from, to, datagram), about), 'an object'), about).toBe(
        String(wanted),
      )
    },
    expectUpdated: async (what: string, [old, before, after]: readonly [number, number, number], wanted: number) => {
      const about = `the checksum after ${what}`
      expect(numberIn(await resultOf(calls.updated(old, before, after), about)), about).toBe(word(wanted))
    },
  }
})

/** The test's own sum, in another way than the prompt's: one's complement addition is addition modulo 0xffff, with 0xffff in place of 0 unless all is 0. */
export function sumToSend(bytes: Uint8Array): number {
  let remainder = 0
  for (const [i, byte] of bytes.entries()) remainder = (remainder + byte * (i % 2 ? 1 : 256)) % 0xffff
  const sum = remainder === 0 && bytes.some((byte) => byte !== 0) ? 0xffff : remainder
  return 0xffff - sum
}

/** A datagram from port 40000 to 9000; `field` is what its checksum field holds. */
export const datagram = (data: Uint8Array, field = 0): Uint8Array =>
  Uint8Array.of(...u16(40_000), ...u16(9_000), ...u16(8 + data.length), ...u16(field), ...data)

/** What a datagram's checksum is computed over: the pseudo-header first (RFC 768). */
export const covered = (bytes: Uint8Array, [from, to]: readonly [string, string] = ADDRESSES): Uint8Array =>
  Uint8Array.of(...`${from}.${to}`.split('.').map(Number), 0, 17, ...u16(bytes.length), ...bytes)

/** `0x1234` */
const word = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`

/** A number from 0 on as a word; anything else by its kind. */
const numberIn = (result: CallResult<unknown>): string =>
  Number.isInteger(result.value) && Number(result.value) >= 0 ? word(Number(result.value)) : kindOf(result, 'an object')

const number = (bytes: Uint8Array): number => (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/.{4}(?=.)/g, '$& ')
