import { type CallResult, expect, kindOf, labTest, resultOf, u16 } from 'ackademy/lab'
import type { Header } from './contract.ts'

const NOTHING = new Uint8Array()
const BITS: Record<string, number> = { qr: 0x8000, aa: 0x0400, tc: 0x0200, rd: 0x0100, ra: 0x0080 }
const FLAGS = ['qr', 'aa', 'tc', 'rd', 'ra'] as const
const RESERVED: Record<string, number> = { 'bit 6': 0x0040, 'bit 5': 0x0020, 'bit 4': 0x0010 }
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']

export interface ExpectedReply {
  id: number
  opcode: number
  rcode: string
  flags: string
}

/** Every test calls the learner's functions on one host. */
export const test = labTest(async (lab) => {
  const calls = await lab.host('client').load<typeof import('./programs/calls.ts')>('tests:calls.ts')
  return {
    expectHeader: async (what: string, message: Uint8Array, wanted: Header | null, around: Uint8Array = NOTHING) => {
      const about = `what decodeHeader returns for ${what}`
      const result = await resultOf(calls.decode(message, around), about)
      expect(kindOf(result, 'a header'), about).toBe(wanted ? 'a header' : 'null')
      if (wanted) compare(result.value!, wanted, what)
    },
    expectBytes: async (what: string, header: Header, wanted: Uint8Array) => {
      const about = `the bytes of ${what}`
      expect(bytesOf(await resultOf(calls.encode(header), about), hexOf), about).toBe(hexOf(wanted))
    },
    expectReply: async (
      what: string,
      query: Uint8Array,
      wanted: ExpectedReply | null,
      around: Uint8Array = NOTHING,
    ) => {
      const about = `what replyTo returns for ${what}`
      const result = await resultOf(calls.reply(query, around), about)
      expect(
        bytesOf(result, ({ length }) => `${length} bytes`),
        about,
      ).toBe(wanted ? '12 bytes' : 'null')
      if (wanted) compareReply(result.value!, wanted, what)
    },
  }
})

/** A header as bytes. */
export const header = (id: number, flags: number, counts: readonly number[] = [1, 0, 0, 0]): Uint8Array =>
  Uint8Array.from([id, flags, ...counts].flatMap((number) => [...u16(number)]))

/** What the flags word says, read by the test itself. */
export function fieldsOf(id: number, flags: number, counts: Header['counts'] = [1, 0, 0, 0]): Header {
  const has = (name: string) => (flags & (BITS[name] ?? 0)) !== 0
  const bits = { qr: has('qr'), aa: has('aa'), tc: has('tc'), rd: has('rd'), ra: has('ra') }
  return { id, ...bits, opcode: (flags >> 11) & 15, rcode: flags & 15, counts }
}

export const word = (flags: number): string => `0x${flags.toString(16).padStart(4, '0')}`

function compare(got: Header, wanted: Header, what: string): void {
  expect(got.id, `the id in ${what}`).toBe(wanted.id)
  for (const name of FLAGS) expect(typeof got[name], `the type of ${name} in ${what}`).toBe('boolean')
  expect(setIn(got), `the flags that are true in ${what}`).toBe(setIn(wanted))
  expect(got.opcode, `the opcode in ${what}`).toBe(wanted.opcode)
  expect(got.rcode, `the RCODE in ${what}`).toBe(wanted.rcode)
  expect(got.counts, `the counts in ${what}`).toEqual(wanted.counts)
}

function compareReply(bytes: Uint8Array, wanted: ExpectedReply, what: string): void {
  const number = (at: number) => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
  const flags = number(2)
  const names = Object.entries({ ...BITS, ...RESERVED }).flatMap(([name, bit]) => (flags & bit ? [name] : []))
  expect(number(0), `the id in your reply to ${what}`).toBe(wanted.id)
  expect((flags >> 11) & 15, `the opcode in your reply to ${what}`).toBe(wanted.opcode)
  expect(names.join(' '), `the flags in your reply to ${what}`).toBe(wanted.flags)
  expect(RCODES[flags & 15] ?? `RCODE ${flags & 15}`, `the RCODE in your reply to ${what}`).toBe(wanted.rcode)
  expect([4, 6, 8, 10].map(number), `the counts in your reply to ${what}`).toEqual([0, 0, 0, 0])
}

const setIn = (header: Header): string =>
  Object.keys(BITS)
    .filter((name) => header[name as keyof Header])
    .join(' ') || 'none'

/** Bytes as `show` has them; anything else by its kind. */
const bytesOf = (result: CallResult<unknown>, show: (bytes: Uint8Array) => string): string =>
  result.value instanceof Uint8Array ? show(result.value) : kindOf(result, 'an object')

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/.{4}(?=.)/g, '$& ')
