/** Arbitrary DNS messages for property tests, of every type of record. */
import fc from 'fast-check'
import { DNS_DATA_FIELDS, type DnsMessage, type DnsRecord, type DnsShape } from './index.ts'

const byte = fc.integer({ min: 0, max: 255 })
const bytes = (maxLength: number) => fc.uint8Array({ maxLength })
/** Names as the parser writes them. */
const name = fc
  .array(fc.stringMatching(/^([a-zA-Z0-9_-]|\\\.|\\\\|\\0[01]\d|\\200){1,12}$/), { maxLength: 5 })
  .map((labels) => labels.join('.'))

const VALUES: Record<DnsShape, fc.Arbitrary<unknown>> = {
  u8: byte,
  u16: fc.integer({ min: 0, max: 0xffff }),
  u32: fc.integer({ min: 0, max: 0xffffffff }),
  ipv4: fc.ipV4(),
  ipv6: fc.constantFrom('::', '2001:db8::1', 'fe80::1:2'),
  name,
  'plain name': name,
  string: bytes(255),
  strings: fc.array(bytes(255), { minLength: 1, maxLength: 3 }),
  rest: bytes(40),
}

const record: fc.Arbitrary<DnsRecord> = fc.constantFrom(...Object.keys(DNS_DATA_FIELDS).map(Number), 65).chain((type) =>
  fc.record({
    name,
    type: fc.constant(type),
    class: fc.constant(1),
    ttl: VALUES.u32 as fc.Arbitrary<number>,
    data: fc.record(
      Object.fromEntries(
        (DNS_DATA_FIELDS[type] ?? [{ key: 'bytes', shape: 'rest' as const }]).map(({ key, shape }) => [
          key,
          VALUES[shape],
        ]),
      ),
    ) as fc.Arbitrary<DnsRecord['data']>,
  }),
)
const records = fc.array(record, { maxLength: 4 })
export const dnsMessage: fc.Arbitrary<DnsMessage> = fc.record({
  id: fc.integer({ min: 0, max: 0xffff }),
  opcode: fc.nat(15),
  code: fc.nat(15),
  reserved: fc.nat(7),
  isResponse: fc.boolean(),
  isAuthoritative: fc.boolean(),
  isTruncated: fc.boolean(),
  recursionDesired: fc.boolean(),
  recursionAvailable: fc.boolean(),
  questions: fc.array(fc.record({ name, type: fc.nat(0xffff), class: fc.nat(0xffff) }), { maxLength: 2 }),
  answers: records,
  authorities: records,
  additionals: records,
})
